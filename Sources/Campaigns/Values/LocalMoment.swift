package import Foundation

/// A day and a time by the clock on the wall, in a zone that is known elsewhere.
///
/// Shape: written `2026-12-01T08:30`.
package struct LocalMoment: Hashable, CodedAsText, Sendable, CustomStringConvertible {
    package let day: CalendarDay
    /// Units: minutes after midnight, `0 ... 1440`.
    package let minute: Int

    /// Nil where there is no such day or time.
    package init?(_ text: String) {
        guard let match = text.wholeMatch(of: /([0-9-]{10})[T ]([0-9]{2}):([0-9]{2})/),
            let day = CalendarDay(iso: String(match.1)), let hour = Int(match.2), let minute = Int(match.3),
            minute < 60, hour * 60 + minute <= 1440
        else { return nil }
        (self.day, self.minute) = (day, hour * 60 + minute)
    }

    package init?(coded text: String) { self.init(text) }

    package var codedText: String { description }

    package var description: String { "\(day)T\(WeekHours.clock(minute))" }

    /// When it is that time in `zone`: the first of two where clocks go back, the next there is where they skip it.
    package func time(in zone: TimeZone) -> UTCTime {
        let parts = DateComponents(
            year: day.year, month: day.month, day: day.day, hour: minute / 60, minute: minute % 60)
        return Calendar.gregorian(in: zone).date(from: parts).map { UTCTime($0) } ?? day.start(in: zone)
    }
}
