package import Campaigns
import Telephony

/// Calls of more than two: advice, conference, attended transfer.
extension AgentFloor {
    /// Asks another agent for advice; the customer has music meanwhile.
    package func consult(_ number: AgentNumber, _ other: AgentNumber) throws {
        _ = try ownCustomer(of: number)
        guard !isAsking(number) else {
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
        desks[number]?.notice = nil
        desks[other]?.card = card
        deal(.reserve(id), to: other)
        wire(number)
        show(number)
    }

    /// Lets customer and adviser hear each other too.
    package func conference(_ number: AgentNumber) throws {
        guard adviserLeg(of: number) != nil else {
            throw AgentError(.notAllowed, "Ask somebody first, and wait for the answer: a conference is of three.")
        }
        desks[number]?.isConference = true
        wire(number)
        show(number)
    }

    /// Hands the customer to the adviser, who talks already.
    package func completeTransfer(_ number: AgentNumber) throws {
        let customer = try customer(of: number)
        if let (id, call) = outsideCall(of: number), call.course.isAdvising { return tell(.completed, id) }
        guard let adviser = adviser(of: number) else {
            throw AgentError(.notAllowed, "Ask somebody first, and hand the customer on when they have answered.")
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

    /// The customer of an agent who is nobody's adviser: what is done with her is for her own agent to do.
    func ownCustomer(of number: AgentNumber) throws -> CustomerID {
        let customer = try customer(of: number)
        if let asker = guests[customer]?.asks {
            throw AgentError(.notAllowed, "The customer is \(asker)'s, who asks you for advice.")
        }
        return customer
    }

    func isAsking(_ number: AgentNumber) -> Bool { desks[number]?.advice != nil || outsideCall(of: number) != nil }

    /// Whether the customer waits for somebody outside to answer, whom she is handed on to.
    func isHandingOn(_ number: AgentNumber) -> Bool { outsideCall(of: number)?.1.course.isHandingOn ?? false }

    /// Of who is on the line for advice, an agent or somebody outside; nil while it still rings there.
    func adviserLeg(of number: AgentNumber) -> VoiceLeg? {
        if let (_, call) = outsideCall(of: number) { return call.course.isAdvising ? call.voice?.leg : nil }
        return adviser(of: number).flatMap { desks[$0]?.voice?.leg }
    }

    /// Who is on the line for advice; nil while his telephone still rings.
    func adviser(of number: AgentNumber) -> AgentNumber? {
        guard let id = desks[number]?.advice, let adviser = guests[id]?.agent,
            desks[adviser]?.machine.activity == .talking(id)
        else { return nil }
        return adviser
    }

    func dismissAdviser(of number: AgentNumber) {
        if let (id, _) = outsideCall(of: number) { tell(.dropped, id) }
        dismissAgent(asked: number)
    }

    func dismissAgent(asked number: AgentNumber) {
        guard let id = desks[number]?.advice else { return }
        desks[number]?.advice = nil
        leave(id)
    }

    /// He has gone, by himself or not: the customer has her agent again.
    func adviserLeft(_ number: AgentNumber) {
        if desks[number]?.advice != nil { desks[number]?.notice = "The agent whom you asked has left the call." }
        desks[number]?.advice = nil
        desks[number]?.isConference = false
        wire(number)
        show(number)
    }
}
