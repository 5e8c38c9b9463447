/// When to try again, and how often: for contacts, fax jobs and callbacks alike.
///
/// Each class of result has its own wait and its own limit, and above them stands one budget of all tries that count.
/// Limits never stack: a line that is busy, then silent, then busy is at three of the budget, whatever the rules of
/// `busy` and `noAnswer` would each still allow. A class without a rule is never tried again.
///
/// | history (budget 4; busy 10 min × 3; no answer 1 h × 2) | then |
/// | --- | --- |
/// | busy | in 10 minutes |
/// | busy, busy, busy | exhausted: busy 3 times |
/// | no answer, busy, busy, trunk trouble | by the trunk's rule; 3 of 4 are used |
/// | no answer, busy, busy, failed | exhausted: 4 tries |
package struct RetryPolicy: Hashable, Codable, Sendable {
    /// What a try came to, as far as a retry depends on it.
    package enum Result: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
        case busy
        case noAnswer
        case rejected
        case wrongNumber
        case unreachable
        case congestion
        case trunkTrouble
        case cancelled
        case failed
        case interrupted
        /// Answered, but the announcement wasn't heard to its end and no key settled the matter.
        case notHeard
        /// Answered, but not all pages went through.
        case broken
        /// Answered, but no agent talked to the person who had asked for it.
        case metNobody
    }

    package struct Rule: Hashable, Codable, Sendable {
        package let wait: Duration
        /// How many tries may end this way; with the last of them it is over.
        package let limit: Int

        package init(wait: Duration, limit: Int) {
            self.wait = wait
            self.limit = limit
        }

        /// So often that no outage of ours exhausts anybody, and yet not without end for a number that no trunk takes.
        static let ourTrouble = Rule(wait: .seconds(60), limit: mostTries)
        package static let mostTries = 1000
    }

    package enum Decision: Hashable, Sendable {
        case again(after: Duration)
        case exhausted(because: String)
    }

    /// How many tries that count there are in all.
    package let budget: Int
    /// How many of them one number may take; nil where only the budget counts.
    package let triesPerNumber: Int?
    /// After a try of one number, until another of the same contact may be tried.
    package let betweenNumbers: Duration
    /// Whether a wait after no answer goes on to the hour at which the person tends to answer.
    package let seeksBestHour: Bool
    package let rules: [Result: Rule]

    package init(
        budget: Int,
        triesPerNumber: Int? = nil,
        betweenNumbers: Duration = .seconds(10 * 60),
        seeksBestHour: Bool = false,
        rules: [Result: Rule]
    ) {
        self.budget = budget
        self.triesPerNumber = triesPerNumber
        self.betweenNumbers = betweenNumbers
        self.seeksBestHour = seeksBestHour
        self.rules = rules
    }

    /// - Parameters:
    ///   - result: what the last try came to.
    ///   - times: how many tries came to that, the last one included.
    ///   - used: how many tries counted, the last one included.
    package func decide(after result: Result, times: Int, used: Int) -> Decision {
        guard let rule = rules[result] else { return .exhausted(because: "\(result.words) is not tried again") }
        if used >= budget { return .exhausted(because: "\(used) tries of \(budget), the last: \(result.words)") }
        if times >= rule.limit { return .exhausted(because: "\(result.words) \(times) times") }
        return .again(after: rule.wait)
    }

    /// How long the other numbers of the contact rest.
    ///
    /// Where this try may have reached the person, they rest as long as it does: nobody is to be rung at home ten minutes
    /// after hanging up on the mobile.
    package func waitOfOthers(after result: Result, wait: Duration) -> Duration {
        result.mayHaveReached ? wait : min(wait, betweenNumbers)
    }

    /// Whether the next try is to go to the hour at which the person tends to answer.
    ///
    /// A short wait says that the next try is to be soon.
    package func seeksBestHour(after result: Result, wait: Duration) -> Bool {
        seeksBestHour && result == .noAnswer && wait >= .seconds(3600)
    }

    /// What a file gets that doesn't say anything else, for telephone calls to people.
    package static let contactDefault = RetryPolicy(
        budget: 4,
        seeksBestHour: true,
        rules: [
            .busy: Rule(wait: .seconds(15 * 60), limit: 3),
            .noAnswer: Rule(wait: .seconds(3 * 3600), limit: 3),
            .unreachable: Rule(wait: .seconds(6 * 3600), limit: 3),
            .notHeard: Rule(wait: .seconds(24 * 3600), limit: 2),
            .failed: Rule(wait: .seconds(3600), limit: 2),
            // It may have rung a person, who isn't to be rung again on the same day.
            .interrupted: Rule(wait: .seconds(24 * 3600), limit: 2),
            .congestion: Rule(wait: .seconds(5 * 60), limit: 12),
            .trunkTrouble: .ourTrouble,
            .cancelled: .ourTrouble,
        ]
    )

    /// The same for callbacks, which somebody asked for.
    package static let callbackDefault = RetryPolicy(
        budget: 3,
        rules: [
            .busy: Rule(wait: .seconds(10 * 60), limit: 3),
            .noAnswer: Rule(wait: .seconds(2 * 3600), limit: 3),
            .unreachable: Rule(wait: .seconds(2 * 3600), limit: 3),
            .metNobody: Rule(wait: .seconds(10 * 60), limit: 3),
            .failed: Rule(wait: .seconds(3600), limit: 2),
            .interrupted: Rule(wait: .seconds(10 * 60), limit: 2),
            .congestion: Rule(wait: .seconds(5 * 60), limit: 12),
            .trunkTrouble: .ourTrouble,
            .cancelled: .ourTrouble,
        ]
    )

    /// The same for faxes, which somebody waits for.
    package static let faxDefault = RetryPolicy(
        budget: 6,
        rules: [
            .busy: Rule(wait: .seconds(3 * 60), limit: 6),
            .noAnswer: Rule(wait: .seconds(10 * 60), limit: 3),
            .unreachable: Rule(wait: .seconds(30 * 60), limit: 3),
            .broken: Rule(wait: .seconds(2 * 60), limit: 6),
            .failed: Rule(wait: .seconds(10 * 60), limit: 3),
            .interrupted: Rule(wait: .seconds(2 * 60), limit: 6),
            .congestion: Rule(wait: .seconds(2 * 60), limit: 20),
            .trunkTrouble: .ourTrouble,
            .cancelled: .ourTrouble,
        ]
    )
}

extension RetryPolicy.Result {
    /// The outcomes that aren't an answer; nil for `answered`, where what happened afterwards decides.
    package init?(_ outcome: AttemptOutcome) {
        switch outcome {
        case .answered: return nil
        case .busy: self = .busy
        case .noAnswer: self = .noAnswer
        case .rejected: self = .rejected
        case .wrongNumber: self = .wrongNumber
        case .unreachable: self = .unreachable
        case .congestion: self = .congestion
        case .trunkTrouble: self = .trunkTrouble
        case .cancelled: self = .cancelled
        case .failed: self = .failed
        case .interrupted: self = .interrupted
        }
    }

    /// Whether the try uses up one of the budget: our own or the network's trouble doesn't.
    package var countsAgainstBudget: Bool {
        switch self {
        case .congestion, .trunkTrouble, .cancelled: false
        default: true
        }
    }

    /// Whether somebody may have taken or refused the call.
    var mayHaveReached: Bool {
        switch self {
        case .rejected, .interrupted, .notHeard, .broken, .metNobody: true
        default: false
        }
    }

    /// As a reason in a report reads.
    package var words: String {
        switch self {
        case .busy: "busy"
        case .noAnswer: "no answer"
        case .rejected: "call refused"
        case .wrongNumber: "wrong number"
        case .unreachable: "unreachable"
        case .congestion: "network congestion"
        case .trunkTrouble: "trunk trouble"
        case .cancelled: "call given up by us"
        case .failed: "call failed"
        case .interrupted: "interrupted by a restart"
        case .notHeard: "announcement not heard to the end"
        case .broken: "transmission broken"
        case .metNobody: "answered, but no agent talked"
        }
    }
}
