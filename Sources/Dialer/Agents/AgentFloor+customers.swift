import Campaigns
import Telephony

/// What customers' calls say, and the queue in which they wait.
extension AgentFloor {
    /// How many agents of a group are free for a call, now and with each change.
    func free(in group: String) -> AsyncStream<Int> {
        let (stream, continuation) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
        lastWatcher += 1
        let watcher = lastWatcher
        freeWatchers[watcher] = (group, continuation)
        continuation.onTermination = { [weak self] _ in
            Workplace.begin { [weak self] in await self?.forgetFree(watcher) }
        }
        continuation.yield(distributor.free(in: group))
        return stream
    }

    func forgetFree(_ watcher: Int) { freeWatchers[watcher] = nil }

    /// Reserves an agent for somebody who is about to be called; nil where none is free.
    ///
    /// `leave` follows in any case, and before it `wait`, where she answers.
    func expect(_ wish: AgentWish, _ card: CustomerCard) -> CustomerID? {
        guard let agent = distributor.take(for: wish) else { return nil }
        let id = nextCustomer()
        guests[id] = Guest(wish: wish, card: card, since: now())
        reserve(agent, for: id)
        return id
    }

    /// Gives an agent who was taken out of the queue to somebody who is to be called.
    func reserve(_ agent: AgentNumber, for id: CustomerID) {
        guests[id]?.agent = agent
        desks[agent]?.card = guests[id]?.card
        deal(.reserve(id, isOnLine: false), to: agent)
    }

    /// A customer on the line waits for an agent; `leave` follows in any case.
    ///
    /// - Parameters:
    ///   - leg: nil in a simulation.
    ///   - expected: from `expect`, where an agent was reserved for her.
    func wait(
        for wish: AgentWish, _ card: CustomerCard, leg: VoiceLeg?, expected: CustomerID? = nil
    ) -> (id: CustomerID, news: AsyncStream<AgentNews>) {
        let (news, continuation) = AsyncStream.makeStream(of: AgentNews.self)
        let id = expected ?? nextCustomer()
        var guest = guests[id] ?? Guest(wish: wish, card: card, since: now())
        guest.isOnLine = true
        guest.leg = leg
        if wish.tellsOfRecording { guest.knowsOfRecording = true }
        guest.card = card
        guest.news = continuation
        guests[id] = guest
        tellPacings(of: id, .person)
        if let agent = guest.agent {
            desks[agent]?.card = card
            deal(.customerAnswered(id), to: agent)
        } else if !takeFromPool(for: id) {
            queue(id, for: wish)
        }
        return (id, news)
    }

    /// The customer is gone, or wants no agent any more.
    ///
    /// - Parameter hasHungUp: false where she is still there, and none came in time.
    func leave(_ id: CustomerID, hasHungUp: Bool = true) {
        guard let guest = guests[id] else { return }
        tellPacings(thatNobodyMet: id, hasHungUp: hasHungUp)
        if let agent = guest.agent {
            deal(.customerEnded(id), to: agent)
        } else {
            distributor.leave(id)
            tellPlaces()
            if let (call, _) = outsideCall(of: id) { tell(.customerLeft, call) }
        }
        guest.news?.finish()
        if guest.recording != .none { recorder.yield(.end(id)) }
        guest.reservation?.finish()
        guests[id] = nil
        endTalks()
    }

    /// Keys that the customer presses while an agent has her.
    func customerPressed(_ key: Character, _ id: CustomerID) {
        if let (_, call) = outsideCall(of: id) {
            try? call.voice?.leg.send(digits: String(key))
            return
        }
        guard let agent = guests[id]?.agent, case .talking = desks[agent]?.machine.activity else { return }
        try? desks[agent]?.voice?.leg.send(digits: String(key))
    }

    func nextCustomer() -> CustomerID {
        lastCustomer += 1
        return CustomerID(number: lastCustomer)
    }

    /// Whether anybody at work could ever serve it; breaks are no leave.
    func isServed(_ wish: AgentWish) -> Bool {
        desks.values.contains { desk in
            guard desk.machine.presence != .loggedOut else { return false }
            return wish.agent.map { $0 == desk.agent.number } ?? (desk.skills[wish.group] != nil)
        }
    }

    func queue(_ id: CustomerID, for wish: AgentWish) {
        guard let guest = guests[id] else { return }
        guard isServed(wish) else { return tellNobody(id) }
        bring(
            distributor.wait(
                CallDistributor.Waiting(
                    customer: id, group: wish.group, priority: wish.priority, agent: wish.agent, since: guest.since,
                    isHandedOn: guest.isHandedOn)))
        tellPlaces()
    }

    /// Puts an agent among those who are free, or takes him away.
    func offer(_ number: AgentNumber) {
        guard let desk = desks[number] else { return }
        if desk.machine.isAvailable {
            bring(distributor.offer(.init(agent: number, groups: desk.skills, idleSince: desk.since)))
        } else {
            distributor.withdraw(number)
        }
        tellPlaces()
        tellFree()
        tellWhereNobodyIsLeft()
    }

    func tellFree() {
        for (_, watcher) in freeWatchers.sorted(by: { $0.key < $1.key }) {
            watcher.1.yield(distributor.free(in: watcher.group))
        }
    }

    func bring(_ matches: [CallDistributor.Match]) {
        for match in matches {
            let isOnLine = guests[match.customer]?.isOnLine == true
            guests[match.customer]?.agent = match.agent
            desks[match.agent]?.card = guests[match.customer]?.card
            deal(.reserve(match.customer, isOnLine: isOnLine), to: match.agent)
            if !isOnLine { tellReserved(match.customer) }
        }
    }

    func tellNobody(_ id: CustomerID) {
        guests[id]?.news?.yield(.nobody)
        guests[id]?.reservation?.finish()
    }

    func tellPlaces() {
        for waiting in distributor.waiting {
            guard let position = distributor.position(of: waiting.customer),
                guests[waiting.customer]?.aheadToldLast != position - 1
            else { continue }
            guests[waiting.customer]?.aheadToldLast = position - 1
            let wait = waiting.agent == nil ? expectedWait(in: waiting.group, ahead: position - 1) : nil
            guests[waiting.customer]?.news?.yield(.waits(ahead: position - 1, wait))
        }
        showQueues()
    }

    /// The last agent of a group has gone: who waits for one learns it.
    func tellWhereNobodyIsLeft() {
        for waiting in distributor.waiting {
            let wish = AgentWish(group: waiting.group, priority: waiting.priority, agent: waiting.agent)
            guard !isServed(wish) else { continue }
            distributor.leave(waiting.customer)
            tellNobody(waiting.customer)
        }
    }
}
