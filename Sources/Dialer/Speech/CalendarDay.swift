package import Foundation

/// A day of the Gregorian calendar, without a time zone: the customer's own.
package struct CalendarDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let year: Int
    package let month: Int
    package let day: Int

    /// Nil where the calendar has no such day.
    package init?(year: Int, month: Int, day: Int) {
        let components = DateComponents(year: year, month: month, day: day)
        guard (1...9999).contains(year), components.isValidDate(in: Self.calendar) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day on which a moment falls, where the customer lives.
    package init(_ moment: Date, in zone: TimeZone) {
        var calendar = Self.calendar
        calendar.timeZone = zone
        self.init(components: calendar.dateComponents([.year, .month, .day], from: moment))
    }

    private init(components: DateComponents) {
        // The calendar was asked for all three.
        year = components.year ?? 1
        month = components.month ?? 1
        day = components.day ?? 1
    }

    package func adding(days: Int) -> CalendarDay {
        let calendar = Self.calendar
        guard let start = calendar.date(from: DateComponents(year: year, month: month, day: day)),
            let end = calendar.date(byAdding: .day, value: days, to: start)
        else { return self }
        return CalendarDay(components: calendar.dateComponents([.year, .month, .day], from: end))
    }

    package var calendarMonth: CalendarMonth { CalendarMonth(unchecked: year, month) }

    package static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// As ISO 8601 has it: `2026-03-03`.
    package var description: String { String(format: "%04d-%02d-%02d", year, month, day) }

    /// In UTC, where no day is skipped or an hour short.
    private static var calendar: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }
}
