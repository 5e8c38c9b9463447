/// How a campaign grows more urgent: notice, reminder, final notice, clerk, by the age and the amount of the debt.
///
/// Each stage is heard once; who has heard the last one of today waits for the day of the next.
package struct DunningStages: Hashable, Codable, Sendable {
    package enum Kind: Hashable, Codable, Sendable {
        case announcement(Notice)
        /// Nothing is played any more: a clerk calls.
        case clerk
    }

    /// How urgent an announcement sounds.
    package enum Notice: String, Codable, CaseIterable, Sendable {
        case first = "notice"
        case reminder
        case final = "final-notice"
    }

    package struct Stage: Hashable, Codable, Sendable {
        package let kind: Kind
        /// Units: days past due.
        package let fromAge: Int
        /// An amount that brings the stage forward, whatever the age.
        package let fromAmount: Fen?

        package init(_ kind: Kind, fromAge: Int = 0, fromAmount: Fen? = nil) {
            self.kind = kind
            self.fromAge = fromAge
            self.fromAmount = fromAmount
        }
    }

    /// What there is to say to a debtor today.
    package enum Turn: Hashable, Sendable {
        case stage(Stage, number: Int)
        /// All stages of today were heard; the next one has its day.
        case later(CalendarDay)
        case allHeard
    }

    package let stages: [Stage]

    /// - Parameter stages: later ones begin at a greater age; none is a plain notice.
    package init(_ stages: [Stage] = []) { self.stages = stages.isEmpty ? [Stage(.announcement(.first))] : stages }

    /// - Parameter heard: how many stages this debtor has heard, the skipped ones included.
    package func turn(of due: Due, heard: Int, today: CalendarDay) -> Turn {
        let age = due.age(on: today)
        let reached = stages.lastIndex { stage in
            age >= stage.fromAge || stage.fromAmount.map { due.amount >= $0 } ?? false
        }
        if let reached, reached >= heard { return .stage(stages[reached], number: reached) }
        guard heard < stages.count else { return .allHeard }
        guard let since = due.since else { return .allHeard }
        return .later(since.adding(days: stages[heard].fromAge))
    }
}
