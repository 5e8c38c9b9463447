package import Foundation

/// What a report is to be about.
package struct ReportQuestion: Hashable, Sendable {
    package enum Grouping: String, CaseIterable, Sendable {
        case hour
        case day
        case month
        case campaign
        case outcome
    }

    /// All campaigns, faxes and calls to 170 where nil.
    package let campaign: String?
    package let firstDay: CalendarDay
    /// This day included.
    package let lastDay: CalendarDay
    /// One row for all where nil.
    package let grouping: Grouping?
    /// Whose days and hours are meant.
    package let zone: TimeZone

    /// Throws: `invalidRequest` where the days are in the wrong order, or more than ten years.
    package init(
        campaign: String? = nil, from firstDay: CalendarDay, to lastDay: CalendarDay, by grouping: Grouping? = nil,
        in zone: TimeZone
    ) throws(CampaignsError) {
        guard firstDay <= lastDay else {
            throw CampaignsError(.invalidRequest, "A report can't end on \(lastDay) and begin on \(firstDay).")
        }
        guard firstDay.days(until: lastDay) <= 3_660 else {
            throw CampaignsError(.invalidRequest, "A report from \(firstDay) to \(lastDay) is longer than ten years.")
        }
        (self.campaign, self.firstDay, self.lastDay) = (campaign, firstDay, lastDay)
        (self.grouping, self.zone) = (grouping, zone)
    }

    /// The moments that count, the last one not included.
    var period: Range<UTCTime> { firstDay.start(in: zone)..<lastDay.adding(days: 1).start(in: zone) }
}

/// Names the stretches of local time that moments lie in.
///
/// A repeated hour in autumn is two hours, which their distance from UTC tells apart.
struct ReportCalendar {
    let clock: LocalClock

    init(_ zone: TimeZone) { clock = LocalClock(zone) }

    func label(_ time: UTCTime, by grouping: ReportQuestion.Grouping) -> String {
        let local = clock.local(time)
        let day = CalendarDay(local, in: .gmt)
        switch grouping {
        case .month: return "\(day.billingMonth)"
        case .hour:
            let hour = local.milliseconds / 3_600_000 % 24
            return String(format: "%@T%02d:00%@", "\(day)", hour, offset(at: time))
        case .day, .campaign, .outcome: return "\(day)"
        }
    }

    private func offset(at time: UTCTime) -> String {
        let minutes = clock.span(at: time).offset / 60_000
        return String(
            format: "%@%02d:%02d", minutes < 0 ? "-" : "+", abs(minutes) / 60, abs(minutes) % 60)
    }

    /// Every day or month of the period, so that a chart has no gap; nothing for what isn't one after the other.
    func labels(_ question: ReportQuestion) -> [String] {
        let days = (0...question.firstDay.days(until: question.lastDay)).map { question.firstDay.adding(days: $0) }
        switch question.grouping {
        case .day: return days.map(\.description)
        case .month: return Set(days.map { $0.billingMonth.description }).sorted()
        case .hour, .campaign, .outcome, nil: return []
        }
    }
}
