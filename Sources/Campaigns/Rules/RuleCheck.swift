/// A rule made ready to be asked often.
///
/// A class, because handing it on copies nothing.
final class RuleCheck: Sendable {
    /// When a rule allows the call.
    enum Opening: Equatable {
        /// From here on: the moment that was asked about, where it is allowed there.
        case from(UTCTime)
        case never
    }

    let rule: Rule
    /// Units: milliseconds; what the rule's duration is, if it has one.
    private let length: Int64

    /// Nil for a rule that says nothing about the moment.
    init?(_ rule: Rule) {
        self.rule = rule
        switch rule.demand {
        case .ringing: return nil
        case .limit(let limit): length = limit.within.wholeMilliseconds
        case .noDunning(let wait), .numberFree(let wait): length = wait.wholeMilliseconds
        default: length = 0
        }
    }

    /// The first moment from `time` on at which this rule allows the call.
    ///
    /// - Parameter now: the moment of the facts; `time` is that or later.
    func opening(_ facts: CallFacts, from time: UTCTime, now: UTCTime, _ holidays: HolidayCalendar) -> Opening {
        guard facts.place.isUnder(rule.regions) else { return .from(time) }
        switch rule.demand {
        case .hours(let hours): return common(facts.place.clocks, from: time) { hours.opening(from: $0, by: $1) }
        case .ownHours:
            guard let hours = facts.ownHours else { return .from(time) }
            return common(facts.place.clocks, from: time) { hours.opening(from: $0, by: $1) }
        case .campaignHours:
            guard let campaign = facts.campaignHours else { return .from(time) }
            let clocks = campaign.clock.map { [$0] } ?? facts.place.clocks
            return common(clocks, from: time) { campaign.hours.opening(from: $0, by: $1) }
        case .holidays:
            return common(facts.place.clocks, from: time) { holidays.opening(from: $0, at: facts.place, by: $1) }
        case .limit(let limit):
            let freeing = limit.freeing(of: facts.history(of: limit.subject), at: time, length: length)
            return .from(freeing ?? time)
        case .doNotCall: return facts.doNotCall == .notListed ? .from(time) : .never
        case .consent:
            guard case .given(let until) = facts.consent, until.map({ time < $0 }) ?? true else { return .never }
            return .from(time)
        case .noDunning: return facts.isInDunning ? .from(max(time, later(than: now))) : .from(time)
        case .numberFree: return facts.isNumberInUse ? .from(max(time, later(than: now))) : .from(time)
        case .debt:
            switch facts.account {
            case .owes: return .from(time)
            case .paid: return .never
            case .promised(let until), .claimedPaid(let until): return .from(max(time, until))
            }
        case .ringing: return .from(time)
        }
    }

    private func later(than now: UTCTime) -> UTCTime { UTCTime(milliseconds: now.milliseconds + length) }

    /// The first moment that suits every one of the zones that somebody may be in.
    private func common(
        _ clocks: [LocalClock],
        from time: UTCTime,
        _ opening: (UTCTime, LocalClock) -> UTCTime?
    ) -> Opening {
        if clocks.count == 1 { return opening(time, clocks[0]).map { .from($0) } ?? .never }
        var moment = time
        var settled = 0
        var index = 0
        while settled < clocks.count {
            guard let next = opening(moment, clocks[index]), next.milliseconds <= time.milliseconds + lookAhead else {
                return .never
            }
            settled = next == moment ? settled + 1 : 1
            moment = next
            index = (index + 1) % clocks.count
        }
        return .from(moment)
    }
}
