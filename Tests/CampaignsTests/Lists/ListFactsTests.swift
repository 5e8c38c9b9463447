import Foundation
import Testing

@testable import Campaigns

@Suite struct ListFactsTests {
    static let facts: [ListFacts] = [
        ListFacts(account: "6101"),
        ListFacts(
            account: "6101", amount: Fen(-5), dueDay: CalendarDay(iso: "0026-01-02"),
            month: BillingMonth(iso: "2026-10")),
        ListFacts(account: "a\"b\\c/d\u{7F}\u{2028}é😀余额\t\r\n\u{0}\u{1B}", amount: Fen(0)),
        ListFacts(
            account: "6101",
            texts: [
                "": "", "B": "1", "a10": "2", "a9": "3", "b": "4", "e\u{301}": "5", "z": "6", "á": "7", "套餐": "8\n9",
                "\"quoted\"": "10", "！": "11", "😀": "12", "a/b": "</script>",
            ]),
    ]

    @Test(arguments: facts)
    func `facts are written as an encoder writes them, and read back`(facts: ListFacts) throws {
        let json = try Due.list(facts).json
        #expect(json == String(decoding: try Due.encoder.encode(Due.list(facts)), as: UTF8.self))
        #expect(try Due(json: json) == .list(facts))
    }
}
