import Campaigns

/// Agents for people who are still to be called, and for whom an agent is worth waiting for.
extension AgentFloor {
    /// Who is logged in, on a break or not.
    struct AtWork: Sendable {
        /// How many agents of each group.
        var groups: [String: Int] = [:]
        var agents: Set<AgentNumber> = []
    }

    var atWork: AtWork {
        var atWork = AtWork()
        for desk in desks.values where desk.machine.presence != .loggedOut {
            atWork.agents.insert(desk.agent.number)
            for group in desk.skills.keys { atWork.groups[group, default: 0] += 1 }
        }
        return atWork
    }

    /// Reserves an agent for somebody who is to be called, as soon as it is her turn among all who wait.
    ///
    /// The one element says that he is reserved; without it the stream ends where nobody is left who could be, or by
    /// `giveUp`. `leave` follows in any case, and before it `wait`, where she answers.
    func reserve(_ wish: AgentWish, _ card: CustomerCard) -> (id: CustomerID, reserved: AsyncStream<AgentNumber>) {
        let (reserved, continuation) = AsyncStream.makeStream(of: AgentNumber.self)
        let id = nextCustomer()
        guests[id] = Guest(wish: wish, card: card, reservation: continuation, since: now())
        queue(id, for: wish)
        return (id, reserved)
    }

    /// She is about to be rung: shows the agent who is reserved for her whom he is about to have.
    func present(_ card: CustomerCard, to id: CustomerID) {
        pooled[id]?.isRung = true
        guard let agent = guests[id]?.agent else { return }
        guests[id]?.card = card
        desks[agent]?.card = card
        show(agent)
    }

    /// Ends the wait of somebody for whom no agent is reserved yet; does nothing afterwards.
    func giveUp(_ id: CustomerID) { if guests[id]?.reservation != nil { leave(id) } }

    /// Whether an agent waits for her still: he may have gone since he was reserved.
    func hasAgent(_ id: CustomerID) -> Bool { guests[id]?.agent != nil }

    /// Whether she may be rung: her agent waits for her, or she is called without one of her own.
    func mayRing(_ id: CustomerID) -> Bool { hasAgent(id) || pooled[id] != nil }

    /// Her call is over and on record, or there was none.
    ///
    /// - Parameter notice: tells the agent who wanted to call her why nobody was called.
    func forget(_ id: CustomerID, notice: String? = nil) {
        let agent = guests[id]?.agent
        leave(id)
        tellPacings(of: id, .ended)
        if pooled.removeValue(forKey: id) != nil { tellFree() }
        guard let agent, let notice else { return }
        desks[agent]?.notice = notice
        show(agent)
    }

    func tellReserved(_ id: CustomerID) {
        if let agent = guests[id]?.agent { guests[id]?.reservation?.yield(agent) }
        guests[id]?.reservation?.finish()
        guests[id]?.reservation = nil
    }
}
