/// A call that somebody asked us for.
package struct Callback: Hashable, Sendable {
    package let id: Int64
    package let number: E164
    package let account: String?
    package let language: CustomerLanguage?
    package let askedAt: UTCTime
    /// When it was asked for.
    package let dueAt: UTCTime
    /// When it is to be tried, which a retry or a rule puts off.
    package let callAt: UTCTime
    /// What about, in the words of the flow that took it.
    package let wish: String
    /// The group whose agents call; nil where it waits to be taken by hand.
    package let group: String?
    /// Who promised it.
    package let agent: AgentNumber?
    /// From when on any agent of the group will do; nil where any does from the beginning.
    package let agentUntil: UTCTime?

    /// Whose alone it is at this moment.
    package func agent(at now: UTCTime) -> AgentNumber? { agentUntil.map { now < $0 } == true ? agent : nil }
}

/// The right to call one callback now.
package struct CallbackLease: Hashable, Sendable {
    package let id: Int64
    package let callback: Callback
}

/// What the lease of a callback came to.
package enum CallbackLeaseAnswer: Hashable, Sendable {
    case leased(CallbackLease)
    case notNow(until: UTCTime, because: [RuleReason])
    /// The rules forbid it for good; the callback is withdrawn.
    case never(because: [RuleReason])
    /// Somebody else has it meanwhile, or it isn't due.
    case gone
}

/// Where a callback stands after an attempt.
package enum CallbackFate: Hashable, Sendable {
    case done
    case waits(until: UTCTime, reason: String)
    case withdrawn(reason: String)
}

package struct CallbackStatus: Hashable, Sendable {
    package enum State: String, Sendable {
        case waiting
        /// A clerk's, or being called.
        case taken
        case done
        /// Over without a talk; the reason says why.
        case withdrawn
    }

    package let callback: Callback
    package let state: State
    package let reason: String
    /// Who has it or had it: a clerk, an agent's number, `dialerd` while it is called.
    package let who: String?
    package let attemptsUsed: Int
    package let endedAt: UTCTime?
}

/// A callback that is due and that nobody has called.
package struct MissedCallback: Hashable, Sendable {
    package let callback: Callback
    package let why: String
}
