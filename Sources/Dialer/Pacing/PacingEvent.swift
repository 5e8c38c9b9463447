/// What the engine is told of agents.
package enum PacingAgentState: Hashable, Sendable {
    case idle
    case talking
    /// They said in a call that it is nearly over.
    case nearlyDone
    /// - Parameter limit: seconds from its beginning after which it ends by itself; nil for none.
    case wrapUp(limit: Double? = nil)
    /// On a break or gone: never counted on.
    case away
}

/// What the engine is told of calls.
package enum PacingCallState: Hashable, Sendable {
    /// - Parameters:
    ///   - weight: how likely a person is reached, beside the usual call's 1.
    ///   - isOwn: false where it is another campaign's, which has the same agents and a budget of its own.
    case placed(weight: Double = 1, isOwn: Bool = true)
    case ringing
    case answered
    /// A person, who wants an agent.
    case person
    case connected
    /// The person met nobody in time.
    case abandoned
    /// Over without a person.
    case failed
    /// Over after a talk or a message, or given up by us.
    case ended
}
