import Testing

@testable import FaxEngine

@Suite struct BillTextTests {
    @Test(arguments: [
        (Int64(0), "0.00"), (Int64(5), "0.05"), (Int64(-5), "-0.05"), (Int64(99_999), "999.99"),
        (Int64(100_000), "1,000.00"), (Int64(123_456), "1,234.56"),
        (Int64(-123_456_789), "-1,234,567.89"), (Int64.min, "-92,233,720,368,547,758.08"),
    ])
    func `fen are printed as yuan with groups of three`(fen: Int64, text: String) {
        #expect(BillAmount.text(fen: fen) == text)
    }

    @Test(arguments: [(0, "00:00"), (59, "00:59"), (754, "12:34"), (3599, "59:59"), (3723, "1:02:03")])
    func `durations have hours only when they last one`(seconds: Int, text: String) {
        #expect(BillAmount.text(seconds: seconds) == text)
    }

    @Test(arguments: [
        (Int64(0), "0 KB"), (Int64(1023 * 1024), "1023 KB"), (Int64(1024 * 1024), "1.0 MB"),
        (Int64(12_950_000), "12.3 MB"),
        (Int64(5 << 30), "5.0 GB"), (Int64.max, "8589934591.9 GB"),
    ])
    func `volumes take the unit that suits them`(octets: Int64, text: String) {
        #expect(BillAmount.text(octets: octets) == text)
    }

    @Test func `dates are read from ISO text and printed in both languages`() {
        #expect(BillDate(iso: "2026-10-05")?.text(.chinese) == "2026年10月5日")
        #expect(BillDate(iso: "2026-10-05T08:15:00")?.text(.english) == "5 October 2026")
        #expect(BillMoment(iso: "2026-10-05 08:05:42")?.text == "10-05 08:05")
        #expect(BillMoment(iso: "2026-10-05T23:59")?.text == "10-05 23:59")
    }

    @Test(arguments: ["", "2026", "2026-13-01", "2026-00-10", "26-10-05", "2026-10-32", "a-b-c", "2026-10-"])
    func `what is no date is refused`(text: String) {
        #expect(BillDate(iso: text) == nil)
    }

    @Test(arguments: ["2026-10-05", "2026-10-05 24:00", "2026-10-05 10:60", "2026-10-05 xx:yy"])
    func `what is no time is refused`(text: String) {
        #expect(BillMoment(iso: text) == nil)
    }

    @Test(arguments: PageLanguage.allCases)
    func `every kind of charge has a name in every language`(language: PageLanguage) {
        let names = ChargeKind.allCases.compactMap { BillLabels.of(language).kinds[$0] }
        #expect(Set(names).count == ChargeKind.allCases.count)
    }
}
