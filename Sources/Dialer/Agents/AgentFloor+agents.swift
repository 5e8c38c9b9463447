package import Campaigns

/// What agents say of themselves, and do with the call that they have.
extension AgentFloor {
    package func logIn(_ number: AgentNumber) throws {
        guard !isClosing else { throw AgentError(.closing, "The dialer is being stopped; log in when it is up again.") }
        try handle(.logIn, of: number)
    }

    package func logOut(_ number: AgentNumber) throws { try handle(.logOut, of: number) }
    package func ready(_ number: AgentNumber) throws { try say(.ready, number) }

    package func takeBreak(_ number: AgentNumber, reason: String) throws {
        try say(.takeBreak(reason: reason), number)
    }

    func say(_ event: AgentMachine.Event, _ number: AgentNumber) throws {
        if let desk = desks[number], desk.machine.presence == .loggedOut {
            throw AgentError(.notAllowed, "Agent \(number) is logged out. Log in first.")
        }
        try handle(event, of: number)
    }

    /// Ends the call that he has, also where he was about to hand the customer on.
    package func endCall(_ number: AgentNumber) throws {
        _ = try customer(of: number)
        dismissAdviser(of: number)
        try handle(.endCall, of: number)
    }

    /// What came of the call is written down.
    package func endWrapUp(_ number: AgentNumber) throws { try handle(.wrapUpEnded, of: number) }

    /// Plays music to the customer until it is taken back; the agent is not heard meanwhile, and hears nothing.
    package func hold(_ number: AgentNumber, _ isHeld: Bool) throws {
        _ = try ownCustomer(of: number)
        desks[number]?.isHeld = isHeld
        wire(number)
        show(number)
    }

    /// The customer doesn't hear the agent until it is taken back.
    package func mute(_ number: AgentNumber, _ isMuted: Bool) throws {
        _ = try ownCustomer(of: number)
        desks[number]?.isMuted = isMuted
        wire(number)
        show(number)
    }

    /// Records the call from now on, where its group leaves that to its agents.
    package func record(_ number: AgentNumber) throws {
        let customer = try ownCustomer(of: number)
        guard mayRecord(customer) else {
            throw AgentError(.notAllowed, "Calls of this group are not recorded on demand.")
        }
        guard !owesNotice(customer) else {
            throw AgentError(
                .notAllowed, "Tell the customer first that the call is recorded, and say here that you did.")
        }
        startRecording(customer, by: number)
        show(number)
    }

    /// Records silence until it is taken back, such as while a card's number is said.
    package func pauseRecording(_ number: AgentNumber, _ isPaused: Bool) throws {
        let customer = try customer(of: number)
        guard guests[customer]?.recording != AgentView.Recording.none else {
            throw AgentError(.notAllowed, "This call is not being recorded.")
        }
        guests[customer]?.recording = isPaused ? .paused : .on
        recorder.yield(.pause(customer, isPaused))
        show(number)
    }

    func mayRecord(_ customer: CustomerID) -> Bool {
        guests[customer].map { roster.groups[$0.wish.group]?.recording == .onDemand } ?? false
    }

    func startRecording(_ customer: CustomerID, by number: AgentNumber) {
        guard let guest = guests[customer], guest.recording == .none, let leg = guest.leg else { return }
        guests[customer]?.recording = .on
        recorder.yield(.begin(customer, leg, guest.card, number))
    }

    /// Hands the customer on to another group or agent, before all who wait there.
    package func transfer(_ number: AgentNumber, to wish: AgentWish) throws {
        let customer = try ownCustomer(of: number)
        guard wish.agent != number, wish.agent != nil || roster.groups[wish.group] != nil else {
            throw AgentError(.notAllowed, "A customer is handed on to a group that there is, or to another agent.")
        }
        guard isServed(wish) else {
            throw AgentError(.nobodyThere, "Nobody is at work there now; the customer stays with you.")
        }
        dismissAdviser(of: number)
        guests[customer]?.onward = .queue(wish)
        try handle(.transferred, of: number)
    }
}
