import Foundation

/// A day of the Gregorian calendar without time or zone: a due date, the day of a promise.
package struct CalendarDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let year: Int
    package let month: Int
    package let day: Int

    /// Nil where there is no such day, such as 30 February.
    package init?(year: Int, month: Int, day: Int) {
        let components = DateComponents(year: year, month: month, day: day)
        guard (1...9999).contains(year), components.isValidDate(in: Self.calendar) else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    package func adding(days: Int) -> CalendarDay {
        let calendar = Self.calendar
        guard let start = calendar.date(from: DateComponents(year: year, month: month, day: day)),
            let end = calendar.date(byAdding: .day, value: days, to: start)
        else { return self }
        let parts = calendar.dateComponents([.year, .month, .day], from: end)
        return CalendarDay(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0) ?? self
    }

    package var billingMonth: BillingMonth { BillingMonth(of: self) }

    package static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// As ISO 8601 has it: `2026-03-03`.
    package var description: String { String(format: "%04d-%02d-%02d", year, month, day) }

    /// In UTC, where no day is skipped or an hour short.
    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()
}
