import Foundation

/// A month of a year, which is also a billing period.
package struct CalendarMonth: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let year: Int
    package let month: Int

    /// Nil unless the month is from 1 to 12 and the year has at most four digits.
    package init?(year: Int, month: Int) {
        guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
        self.init(unchecked: year, month)
    }

    init(unchecked year: Int, _ month: Int) {
        self.year = year
        self.month = month
    }

    /// The month so many months earlier; nil before the year 1.
    package func earlier(by months: Int) -> CalendarMonth? {
        let index = year * 12 + month - 1 - months
        return CalendarMonth(year: index / 12, month: index % 12 + 1)
    }

    package static func < (left: CalendarMonth, right: CalendarMonth) -> Bool {
        (left.year, left.month) < (right.year, right.month)
    }

    /// As ISO 8601 has it: `2026-03`.
    package var description: String { String(format: "%04d-%02d", year, month) }
}
