package import Foundation

/// A day of the Gregorian calendar without time or zone: a due date, the day of a promise.
///
/// Shape: written as ISO 8601 `YYYY-MM-DD`, so that text order is day order.
package struct CalendarDay: Hashable, Comparable, CodedAsText, Sendable, CustomStringConvertible {
    package let year: Int
    package let month: Int
    package let day: Int

    /// Nil where there is no such day, such as 30 February.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...Self.dayCount(ofMonth: month, in: year)).contains(day)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    // Reckoned here, for a list of a million rows asks a million times, and a calendar takes its time.
    private static func dayCount(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    package init?(iso text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
            let year = parts[0].plainInteger, let month = parts[1].plainInteger, let day = parts[2].plainInteger
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day that people in `zone` have on their calendar at `time`.
    package init(_ time: UTCTime, in zone: TimeZone) {
        let parts = Calendar.gregorian(in: zone).dateComponents([.year, .month, .day], from: time.date)
        (year, month, day) = (parts.year ?? 1, parts.month ?? 1, parts.day ?? 1)
    }

    package init?(coded text: String) { self.init(iso: text) }

    package var codedText: String { description }

    package var description: String { "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))" }

    package var billingMonth: BillingMonth { BillingMonth(of: self) }

    /// The first moment of this day for people in `zone`: not always midnight, where clocks change at midnight.
    package func start(in zone: TimeZone) -> UTCTime {
        let calendar = Calendar.gregorian(in: zone)
        let noon = calendar.date(from: DateComponents(year: year, month: month, day: day, hour: 12)) ?? .distantPast
        return UTCTime(calendar.startOfDay(for: noon))
    }

    package func adding(days: Int) -> CalendarDay {
        let midnight = start(in: .gmt).date
        let moved = Calendar.gregorianUTC.date(byAdding: .day, value: days, to: midnight) ?? midnight
        return CalendarDay(UTCTime(moved), in: .gmt)
    }

    /// Units: days from this day to `other`, negative where that lies before.
    package func days(until other: CalendarDay) -> Int {
        Calendar.gregorianUTC.dateComponents([.day], from: start(in: .gmt).date, to: other.start(in: .gmt).date).day
            ?? 0
    }

    package static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

extension Calendar {
    static let gregorianUTC = Calendar.gregorian(in: .gmt)

    static func gregorian(in zone: TimeZone) -> Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar
    }
}
