/// What the rules say of a call at a moment.
package enum Verdict: Hashable, Sendable {
    case allowed
    /// From `until` on all rules hold together, if nothing else happens; `because` names those that forbid it now,
    /// then those that put it off further.
    case notNow(until: UTCTime, because: [RuleReason])
    /// No time can help; something else must change first.
    case never(because: [RuleReason])

    package var isAllowed: Bool { self == .allowed }

    /// Empty where the call is allowed.
    package var reasons: [RuleReason] {
        switch self {
        case .allowed: []
        case .notNow(_, let reasons), .never(let reasons): reasons
        }
    }
}

/// A rule that forbids a call, with what it found.
package struct RuleReason: Hashable, Sendable {
    package enum Finding: Hashable, Sendable {
        /// The clock showed no open hour at the time.
        case closed(at: UTCTime, clock: LocalClock, hours: WeekHours)
        case holiday(Holiday)
        /// So many calls count at the time.
        case limitReached(Limit, count: Int)
        case listed(CallFacts.DoNotCall)
        case consentMissing(CallFacts.Consent)
        case inDunning
        case paid
        case suspended(CallFacts.Account)
        case inUse
        /// Each rule has its hours, but they never meet.
        case hoursNeverMeet
    }

    package let rule: Rule
    package let finding: Finding
    /// From when on this rule alone would allow the call; nil where it never would.
    package let until: UTCTime?
}
