package import Campaigns

/// That people are told that their call is recorded, before it is.
extension AgentFloor {
    /// The agent has told the customer; where all calls of the group are recorded, this one is from now on.
    package func noticeSaid(_ number: AgentNumber) throws {
        let customer = try customer(of: number)
        guard owesNotice(customer) else {
            throw AgentError(.notAllowed, "This customer need not be told that the call is recorded.")
        }
        guests[customer]?.knowsOfRecording = true
        if let group = guests[customer]?.wish.group, roster.groups[group]?.recording == .all {
            startRecording(customer, by: number)
        }
        show(number)
    }

    /// Whether the customer is still to be told.
    func owesNotice(_ customer: CustomerID) -> Bool {
        guard let guest = guests[customer], guest.asks == nil, let group = roster.groups[guest.wish.group] else {
            return false
        }
        return group.givesNotice && group.recording != .none && !guest.knowsOfRecording
    }
}

extension AgentRoster {
    /// The wish, with the notice that its group wants.
    func noticed(_ wish: AgentWish) -> AgentWish {
        var wish = wish
        if let group = groups[wish.group] { wish.tellsOfRecording = group.givesNotice && group.recording != .none }
        return wish
    }
}
