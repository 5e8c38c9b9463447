package import Campaigns

/// What happens to a call flow.
package enum CallFlowEvent: Sendable, Equatable {
    /// The leg is answered and can be heard.
    case started
    case key(TelephoneKey)
    case playbackEnded(number: Int, Heard)
    case timerFired(number: Int)
    case answered(number: Int, CallFlowAnswer)
    case agent(number: Int, AgentNews)
    /// The far end hung up, or the leg failed; how far the playback came that was going on, if any.
    case hungUp(Heard?)
}

/// What comes of the wait for an agent.
package enum AgentNews: Sendable, Hashable {
    /// As many wait before, and so long it will take, as far as can be said.
    case waits(ahead: Int, Duration?)
    case connected(AgentNumber)
    /// The agent is lost to the customer, who waits again before all others.
    case waitsAgain
    /// The agent has ended the call.
    case ended
    /// No agent of the group is at work: waiting is of no use.
    case nobody
}

/// How far a playback was sent; whether anybody listened, nobody knows.
package struct Heard: Sendable, Equatable {
    package let milliseconds: Int
    /// Pieces played to their end.
    package let pieces: Int
    package let isComplete: Bool

    package init(milliseconds: Int, pieces: Int, isComplete: Bool) {
        self.milliseconds = milliseconds
        self.pieces = pieces
        self.isComplete = isComplete
    }
}

/// The answer to a `CallFlowQuestion`.
package enum CallFlowAnswer: Sendable, Equatable {
    /// Number and password belong together; the account's own number is used from here on.
    case verified(account: PrivateNumber)
    /// Of a password: number and password don't belong together, whichever of them is wrong.
    /// Of a wish: it cannot be granted, such as a fax to a number that may not be dialled.
    case refused
    /// Too many wrong passwords lately.
    case locked
    case bill(BillSummary)
    case noBill
    case unknownAccount
    /// The wish is on disk.
    case kept
    /// It cannot be answered now: the billing file is being replaced, a database is busy.
    case unavailable
}
