import Foundation
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

    @Test("The day of a moment is the customer's, not that of Greenwich")
    func dayOfMoment() throws {
        let zone = try #require(TimeZone(identifier: "Asia/Shanghai"))
        let lateInGreenwich = Date(timeIntervalSince1970: 1_767_200_400)  // 2025-12-31 17:00 UTC
        #expect(CalendarDay(lateInGreenwich, in: zone).description == "2026-01-01")
        #expect(CalendarDay(lateInGreenwich, in: .gmt).description == "2025-12-31")
    }

    @Test("Months are counted back over the years, and not before the first")
    func months() throws {
        let month = try #require(CalendarMonth(year: 2026, month: 2))
        #expect(month.earlier(by: 0) == month)
        #expect(month.earlier(by: 2)?.description == "2025-12")
        #expect(month.earlier(by: 26)?.description == "2023-12")
        #expect(month.earlier(by: 30_000) == nil)
    }
}
