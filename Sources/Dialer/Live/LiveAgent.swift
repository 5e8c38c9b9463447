package import Foundation

/// An agent at work.
package struct LiveAgent: Sendable, Equatable, Codable, Identifiable {
    /// His work number.
    package var id: String
    package var name: String
    package var presence: AgentView.Presence
    /// Of a break.
    package var reason: String?
    package var activity: AgentView.Activity
    /// When he began to do what he does.
    package var since: Date
    /// Whom he has.
    package var customer: MaskedNumber?

    package init(
        id: String, name: String, presence: AgentView.Presence, reason: String? = nil, activity: AgentView.Activity,
        since: Date, customer: MaskedNumber? = nil
    ) {
        self.id = id
        self.name = name
        self.presence = presence
        self.reason = reason
        self.activity = activity
        self.since = since
        self.customer = customer
    }
}

/// Customers who wait for an agent of a group.
package struct LiveQueue: Sendable, Equatable, Codable, Identifiable {
    /// The group's name.
    package var id: String
    package var title: String
    package var waiting: Int
    /// Since when the first of them waits.
    package var since: Date?
    /// Agents who are free for the next.
    package var free: Int

    package init(id: String, title: String, waiting: Int, since: Date? = nil, free: Int) {
        self.id = id
        self.title = title
        self.waiting = waiting
        self.since = since
        self.free = free
    }
}
