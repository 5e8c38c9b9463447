import FaxEngine
import Foundation
import Testing

@Test func look() async throws {
    let press = try FaxPress()
    for language in PageLanguage.allCases {
        for rows in [0, 40, 120] {
            let base = URL(filePath: "/tmp/pages-look/\(language.rawValue)-\(rows)")
            let document = try await press.render(SampleBills.bill(language, rows: rows), into: base)
            let header = PageHeader(
                time: Date(timeIntervalSince1970: 1_795_000_000), timeZone: TimeZone(identifier: "Asia/Shanghai")!,
                senderNumber: "+86 29 8800 0170", senderName: language == .chinese ? "华信电信客服中心" : "Huaxin Telecom",
                recipientNumber: "+86 29 8765 4321", language: language, continuesFrom: 1)
            let headed = try await press.head(
                document, with: header, into: URL(filePath: "/tmp/pages-look/\(language.rawValue)-\(rows)-headed"))
            for (url, name) in [(headed.fine, "fine"), (headed.standard, "std")] {
                for (index, page) in try FaxTIFF.pages(of: url).enumerated() {
                    try PagePicture.png(of: page).write(
                        to: headed.directory.appending(path: "\(name)-\(index + 1).png"))
                }
            }
        }
    }
}
