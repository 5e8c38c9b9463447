/// What finished attempts have in common in one row of the tally.
package struct AttemptClass: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case contact
        case fax
        case callback
    }

    package let kind: Kind
    package let outcome: AttemptOutcome
    package let answeredBy: AnsweredBy?
    package let wasPlayedToEnd: Bool
    package let isAbandoned: Bool
}

/// Units: counts.
package struct AttemptCounts: Hashable, Sendable {
    package var attempts: Int64 = 0
    package var rang: Int64 = 0
    /// Those that were the first to reach their contact.
    package var reached: Int64 = 0

    static func += (left: inout AttemptCounts, right: AttemptCounts) {
        left.attempts += right.attempts
        left.rang += right.rang
        left.reached += right.reached
    }
}

/// Everything that figures are made of, of one row of a report.
package struct ReportCounts: Hashable, Sendable {
    struct HappeningKind: Hashable, Sendable {
        let happening: Happening
        let kind: String
    }

    struct CallKind: Hashable, Sendable {
        /// `contact`, `fax`, `callback` or `enquiry`.
        let kind: String
        let outcome: String
    }

    var attempts: [AttemptClass: AttemptCounts] = [:]
    var happenings: [HappeningKind: Int64] = [:]
    var calls: [CallKind: CallSums] = [:]
    /// Whether somebody had the key that opens durations and charges.
    var areCallsOpen = true

    package init() {}

    static func += (left: inout ReportCounts, right: ReportCounts) {
        for (key, counts) in right.attempts { left.attempts[key, default: AttemptCounts()] += counts }
        for (key, count) in right.happenings { left.happenings[key, default: 0] += count }
        for (key, sums) in right.calls { left.calls[key, default: CallSums()] += sums }
        left.areCallsOpen = left.areCallsOpen && right.areCallsOpen
    }
}
