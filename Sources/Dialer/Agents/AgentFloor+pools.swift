import Campaigns

/// Calls of power and predictive campaigns, which share their agents: whoever answers first has one.
extension AgentFloor {
    struct PooledCall {
        /// The campaign.
        let pool: String
        let group: String
        /// How likely a person is reached, beside the usual call's 1.
        var weight = 1.0
        var isRung = false
        /// An agent has talked to her, so that she can't be abandoned any more.
        var isConnected = false
    }

    /// Expects somebody who is about to be called, with an agent reserved for her where one is free.
    ///
    /// `forget` follows in any case, when her end is on record, and before it `wait`, where she answers.
    ///
    /// - Parameter isSurplus: she may be called without an agent of her own; else nil where none is free.
    func expect(_ wish: AgentWish, _ card: CustomerCard, in pool: String, isSurplus: Bool) -> CustomerID? {
        let agent = distributor.take(for: wish)
        guard agent != nil || isSurplus else { return nil }
        let id = expectUnseated(wish, card, in: pool)
        if let agent { reserve(agent, for: id) }
        return id
    }

    /// Expects somebody who is about to be called and whom nobody waits for; `forget` follows as above.
    ///
    /// - Parameter weight: how likely she is reached, beside the usual call's 1.
    func expectUnseated(
        _ wish: AgentWish, _ card: CustomerCard, in pool: String, weight: Double = 1
    ) -> CustomerID {
        let id = nextCustomer()
        guests[id] = Guest(wish: wish, card: card, since: now())
        pooled[id] = PooledCall(pool: pool, group: wish.group, weight: weight)
        tellPacings(of: id, .placed(weight: weight))
        return id
    }

    /// It rings at whom was expected.
    func rings(_ id: CustomerID) { tellPacings(of: id, .ringing) }

    /// Gives free agents to calls that ring without one, those first that have rung longest; then how the pool stands.
    func standing(of pool: String, in group: String) -> PowerPacing.Standing {
        let open = pooled.filter { $0.value.pool == pool && !$0.value.isConnected }.keys
        for id in open.sorted(by: { $0.number < $1.number }) {
            guard let guest = guests[id], guest.agent == nil, !guest.isOnLine else { continue }
            guard let agent = distributor.take(for: guest.wish) else { break }
            reserve(agent, for: id)
        }
        let reserved = open.count { guests[$0]?.agent != nil }
        return PowerPacing.Standing(
            free: distributor.free(in: group), reserved: reserved, withoutAgent: open.count - reserved)
    }

    /// Somebody of a pool is on the line and nobody is free: an agent of the pool who waits for a call that still rings is
    /// hers; whether there was one. The call that was begun last is likeliest to ring on.
    func takeFromPool(for id: CustomerID) -> Bool {
        guard let pool = pooled[id]?.pool, let guest = guests[id], distributor.free(in: guest.wish.group) == 0 else {
            return false
        }
        let ringing = pooled.filter { $0.value.pool == pool }.keys.filter { other in
            guard let ringing = guests[other] else { return false }
            return !ringing.isOnLine && ringing.agent != nil && ringing.wish.group == guest.wish.group
        }
        guard let last = ringing.max(by: { $0.number < $1.number }), let agent = guests[last]?.agent else {
            return false
        }
        guests[id]?.agent = agent
        desks[agent]?.card = guest.card
        deal(.takeInstead(id), to: agent)
        return true
    }
}
