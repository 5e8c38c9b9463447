package import Foundation

/// The hours in which a campaign may call.
package struct CallWindow: Hashable, Codable, Sendable {
    /// By the number that Foundation's calendar gives it.
    package enum Weekday: Int, Codable, CaseIterable, Sendable {
        case sunday = 1
        case monday
        case tuesday
        case wednesday
        case thursday
        case friday
        case saturday
    }

    package enum Verdict: Hashable, Sendable {
        case open
        case closed(until: UTCTime)
    }

    /// Nil where they are the called party's own hours, which the rules ask for each number.
    package let zone: TimeZone?
    package let weekdays: Set<Weekday>
    /// Units: minutes after midnight, `0 ..< 1440`.
    package let opens: Int
    /// Units: minutes after midnight, later than `opens`, at most 1440.
    ///
    /// No call begins from here on.
    package let closes: Int

    /// Nil where nothing would ever be open.
    package init?(zone: TimeZone?, weekdays: Set<Weekday>, opens: Int, closes: Int) {
        guard !weekdays.isEmpty, opens >= 0, opens < closes, closes <= 1440 else { return nil }
        self.zone = zone
        self.weekdays = weekdays
        self.opens = opens
        self.closes = closes
    }

    /// Every hour of every day: for the demo and for tests.
    package static func always(in zone: TimeZone) -> CallWindow {
        CallWindow(always: zone)
    }

    private init(always zone: TimeZone) {
        self.zone = zone
        (weekdays, opens, closes) = (Set(Weekday.allCases), 0, 1440)
    }

    /// Open where the zone is everybody's own: somewhere it may be.
    package func verdict(at time: UTCTime) -> Verdict {
        guard let zone, !isOpen(at: time, in: zone) else { return .open }
        let today = CalendarDay(time, in: zone)
        for offset in 0...7 {
            let opening = moment(of: today.adding(days: offset), minute: opens, in: zone)
            if opening > time, isOpen(at: opening, in: zone) { return .closed(until: opening) }
        }
        // The opening minute of the only weekday can be skipped by a change of clocks; ask again in an hour.
        return .closed(until: time + .seconds(3600))
    }

    /// When no call begins any more on the day of `time`; nil where each called party has hours of its own.
    package func closes(after time: UTCTime) -> UTCTime? {
        zone.map { moment(of: CalendarDay(time, in: $0), minute: closes, in: $0) }
    }

    private func isOpen(at time: UTCTime, in zone: TimeZone) -> Bool {
        let parts = Calendar.gregorian(in: zone).dateComponents([.weekday, .hour, .minute], from: time.date)
        guard let weekday = parts.weekday.flatMap(Weekday.init(rawValue:)), weekdays.contains(weekday) else {
            return false
        }
        let minute = (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
        return minute >= opens && minute < closes
    }

    private func moment(of day: CalendarDay, minute: Int, in zone: TimeZone) -> UTCTime {
        let parts = DateComponents(
            year: day.year,
            month: day.month,
            day: day.day,
            hour: minute / 60,
            minute: minute % 60
        )
        return Calendar.gregorian(in: zone).date(from: parts).map { UTCTime($0) } ?? day.start(in: zone)
    }
}
