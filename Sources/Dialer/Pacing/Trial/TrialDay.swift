package import Campaigns
import Foundation

/// Hours at a stretch in which a campaign calls.
package struct TrialDay: Hashable, Sendable {
    package let opens: UTCTime
    package let closes: UTCTime
    /// By the clock of the place.
    package let day: CalendarDay

    var seconds: Double { Double(closes.milliseconds - opens.milliseconds) / 1_000 }

    /// The hours that the campaign's window, the rules and the holidays leave, from the first whole ones on.
    ///
    /// - Parameters:
    ///   - most: days at most.
    /// - Returns: none where nobody may ever be called.
    package static func days(
        of campaign: CampaignDefinition, rules: CallRules, now: UTCTime, most: Int = 60
    ) -> [TrialDay] {
        let site = rules.site.clocks[0].zone
        let zone = campaign.window.zone ?? site
        let asks = TrialRules(
            engine: rules.engine, place: rules.site, purpose: campaign.purpose,
            hours: CallFacts.CampaignHours(campaign.window), origin: UTCTime(milliseconds: 0))
        let ends = campaign.ends?.time(in: site)
        let today = CalendarDay(now, in: zone)
        var from = today.start(in: zone)
        if let starts = campaign.starts?.time(in: site), starts > now {
            from = starts
        } else if let first = next(from: from, asks, zone: zone), first.opens < now {
            from = today.adding(days: 1).start(in: zone)
        }
        var days: [TrialDay] = []
        while Set(days.map(\.day)).count <= most, let found = next(from: from, asks, zone: zone) {
            if let ends, found.opens >= ends { break }
            let closes = ends.map { min($0, found.closes) } ?? found.closes
            days.append(TrialDay(opens: found.opens, closes: closes, day: CalendarDay(found.opens, in: zone)))
            from = found.closes
        }
        return days
    }

    private static let step: Int64 = 60_000

    /// Hours end with the day of their zone at the latest.
    private static func next(
        from: UTCTime, _ asks: TrialRules, zone: TimeZone
    ) -> (opens: UTCTime, closes: UTCTime)? {
        var opens = from
        switch asks.verdict(at: asks.seconds(from)) {
        case .allowed: break
        case .notNow(let until, _): opens = until
        case .never: return nil
        }
        let midnight = CalendarDay(opens, in: zone).adding(days: 1).start(in: zone)
        var closes = opens
        while closes < midnight, asks.verdict(at: asks.seconds(closes)).isAllowed {
            closes = min(midnight, UTCTime(milliseconds: closes.milliseconds + step))
        }
        return (opens, closes)
    }
}
