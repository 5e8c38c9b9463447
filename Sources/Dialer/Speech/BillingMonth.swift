import Foundation

/// A month that is billed.
package struct BillingMonth: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let firstDay: CalendarDay

    package init(of day: CalendarDay) {
        // A month that has any day has a first one.
        firstDay = CalendarDay(year: day.year, month: day.month, day: 1) ?? day
    }

    package var year: Int { firstDay.year }
    package var month: Int { firstDay.month }

    /// The month itself where the calendar doesn't go that far.
    package func adding(months: Int) -> BillingMonth {
        let count = year * 12 + (month - 1) + months
        return CalendarDay(year: count / 12, month: count % 12 + 1, day: 1).map(BillingMonth.init(of:)) ?? self
    }

    package static func < (left: BillingMonth, right: BillingMonth) -> Bool { left.firstDay < right.firstDay }

    /// As ISO 8601 has it: `2026-03`.
    package var description: String { String(format: "%04d-%02d", year, month) }
}
