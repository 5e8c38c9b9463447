/// When a person tends to answer, by their own past calls.
///
/// Each hour of the day gets the share of calls around it that were answered; hours that weren't tried count as
/// average. So after an answer the same hour comes first, and after none the hours that weren't tried.
package struct BestHour: Sendable {
    /// Answered and all calls near each hour, those an hour away at half weight.
    private var answered = [Double](repeating: 0, count: 24)
    private var tried = [Double](repeating: 0, count: 24)

    /// Nil where there is no history.
    ///
    /// Calls that the person asked for say nothing about when they like to answer.
    package init?(_ history: CallHistory, by clock: LocalClock) {
        let calls = history.calls.filter { CallPurposes.unasked.contains($0.purpose) }
        if calls.isEmpty { return nil }
        for call in calls {
            let hour = clock.hour(at: call.time)
            for (near, weight) in [(hour, 1.0), ((hour + 1) % 24, 0.5), ((hour + 23) % 24, 0.5)] {
                tried[near] += weight
                if call.standing != .attempted { answered[near] += weight }
            }
        }
    }

    /// From 0 to 1: the guess that a call at this hour of the day is answered.
    ///
    /// Two calls' worth of a third stand in for what isn't known yet.
    package func chance(at hour: Int) -> Double { (answered[hour] + 2.0 / 3) / (tried[hour] + 2) }
}

/// Units: milliseconds.
private let hourLength: Int64 = 3_600_000

extension RuleEngine {
    /// The moment within the next day at which a call is allowed and most likely answered; nil where the person has no
    /// history or no call is allowed within a day.
    ///
    /// Of hours that promise the same the earliest goes first.
    package func bestMoment(_ facts: CallFacts, from now: UTCTime) -> UTCTime? {
        guard let clock = facts.place.clocks.first, let best = BestHour(facts.toPerson, by: clock) else { return nil }
        // An attempt that rings now says nothing about the hours to come.
        var facts = facts
        facts.isNumberInUse = false
        var choice: (moment: UTCTime, chance: Double)?
        var moment = now
        let end = now.milliseconds + dayLength
        while moment.milliseconds < end {
            switch verdict(facts, at: moment) {
            case .never: return choice?.moment
            case .notNow(let until, _): moment = until
            case .allowed:
                let inDay = clock.local(moment).milliseconds.modulo(dayLength)
                let chance = best.chance(at: Int(inDay / hourLength))
                if chance > choice?.chance ?? 0 { choice = (moment, chance) }
                moment = UTCTime(milliseconds: moment.milliseconds + hourLength - inDay.modulo(hourLength))
            }
        }
        return choice?.moment
    }
}
