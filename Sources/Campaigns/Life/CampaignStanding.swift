package import Foundation

/// Why a campaign has something to dial now, or has not: what each of its contacts waits for, with counts.
package struct CampaignStanding: Hashable, Codable, Sendable {
    /// What contacts wait for.
    package struct Wait: Hashable, Codable, Sendable {
        package enum Cause: String, Codable, Sendable {
            /// For a free line.
            case due
            /// For the next try, or the day of the next stage.
            case retry
            /// For a rule to allow it; `rule` names it.
            case rule
            /// For the billing file to come back, or another fault of ours; `example` says of one what it was.
            case trouble
            /// For somebody to approve of the pilot.
            case pilot
        }

        package let cause: Cause
        package let rule: String?
        package let count: Int
        /// When the first of them is due.
        package let next: UTCTime?
        package let example: String?

        init(_ cause: Cause, rule: String? = nil, count: Int, next: UTCTime? = nil, example: String? = nil) {
            (self.cause, self.rule, self.count, self.next, self.example) = (cause, rule, count, next, example)
        }
    }

    /// What contacts stand under in `heldBy` that wait because something was out of order.
    static let trouble = "trouble"

    package let campaign: String
    package let state: CampaignLife.State
    package let at: UTCTime
    /// Where times are told: the campaign's zone, else the site's.
    package let zone: TimeZone
    package let startsAt: UTCTime?
    package let endsAt: UTCTime?
    /// When its contacts were last selected, and by its schedule are to be again.
    package let selectedAt: UTCTime?
    package let nextSelectionAt: UTCTime?
    /// When the campaign's own hours begin again; nil within them, or where they are each called party's own.
    package let closedUntil: UTCTime?
    /// The most urgent first.
    package let waits: [Wait]
    /// Being called now.
    package let leased: Int
    package let done: Int
    package let pilot: Pilot?

    /// The first contacts of a campaign, after which somebody is to approve of the rest.
    package struct Pilot: Hashable, Codable, Sendable {
        package let size: Int
        /// So many were called, or are being called.
        package let taken: Int
        package let isApproved: Bool
        /// What became of those that are done, by their state.
        package let ended: [ContactEnd: Int]
        package let attempts: [AttemptOutcome: Int]
    }

    package var waiting: Int { waits.reduce(0) { $0 + $1.count } }
}
