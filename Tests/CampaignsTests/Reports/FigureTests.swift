import Foundation
import Testing

@testable import Campaigns

@Suite struct FigureTests {
    @Test func `every figure stands in the documentation as it is defined`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../docs/reports.md").standardizedFileURL
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains(Figure.table), "docs/reports.md must have this table:\n\(Figure.table)")
    }

    @Test func `no two figures have one name, and each definition is a sentence`() {
        #expect(Set(Figure.all.map(\.name)).count == Figure.all.count)
        for figure in Figure.all {
            #expect(figure.definition.hasSuffix(".") && figure.definition.first?.isUppercase == true, "\(figure.name)")
            #expect(!figure.definition.contains("|"))
        }
    }

    @Test func `every outcome and every end of a contact has its figure`() {
        for outcome in AttemptOutcome.allCases { #expect(Figure.named(outcome.rawValue) != nil, "\(outcome)") }
        for end in ContactEnd.allCases { #expect(Figure.named("contacts.\(end.rawValue)") != nil, "\(end)") }
        #expect(Figure.brief.count == 13)
    }

    static let values: [(value: FigureValue, text: String, plain: String)] = [
        (.count(1_234_567), "1234567", "1234567"), (.share(0.3456), "34.6 %", "0.3456"),
        (.ratio(2.5), "2.50", "2.5000"),
        (.seconds(19.96), "20.0 s", "20.0"), (.seconds(120), "0:02:00", "120.0"),
        (.seconds(90_061), "25:01:01", "90061.0"),
        (.yuan(Fen(12_345)), "123.45", "123.45"), (.yuan(Fen(5)), "0.05", "0.05"),
    ]

    @Test(arguments: values)
    func `a value is written for people and for programs`(value: (value: FigureValue, text: String, plain: String)) {
        #expect(value.value.text == value.text)
        #expect(value.value.plain == value.plain)
    }
}
