import Foundation

/// A day on which people of a region aren't called, or for fewer hours.
package struct Holiday: Hashable, Codable, Sendable {
    package let day: CalendarDay
    /// Nil for everywhere.
    package let region: Region?
    package let name: String
    /// Units: minutes after midnight; nil where nobody is called at all.
    package let hours: Range<Int>?

    package init(day: CalendarDay, region: Region? = nil, name: String, hours: Range<Int>? = nil) {
        self.day = day
        self.region = region
        self.name = name
        self.hours = hours.flatMap { $0.isEmpty ? nil : $0.clamped(to: 0..<WeekHours.day) }
    }
}

/// The holidays that a site knows of.
package struct HolidayCalendar: Sendable {
    /// By days since 1970-01-01.
    private let holidays: [Int64: [Holiday]]

    package static let none = HolidayCalendar([])

    package init(_ holidays: some Sequence<Holiday>) {
        self.holidays = Dictionary(grouping: holidays) { $0.day.start(in: .gmt).milliseconds / dayLength }
    }

    /// The first moment from `time` on that no holiday forbids; nil where holidays fill the time looked at.
    ///
    /// A holiday lasts from midnight to midnight by the called party's clock.
    func opening(from time: UTCTime, at place: CallPlace, by clock: LocalClock) -> UTCTime? {
        if holidays.isEmpty { return time }
        var moment = time
        while moment.milliseconds < time.milliseconds + lookAhead {
            guard let holiday = holiday(at: moment, at: place, by: clock) else { return moment }
            let span = clock.span(at: moment)
            let inDay = (moment.milliseconds + span.offset).modulo(dayLength)
            let opens = holiday.hours.map { Int64($0.lowerBound) * minuteLength }
            // Where its hours are over, or it has none, the next midnight is the next moment to look at.
            let wait = opens.flatMap { $0 > inDay ? $0 - inDay : nil } ?? dayLength - inDay
            moment = min(UTCTime(milliseconds: moment.milliseconds + wait), span.end)
        }
        return nil
    }

    /// The holiday that forbids to call at `time`.
    func holiday(at time: UTCTime, at place: CallPlace, by clock: LocalClock) -> Holiday? {
        let local = clock.local(time).milliseconds
        let minute = Int(local.modulo(dayLength) / minuteLength)
        return holidays[local.floored(by: dayLength)]?.first { holiday in
            let isOpen = holiday.hours?.contains(minute) ?? false
            return !isOpen && (holiday.region.map { place.mayBe(in: $0) } ?? true)
        }
    }
}
