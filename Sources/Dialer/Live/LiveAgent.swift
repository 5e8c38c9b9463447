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
    package var phone: AgentView.Phone
    /// His groups, and how good he is in each.
    package var groups: [String: Int]
    /// In whose call he takes part.
    package var supervises: String?

    package init(
        id: String, name: String, presence: AgentView.Presence, reason: String? = nil, activity: AgentView.Activity,
        since: Date, customer: MaskedNumber? = nil, phone: AgentView.Phone = .down, groups: [String: Int] = [:],
        supervises: String? = nil
    ) {
        self.id = id
        self.name = name
        self.presence = presence
        self.reason = reason
        self.activity = activity
        self.since = since
        self.customer = customer
        self.phone = phone
        self.groups = groups
        self.supervises = supervises
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
    /// How long who comes next will wait; nil where nobody can say.
    ///
    /// Units: seconds.
    package var expectedWait: Int?

    package init(
        id: String, title: String, waiting: Int, since: Date? = nil, free: Int, expectedWait: Int? = nil
    ) {
        self.id = id
        self.title = title
        self.waiting = waiting
        self.since = since
        self.free = free
        self.expectedWait = expectedWait
    }
}
