/// One agent: what he says, what the system does with him, and his telephone, as a value without I/O.
///
/// A customer who is brought to an agent is his alone until `release` says what becomes of her: whatever happens to either,
/// each `reserve` that was taken is followed by exactly one of them.
struct AgentMachine: Sendable {
    /// What the agent says of himself.
    enum Presence: Hashable, Sendable {
        case loggedOut
        case ready
        case onBreak(reason: String)
    }

    /// What the system does with him.
    enum Activity: Hashable, Sendable {
        case idle
        /// He looks at somebody whom he may call.
        case previewing(CustomerID)
        /// A customer is on her way; in `rungEachTime` the telephone rings.
        case reserved(CustomerID)
        case talking(CustomerID)
        /// The call is over, and what came of it is written down.
        case wrapUp(CustomerID)
    }

    enum PhoneMode: Sendable {
        /// Up from login to logout: a tone announces the customer.
        case heldOpen
        case rungEachTime
    }

    typealias Phone = AgentView.Phone

    enum PhoneEnd: Hashable, Sendable {
        /// The handset was put down.
        case hungUp
        case notAnswered
        /// It vanished: nothing more came of it, or its network says so.
        case lost
    }

    enum Event: Sendable {
        case logIn
        case ready
        case takeBreak(reason: String)
        case logOut
        /// Logged out as soon as he has nobody, also nobody who is being called for him.
        case logOutWhenDone
        case phoneAnswered
        case phoneEnded(PhoneEnd)
        /// Somebody is to talk to him; taken only where he `isAvailable`.
        ///
        /// - Parameter isOnLine: false while she is still being called: `customerAnswered` follows.
        case reserve(CustomerID, isOnLine: Bool = true)
        /// He is shown somebody whom he may call; taken only where he `isAvailable`, or by hand `mayDial`.
        case preview(CustomerID, byHand: Bool = false)
        /// Whom he was shown is called.
        case previewCalled
        case customerAnswered(CustomerID)
        /// He takes somebody who is on the line with another agent, in place of whom he has; his telephone is up.
        case take(CustomerID)
        /// Somebody who is on the line takes the place of whom he is reserved for, who rings still.
        case takeInstead(CustomerID)
        case customerEnded(CustomerID)
        /// He ends the call.
        case endCall
        /// The customer has gone on to somebody else.
        case transferred
        /// What came of the call is written down, or the time for it is over.
        case wrapUpEnded
    }

    enum Action: Hashable, Sendable {
        case ringPhone
        case hangUpPhone
        /// Lets both hear each other.
        case connect(CustomerID)
        case release(CustomerID, Release)
        case startWrapUp(CustomerID)
        /// What the person says, or what the system does, is another now.
        case changed
    }

    /// What becomes of a customer who was an agent's.
    enum Release: Hashable, Sendable {
        /// Somebody else must take her, before all who wait.
        case handOn
        /// Her call is ended by the agent.
        case hangUp
        /// She has gone, by herself or to somebody else.
        case gone
    }

    /// Breaks that the system puts him on, so that nobody else is brought to a telephone that isn't there.
    static let phoneDidNotAnswer = "the telephone was not answered"
    static let phoneWasLost = "the telephone was lost"

    private let mode: PhoneMode
    private(set) var presence = Presence.loggedOut
    private(set) var activity = Activity.idle
    private(set) var phone = Phone.down
    /// What he said while a call kept him from it.
    private(set) var presenceAfterCall: Presence?

    init(_ mode: PhoneMode) { self.mode = mode }

    /// Whether a customer can be brought to him now.
    var isAvailable: Bool {
        presence == .ready && activity == .idle && (mode == .rungEachTime ? phone == .down : phone == .up)
    }

    /// Whether he can choose somebody to call, ready or on a break.
    var mayDial: Bool {
        presence != .loggedOut && activity == .idle && (mode == .rungEachTime ? phone == .down : phone == .up)
    }

    mutating func handle(_ event: Event) -> [Action] {
        let (before, deed) = ((presence, activity), actions(for: event))
        return deed + ((presence, activity) == before ? [] : [.changed])
    }

    private mutating func actions(for event: Event) -> [Action] {
        switch event {
        case .logIn: return logIn()
        case .ready: return say(.ready)
        case .takeBreak(let reason): return say(.onBreak(reason: reason))
        case .logOut: return say(.loggedOut)
        case .logOutWhenDone:
            switch activity {
            case .idle, .previewing, .wrapUp: return say(.loggedOut)
            case .reserved, .talking:
                presenceAfterCall = .loggedOut
                return []
            }
        case .phoneAnswered: return phoneAnswered()
        case .phoneEnded(let end): return phoneEnded(end)
        case .reserve(let customer, let isOnLine): return reserve(customer, isOnLine: isOnLine)
        case .preview(let customer, let isByHand):
            guard isByHand ? mayDial : isAvailable else { return [.release(customer, .handOn)] }
            activity = .previewing(customer)
            return []
        case .previewCalled:
            guard case .previewing(let customer) = activity else { return [] }
            activity = .reserved(customer)
            return []
        case .customerAnswered(let customer):
            guard activity == .reserved(customer), phone != .ringing else { return [] }
            return bring(customer)
        case .take(let customer): return take(customer)
        case .takeInstead(let customer):
            guard case .reserved(let other) = activity, phone != .ringing, other != customer else {
                return [.release(customer, .handOn)]
            }
            activity = .reserved(customer)
            return [.release(other, .gone)] + bring(customer)
        case .customerEnded(let customer):
            guard [.previewing(customer), .reserved(customer), .talking(customer)].contains(activity) else { return [] }
            return leave(.gone)
        case .endCall: return leave(.hangUp)
        case .transferred: return leave(.gone)
        case .wrapUpEnded:
            guard case .wrapUp = activity else { return [] }
            return becomeIdle()
        }
    }

    // MARK: What he says

    private mutating func logIn() -> [Action] {
        guard presence == .loggedOut else { return [] }
        // He says himself when he is ready.
        presence = .onBreak(reason: "logged in")
        guard mode == .heldOpen, phone == .down else { return [] }
        phone = .ringing
        return [.ringPhone]
    }

    private mutating func say(_ next: Presence) -> [Action] {
        guard presence != .loggedOut else { return [] }
        switch activity {
        case .idle:
            presence = next
            return next == .loggedOut ? dropPhone() : raisePhone()
        case .previewing(let customer) where next != .ready, .reserved(let customer) where next != .ready:
            // Not yet connected: she need not hear that he goes.
            activity = .idle
            presence = next
            return [.release(customer, .handOn)] + (next == .loggedOut || mode == .rungEachTime ? dropPhone() : [])
        case .wrapUp where next == .loggedOut:
            activity = .idle
            presence = next
            return dropPhone()
        case .previewing, .reserved, .talking, .wrapUp:
            // The call is talked to its end.
            presenceAfterCall = next
            return []
        }
    }

    // MARK: The telephone

    /// A telephone that was lost is rung again when its agent says that he is there.
    private mutating func raisePhone() -> [Action] {
        guard mode == .heldOpen, phone == .down, presence == .ready else { return [] }
        phone = .ringing
        return [.ringPhone]
    }

    private mutating func dropPhone() -> [Action] {
        guard phone != .down else { return [] }
        phone = .down
        return [.hangUpPhone]
    }

    private mutating func phoneAnswered() -> [Action] {
        // An answer may cross our hanging up.
        guard phone != .down else { return [.hangUpPhone] }
        phone = .up
        guard case .reserved(let customer) = activity else { return [] }
        activity = .talking(customer)
        return [.connect(customer)]
    }

    private mutating func phoneEnded(_ end: PhoneEnd) -> [Action] {
        guard phone != .down else { return [] }
        phone = .down
        let reason = end == .notAnswered ? Self.phoneDidNotAnswer : Self.phoneWasLost
        switch activity {
        case .talking where mode == .rungEachTime && end == .hungUp: return leave(.hangUp)
        case .previewing(let customer), .reserved(let customer), .talking(let customer):
            activity = .idle
            presence = presenceAfterCall.take() ?? .onBreak(reason: reason)
            if presence == .ready { presence = .onBreak(reason: reason) }
            return [.release(customer, .handOn)]
        case .idle, .wrapUp:
            guard mode == .heldOpen, presence == .ready else { return [] }
            presence = .onBreak(reason: reason)
            return []
        }
    }

    // MARK: Customers

    private mutating func reserve(_ customer: CustomerID, isOnLine: Bool) -> [Action] {
        guard isAvailable else { return [.release(customer, .handOn)] }
        activity = .reserved(customer)
        return isOnLine ? bring(customer) : []
    }

    private mutating func bring(_ customer: CustomerID) -> [Action] {
        guard mode == .rungEachTime else {
            activity = .talking(customer)
            return [.connect(customer)]
        }
        phone = .ringing
        return [.ringPhone]
    }

    private mutating func take(_ customer: CustomerID) -> [Action] {
        guard phone == .up else { return [.release(customer, .handOn)] }
        switch activity {
        case .idle:
            activity = .talking(customer)
            return [.connect(customer)]
        case .talking(let other) where other != customer:
            activity = .talking(customer)
            return [.release(other, .gone), .connect(customer)]
        case .talking: return []
        case .previewing, .reserved, .wrapUp: return [.release(customer, .handOn)]
        }
    }

    private mutating func leave(_ release: Release) -> [Action] {
        switch activity {
        case .idle, .wrapUp: return []
        case .previewing(let customer), .reserved(let customer):
            // Nobody talked: there is nothing to write down, and no telephone rings for somebody who has gone.
            return [.release(customer, release)] + becomeIdle()
        case .talking(let customer):
            activity = .wrapUp(customer)
            let drop = mode == .rungEachTime ? dropPhone() : []
            return [.release(customer, release)] + drop + [.startWrapUp(customer)]
        }
    }

    private mutating func becomeIdle() -> [Action] {
        activity = .idle
        let drop = mode == .rungEachTime ? dropPhone() : []
        guard let next = presenceAfterCall.take() else { return drop }
        presence = next
        return drop + (next == .loggedOut ? dropPhone() : raisePhone())
    }
}

/// One customer on the line, in whatever call flow or queue.
package struct CustomerID: Hashable, Sendable {
    let number: Int64
}
