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

    /// Whom he asks, or is about to hand his customer on to.
    package struct Advice: Hashable, Codable, Sendable {
        package var agent: AgentNumber?
        /// Somebody outside, by their name in the file of agents.
        package var outside: String?
        /// The agent's name, or what people call them.
        package var title: String
        package var hasAnswered: Bool
        /// The customer is theirs as soon as they answer.
        package var handsOn = false
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
    package var isHeld: Bool
    package var isMuted: Bool
    /// He said that the talk is nearly over.
    package var isNearlyDone = false
    package var isConference: Bool
    package var recording = Recording.none
    /// What he can say came of the call; nothing before it, and once he has said it.
    package var dispositions: [DispositionChoice] = []
    /// What he said came of it, on disk.
    package var outcome: DispositionChoice?
    /// When the wrap-up ends by itself.
    package var wrapUpEnds: Date?
    /// He must say that the call is recorded, before it is.
    package var owesNotice = false
    /// In whose call he takes part.
    package var supervises: AgentNumber?
    /// What came of his last wish, where it came to nothing, such as that somebody doesn't answer or is not to be called.
    package var notice: String?
    package var advice: Advice?
    /// Who asks him for advice: the customer is that agent's.
    package var advises: AgentNumber?
    /// His call is not recorded, and may be.
    package var mayRecord = false
}
