/// Judges every outbound call and fax before it is dialled, wherever it was started.
///
/// Pure: the facts come in as values, the verdict is a value, and the same facts at the same moment have the same
/// verdict. Runs on: any thread.
package struct RuleEngine: Sendable {
    package let rules: RuleSet
    private let holidays: HolidayCalendar
    /// By purpose, in the order of `CallPurpose.allCases`.
    private let checks: [[RuleCheck]]

    package init(rules: RuleSet, holidays: HolidayCalendar = .none) {
        self.rules = rules
        self.holidays = holidays
        let all = RuleSet.always + rules.rules
        checks = CallPurpose.allCases.map { purpose in
            all.filter { $0.purposes.contains(purpose) }.compactMap(RuleCheck.init)
        }
    }

    package func verdict(_ facts: CallFacts, at now: UTCTime) -> Verdict {
        let checks = checks(of: facts)
        for check in checks where check.opening(facts, from: now, now: now, holidays) != .from(now) {
            return refusal(facts, checks, at: now)
        }
        return .allowed
    }

    private func checks(of facts: CallFacts) -> [RuleCheck] {
        switch facts.purpose {
        case .dunning: checks[0]
        case .service: checks[1]
        case .callback: checks[2]
        case .notification: checks[3]
        case .fax: checks[4]
        }
    }

    /// Moves on to the moment at which the last of the closed rules opens, until none is closed there.
    private func refusal(_ facts: CallFacts, _ checks: [RuleCheck], at now: UTCTime) -> Verdict {
        var reasons: [RuleReason] = []
        var moment = now
        var horizon = now.milliseconds + lookAhead
        while true {
            var next = moment
            var hopeless: [RuleReason] = []
            for check in checks {
                let opening = check.opening(facts, from: moment, now: now, holidays)
                guard opening != .from(moment) else { continue }
                let reason = check.reason(facts, at: moment, opening: opening, holidays)
                switch opening {
                case .never: hopeless.append(reason)
                case .from(let time):
                    next = max(next, time)
                    if !reasons.contains(where: { $0.rule.name == reason.rule.name }) { reasons.append(reason) }
                }
            }
            if !hopeless.isEmpty { return .never(because: hopeless) }
            if next == moment { return .notNow(until: moment, because: reasons) }
            if moment == now { horizon = next.milliseconds + lookAhead }
            moment = next
            if moment.milliseconds > horizon { return .never(because: reasons.compactMap(\.withoutHope)) }
        }
    }
}

extension RuleReason {
    /// Nil for what time has healed while the hours went by each other.
    fileprivate var withoutHope: RuleReason? {
        switch finding {
        case .closed, .holiday: RuleReason(rule: rule, finding: .hoursNeverMeet, until: nil)
        default: nil
        }
    }
}
