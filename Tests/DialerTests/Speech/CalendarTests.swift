import Testing

@testable import Dialer

@Suite("Days and months")
struct CalendarTests {
    @Test(
        "A day that the calendar doesn't have is refused",
        arguments: [(2026, 2, 29), (2026, 0, 1), (2026, 13, 1), (0, 1, 1), (2026, 4, 31), (10_000, 1, 1)]
    )
    func refused(year: Int, month: Int, day: Int) {
        #expect(CalendarDay(year: year, month: month, day: day) == nil)
    }

    @Test("Days are counted over the ends of months and years")
    func adding() throws {
        let day = try #require(CalendarDay(year: 2027, month: 12, day: 30))
        #expect(day.adding(days: 3).description == "2028-01-02")
        #expect(day.adding(days: 61).description == "2028-02-29")
        #expect(day.adding(days: 0) == day)
    }

    @Test("Months are counted back over the years")
    func months() throws {
        let month = BillingMonth(of: try #require(CalendarDay(year: 2026, month: 2, day: 28)))
        #expect(month.adding(months: 0) == month)
        #expect(month.adding(months: -2).description == "2025-12")
        #expect(month.adding(months: -26).description == "2023-12")
        #expect(month.adding(months: 11).description == "2027-01")
        #expect(month.adding(months: -30_000) == month, "there is no such month")
    }
}
