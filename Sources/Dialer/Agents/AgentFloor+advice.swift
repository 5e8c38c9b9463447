package import Campaigns

/// Calls of more than two: advice, conference, attended transfer.
extension AgentFloor {
    /// Asks another agent for advice; the customer has music meanwhile.
    package func consult(_ number: AgentNumber, _ other: AgentNumber) throws {
        _ = try customer(of: number)
        guard desks[number]?.advice == nil else {
            throw AgentError(.notAllowed, "You ask somebody already; end that first.")
        }
        guard other != number, let adviser = desks[other], adviser.machine.isAvailable else {
            throw AgentError(.nobodyThere, "Agent \(other) is not free just now.")
        }
        let id = nextCustomer()
        let card = desks[number]?.card
        guests[id] = Guest(
            wish: AgentWish(group: "", agent: other),
            card: card ?? CustomerCard(kind: .campaign, call: "advice", title: "", number: ""),
            agent: other, asks: number, since: now())
        desks[number]?.advice = id
        desks[other]?.card = card
        deal(.reserve(id), to: other)
        wire(number)
        show(number)
    }

    /// Lets customer and adviser hear each other too.
    package func conference(_ number: AgentNumber) throws {
        guard adviser(of: number) != nil else {
            throw AgentError(.notAllowed, "Ask another agent first: a conference is of three.")
        }
        desks[number]?.isConference = true
        wire(number)
        show(number)
    }

    /// Hands the customer to the adviser, who talks already.
    package func completeTransfer(_ number: AgentNumber) throws {
        let customer = try customer(of: number)
        guard let adviser = adviser(of: number) else {
            throw AgentError(.notAllowed, "Ask another agent first, and hand the customer on when he has answered.")
        }
        desks[number]?.advice = nil
        guests[customer]?.onward = .agent(adviser)
        try handle(.transferred, of: number)
    }

    /// Back to the customer alone.
    package func endConsultation(_ number: AgentNumber) throws {
        _ = try customer(of: number)
        dismissAdviser(of: number)
    }

    /// Who is on the line for advice; nil while his telephone still rings.
    func adviser(of number: AgentNumber) -> AgentNumber? {
        guard let id = desks[number]?.advice, let adviser = guests[id]?.agent,
            desks[adviser]?.machine.activity == .talking(id)
        else { return nil }
        return adviser
    }

    func dismissAdviser(of number: AgentNumber) {
        guard let id = desks[number]?.advice else { return }
        leave(id)
    }

    /// He has gone, by himself or not: the customer has her agent again.
    func adviserLeft(_ number: AgentNumber) {
        desks[number]?.advice = nil
        desks[number]?.isConference = false
        wire(number)
        show(number)
    }
}
