import Foundation
import Testing

@testable import FaxEngine

@Suite struct FaxDocumentTests {
    private static let header = PageHeader(
        time: Date(timeIntervalSince1970: 1_795_000_000),
        timeZone: TimeZone(secondsFromGMT: 8 * 3600)!,
        senderNumber: "+86 29 8800 0170",
        senderName: "华信电信",
        recipientNumber: "+86 29 8765 4321",
        language: .chinese
    )

    @Test func `a rendered bill is found again`() async throws {
        let scratch = try ScratchDirectory()
        let directory = scratch.url.appending(path: "fax-1")
        let document = try await FaxPress().render(SampleBills.bill(.chinese, rows: 100), into: directory)
        #expect(document.finePageCount == 2)
        #expect(document.standardPageCount == 3)
        #expect(try FaxDocument(directory: directory) == document)
        #expect(try FaxTIFF.pages(of: document.standard).allSatisfy { $0.resolution == .standard && $0.height == 1146 })
    }

    @Test func `rendering again replaces, and leaves nothing lying about`() async throws {
        let scratch = try ScratchDirectory()
        let directory = scratch.url.appending(path: "fax-1")
        let press = try FaxPress()
        _ = try await press.render(SampleBills.bill(.chinese, rows: 100), into: directory)
        _ = try await press.render(SampleBills.bill(.english, rows: 1), into: directory)
        #expect(try FaxDocument(directory: directory).finePageCount == 1)
        #expect(try scratch.names == ["fax-1"])
    }

    @Test func `presses side by side print the same`() async throws {
        let scratch = try ScratchDirectory()
        let bill = SampleBills.bill(.chinese, rows: 60)
        let prints = try await withThrowingTaskGroup { group in
            for number in 0..<4 {
                group.addTask {
                    let document = try await FaxPress().render(bill, into: scratch.url.appending(path: "\(number)"))
                    return try FaxTIFF.pages(of: document.fine) + FaxTIFF.pages(of: document.standard)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(prints.count == 4)
        #expect(prints.allSatisfy { $0 == prints[0] })
    }

    @Test func `a credit is printed as one, without a date to pay by`() async throws {
        let scratch = try ScratchDirectory()
        var bill = SampleBills.bill(.english, rows: 3)
        bill.paymentsFen = 100_000
        bill.adjustmentsFen = -1_205
        #expect(bill.totalDueFen < 0)
        let document = try await FaxPress().render(bill, into: scratch.url.appending(path: "a"))
        let url = scratch.url.appending(path: "a.png")
        try PagePicture.png(of: FaxTIFF.page(0, of: document.fine)).write(to: url)
        let text = try Tool.textOn(url)
        #expect(text.contains("Creditbalance"))
        #expect(text.contains(BillAmount.text(fen: -bill.totalDueFen).replacing(",", with: ".")))
        #expect(text.contains("Adjustments-12.05"))
        #expect(!text.contains("payby"))
    }

    @Test func `what cannot be drawn or stored leaves no document`() async throws {
        let scratch = try ScratchDirectory()
        let press = try FaxPress()
        var bill = SampleBills.bill(.chinese, rows: 1)
        bill.slip?.qrPayload = String(repeating: "x", count: 900)
        await #expect(throws: FaxError.self) { try await press.render(bill, into: scratch.url.appending(path: "a")) }

        try Data().write(to: scratch.url.appending(path: "file"))
        let below = scratch.url.appending(path: "file").appending(path: "fax")
        let error = await #expect(throws: FaxError.self) {
            try await press.render(SampleBills.bill(.chinese, rows: 1), into: below)
        }
        #expect(error?.code == .storage)
        let long = scratch.url.appending(path: String(repeating: "d", count: 240))
        await #expect(throws: FaxError.self) {
            try await press.render(SampleBills.bill(.chinese, rows: 1), into: long)
        }
        #expect(try scratch.names == ["file"])
        #expect(throws: FaxError.self) { try FaxDocument(directory: scratch.url.appending(path: "a")) }
    }

    @Test func `heading changes the strip and nothing else`() async throws {
        let scratch = try ScratchDirectory()
        let press = try FaxPress()
        let plain = try await press.render(
            SampleBills.bill(.chinese, rows: 100),
            into: scratch.url.appending(path: "a")
        )
        let headed = try await press.head(plain, with: Self.header, into: scratch.url.appending(path: "b"))
        for (before, after) in [(plain.fine, headed.fine), (plain.standard, headed.standard)] {
            for (before, after) in zip(try FaxTIFF.pages(of: before), try FaxTIFF.pages(of: after)) {
                let strip = PageHeader.rows * before.height / 2292
                #expect(after.blackPixels(inRows: 0..<strip) > 500)
                #expect(before.rows.dropFirst(strip * 216) == after.rows.dropFirst(strip * 216))
            }
        }
        // Heading what is headed replaces the line.
        let twice = try await press.head(headed, with: Self.header, into: scratch.url.appending(path: "c"))
        #expect(try FaxTIFF.pages(of: twice.fine) == FaxTIFF.pages(of: headed.fine))
    }

    @Test func `a header says when, from whom, to whom, and which page of how many`() async throws {
        let scratch = try ScratchDirectory()
        let press = try FaxPress()
        let plain = try await press.render(
            SampleBills.bill(.chinese, rows: 100),
            into: scratch.url.appending(path: "a")
        )
        var header = Self.header
        header.continuesFrom = 1
        for language in PageLanguage.allCases {
            header.language = language
            let headed = try await press.head(plain, with: header, into: scratch.url.appending(path: "b"))
            for (number, page) in try FaxTIFF.pages(of: headed.fine).enumerated() {
                let line = BilevelImage(
                    width: page.width,
                    resolution: .fine,
                    rows: Array(page.rows.prefix(PageHeader.rows * 216))
                )
                let url = scratch.url.appending(path: "line.png")
                try PagePicture.png(of: line).write(to: url)
                let text = try Tool.textOn(url)
                for expected in ["2026-11-18", "+862988000170", "+862987654321"] {
                    #expect(text.contains(expected), "\(expected) in \(text)")
                }
                // A lone 1 is read as l.
                let place = language == .chinese ? "第\(number + 1)页" : "of2"
                #expect(text.contains(place), "\(text)")
                if language == .english { #expect(text.contains("Page2of2(continued") == (number == 1), "\(text)") }
            }
        }
        #expect(header.timeText == "2026-11-18 19:06")
        #expect(header.pageText(1, of: 4) == "Page 2 of 4 (continued)")
        header.language = .chinese
        #expect(header.pageText(0, of: 4) == "第1页 共4页")
        #expect(header.pageText(3, of: 4) == "第4页 共4页（续传）")
    }
}
