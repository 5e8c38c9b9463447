package import Campaigns
package import Foundation

/// What one agent's page shows at a moment.
package struct AgentView: Hashable, Codable, Sendable {
    package enum Presence: String, Codable, Sendable {
        case loggedOut, ready, onBreak
    }

    package typealias Activity = AgentSpan.Activity

    package enum Phone: String, Codable, Sendable {
        case down, ringing, up
    }

    package enum Recording: String, Codable, Sendable {
        case none, on, paused
    }

    /// What happens with whom he is shown.
    package struct Preview: Hashable, Codable, Sendable {
        package let until: Date
        /// If he says nothing by then.
        package let then: CampaignDefinition.Agents.Preview.Then
    }

    package let number: AgentNumber
    package let name: String
    package var presence: Presence
    /// Of a break.
    package var reason: String?
    /// What he said during the call, which holds from its end.
    package var next: Presence?
    package var activity: Activity
    package var phone: Phone
    /// Since when he does what he does.
    package var since: Date
    /// Whom he is about to talk to, talks to, or has talked to.
    package var customer: CustomerCard?
    /// While he looks at somebody whom he may call.
    package var preview: Preview?
    /// Why nobody was called whom he wanted to call.
    package var notice: String?
    package var isHeld: Bool
    package var isMuted: Bool
    package var isConference: Bool
    package var recording = Recording.none
    /// What he can say came of the call; nothing before it, and once he has said it.
    package var dispositions: [DispositionChoice] = []
    /// What he said came of it, on disk.
    package var outcome: DispositionChoice?
    /// When the wrap-up ends by itself.
    package var wrapUpEnds: Date?
    /// In whose call he takes part.
    package var supervises: AgentNumber?
}
