/// A time in which an agent did one thing.
package struct AgentSpan: Hashable, Sendable {
    package enum Presence: String, Sendable {
        case ready
        case onBreak
    }

    package enum Activity: String, Codable, Sendable {
        case idle
        /// He looks at whom he may call.
        case previewing
        case reserved
        case talking
        case wrapUp
    }

    package let presence: Presence
    package let activity: Activity
    /// Of a break.
    package let reason: String?
    /// Whom he has, by the attempt or the Call-ID.
    package let customer: String?

    package init(_ presence: Presence, _ activity: Activity, reason: String? = nil, customer: String? = nil) {
        self.presence = presence
        self.activity = activity
        self.reason = presence == .onBreak ? reason ?? "no reason given" : nil
        self.customer = activity == .idle ? nil : customer ?? "unknown"
    }
}

/// A span as it is in the book.
package struct KeptAgentSpan: Hashable, Sendable {
    package let agent: AgentNumber
    package let span: AgentSpan
    package let startedAt: UTCTime
    /// Nil where it goes on.
    package let endedAt: UTCTime?
}
