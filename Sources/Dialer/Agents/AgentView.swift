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
    /// He must say that the call is recorded, before it is.
    package var owesNotice = false
    /// In whose call he takes part.
    package var supervises: AgentNumber?
}
