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
    package var isHeld: Bool
    package var isMuted: Bool
    package var isConference: Bool
    package var recording = Recording.none
    /// In whose call he takes part.
    package var supervises: AgentNumber?
    /// What came of his last wish, such as that somebody doesn't answer.
    package var notice: String?
    package var advice: Advice?
    /// Who asks him for advice: the customer is that agent's.
    package var advises: AgentNumber?
    /// His call is not recorded, and may be.
    package var mayRecord = false
}
