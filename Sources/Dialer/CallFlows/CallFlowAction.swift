package import Campaigns

/// What a call flow wants done.
package enum CallFlowAction: Sendable, Equatable {
    /// Play the pieces one after another without a gap. A key doesn't stop them by itself: `stopPlayback` follows.
    case play(number: Int, [SpokenPiece])
    case stopPlayback
    case startTimer(number: Int, Duration)
    case cancelTimer(number: Int)
    case ask(number: Int, CallFlowQuestion)
    /// Waits for an agent, until `leaveQueue`; what comes of it is told by `.agent` events of the same number.
    case seekAgent(number: Int, AgentWish)
    case leaveQueue(number: Int)
    case note(CallNote)
    case hangUp
}

/// What a call flow wants to know, or to be kept; exactly one `CallFlowAnswer` is due.
package enum CallFlowQuestion: Sendable, Equatable {
    case verify(PrivateNumber, password: Secret)
    /// - Parameter month: The latest bill where nil.
    case bill(account: PrivateNumber, month: BillingMonth?)
    /// Answered only when it is on disk, because only then is the caller told so. After `unavailable` the caller may ask
    /// for the same again, so that keeping one wish twice in a call must be as good as once. It is kept even if the
    /// caller has hung up meanwhile.
    case keep(CallerWish)
}

/// What the person asked for with keys.
package enum CallerWish: Sendable, Hashable {
    case promise(CalendarDay)
    case alreadyPaid
    case doNotCall
    /// A clerk is to call back; the number is that of the call.
    case callback
    /// - Parameter month: The latest bill where nil.
    case billByFax(to: PrivateNumber, account: PrivateNumber, month: BillingMonth?)
}

/// What kind of agent a customer is to talk to.
package struct AgentWish: Sendable, Hashable {
    package let group: String
    /// The higher the sooner.
    package var priority: Int
    /// Only this one.
    package var agent: AgentNumber?
    /// A dialogue tells her first that the call is recorded; where it is done, she knows.
    package var tellsOfRecording = false

    package init(group: String, priority: Int = 0, agent: AgentNumber? = nil) {
        self.group = group
        self.priority = priority
        self.agent = agent
    }
}

/// What is worth writing into the call's record; nothing is waited for.
package enum CallNote: Sendable, Equatable {
    case language(CustomerLanguage)
    case announcement(AnnouncementHeard)
    /// Who talked to the customer.
    case agent(AgentNumber)
    /// A person answered, and nobody was there for them in time.
    case abandoned
    case ended(CallFlowEnd)
}

/// How far one playing of the announcement went.
///
/// It never says that a person heard it.
package struct AnnouncementHeard: Sendable, Equatable {
    /// 1 for the first playing in the call.
    package let playing: Int
    package let language: CustomerLanguage
    package let milliseconds: Int
    /// Pieces played to their end, of so many.
    package let pieces: Int
    package let of: Int
    package let isComplete: Bool
}

/// Why the flow came to its end.
package enum CallFlowEnd: String, Sendable {
    /// All that was wanted was done.
    case finished
    /// No key any more.
    case silence
    case tooManyErrors = "too-many-errors"
    case wrongPassword = "wrong-password"
    case locked
    /// The other side hung up.
    case hungUp = "hung-up"
}
