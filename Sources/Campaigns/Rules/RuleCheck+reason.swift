extension RuleCheck {
    /// Why the rule forbids the call at `time`; asked only where it does.
    func reason(_ facts: CallFacts, at time: UTCTime, opening: Opening, _ holidays: HolidayCalendar) -> RuleReason {
        let until: UTCTime? = if case .from(let moment) = opening { moment } else { nil }
        return RuleReason(rule: rule, finding: finding(facts, at: time, holidays), until: until)
    }

    private func finding(_ facts: CallFacts, at time: UTCTime, _ holidays: HolidayCalendar) -> RuleReason.Finding {
        let clocks = facts.place.clocks
        switch rule.demand {
        case .hours(let hours): return closed(hours, clocks, at: time)
        case .ownHours: return closed(facts.ownHours ?? .always, clocks, at: time)
        case .campaignHours:
            let campaign = facts.campaignHours
            return closed(campaign?.hours ?? .always, campaign?.clock.map { [$0] } ?? clocks, at: time)
        case .holidays:
            let holiday = clocks.lazy.compactMap { holidays.holiday(at: time, at: facts.place, by: $0) }.first
            return holiday.map { .holiday($0) } ?? .hoursNeverMeet
        case .limit(let limit):
            let start = UTCTime(milliseconds: time.milliseconds - limit.within.wholeMilliseconds)
            let calls = facts.history(of: limit.subject).calls
            return .limitReached(limit, count: calls.count { $0.time > start && limit.counts($0) })
        case .doNotCall: return .listed(facts.doNotCall)
        case .consent: return .consentMissing(facts.consent)
        case .noDunning: return .inDunning
        case .debt: return facts.account == .paid ? .paid : .suspended(facts.account)
        case .numberFree, .ringing: return .inUse
        }
    }

    /// Names the zone whose clock shows no open hour.
    private func closed(_ hours: WeekHours, _ clocks: [LocalClock], at time: UTCTime) -> RuleReason.Finding {
        let clock = clocks.first { hours.opening(from: time, by: $0) != time } ?? clocks[0]
        return .closed(at: time, clock: clock, hours: hours)
    }
}
