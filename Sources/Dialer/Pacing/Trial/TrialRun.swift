package import Campaigns

/// What one trial with one seed came to.
package struct TrialRun: Hashable, Sendable {
    package private(set) var figures = DayFigures()
    package private(set) var reached = 0
    package private(set) var left = 0
    /// Calendar days that were begun until it was done; `figures.lasted` is of these too.
    package private(set) var days = 0
    /// The share of persons who met nobody, on the day on which it was largest.
    package private(set) var worstAbandonment = 0.0
    /// When the last contact was done; nil where some are left.
    package private(set) var lastEndedAt: UTCTime?
    /// The same, but for those who met nobody and are left alone for a while.
    package private(set) var doneAt: UTCTime?
    private var lastDay: CalendarDay?

    /// - Parameter origin: second 0 of the list.
    mutating func add(_ day: DayFigures, _ hours: TrialDay, _ list: TrialList, origin: UTCTime) {
        figures.busy += day.busy
        figures.idle += day.idle
        figures.persons += day.persons
        figures.abandoned += day.abandoned
        figures.calls += day.calls
        figures.mostLines = max(figures.mostLines, day.mostLines)
        figures.unneeded += day.unneeded
        worstAbandonment = max(worstAbandonment, day.abandonment)
        (reached, left) = (list.reached, list.left)
        if left == 0 { lastEndedAt = UTCTime(milliseconds: hours.opens.milliseconds + Int64(day.lasted * 1_000)) }
        guard doneAt == nil else { return }
        figures.lasted += day.lasted
        if lastDay != hours.day { days += 1 }
        lastDay = hours.day
        let throughAt = list.throughAt.map { UTCTime(milliseconds: origin.milliseconds + Int64($0 * 1_000)) }
        doneAt = figures.abandoned == 0 ? lastEndedAt ?? throughAt : throughAt ?? lastEndedAt
    }
}
