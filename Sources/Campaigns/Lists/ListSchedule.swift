package import ConfigurationFile
package import Foundation

/// When a campaign's contacts are selected again from the billing data.
///
/// Written beside the source's query: `every: 1 day`, `at: 07:00`.
package struct ListSchedule: Hashable, Codable, Sendable {
    /// From one selection to the next; of whole days, with `at`.
    package let every: Duration
    /// The time of day; nil: by the last selection alone.
    ///
    /// Units: minutes after midnight in the campaign's zone.
    package let at: Int?

    /// Nil where the times don't go together: a time of day needs whole days, and less than a minute is no schedule.
    package init?(every: Duration, at: Int? = nil) {
        guard every >= .seconds(60), at.map({ (0..<1440).contains($0) }) ?? true,
            at == nil || every.wholeMilliseconds % 86_400_000 == 0
        else { return nil }
        self.every = every
        self.at = at
    }

    /// The moment of the next selection after the last one; at once where there was none.
    ///
    /// One that is long past is due now, once: however many were missed, one makes up for them.
    package func next(after last: UTCTime?, in zone: TimeZone) -> UTCTime {
        guard let last else { return UTCTime(milliseconds: 0) }
        guard let at else { return last + every }
        let days = Int(every.wholeMilliseconds / 86_400_000)
        // Of the selection's own day where that was before the hour: a campaign that is loaded at six is selected at seven.
        let today = CalendarDay(last, in: zone)
        let sameDay = moment(of: today, minute: at, in: zone)
        return sameDay > last ? sameDay : moment(of: today.adding(days: days), minute: at, in: zone)
    }

    /// A time that a change of clocks skips comes with the first moment after it; one that comes twice is the first.
    private func moment(of day: CalendarDay, minute: Int, in zone: TimeZone) -> UTCTime {
        let parts = DateComponents(hour: minute / 60, minute: minute % 60)
        let calendar = Calendar.gregorian(in: zone)
        let start = day.start(in: zone).date
        guard minute > 0 else { return UTCTime(start) }
        let found = calendar.nextDate(
            after: start, matching: parts, matchingPolicy: .nextTime, repeatedTimePolicy: .first)
        return UTCTime(found ?? start)
    }
}

extension ConfigurationNode {
    /// Reads `every` and `at` of a source; nil, with a complaint, where they don't go together.
    package func listSchedule() -> ListSchedule? {
        let every = self["every"].duration(in: .seconds(60) ... .seconds(400 * 86_400))
        let at = optional("at").map { $0.timeOfDay() ?? -1 }
        guard let every, at != -1 else { return nil }
        guard let schedule = ListSchedule(every: every, at: at) else {
            self["at"].refuse("A selection “at” a time of day is made every so many whole days: write “every: 1 day”.")
            return nil
        }
        return schedule
    }
}
