import Foundation

/// One simulated day: agents who come, take breaks and go, and calls to contacts; a pacer decides when calls are placed.
package struct DaySimulation<Pacer: DayPacer, Contacts: DayContacts> {
    private enum Event {
        case arrives(Int)
        case leaves(Int, for: Double)
        case rings(Int64)
        case answers(Int64)
        case classified(Int64)
        case fails(Int64)
        case patienceEnds(Int64)
        case messageEnds(Int64)
        case nearlyDone(Int, Int64)
        case talkEnds(Int)
        case wrapUpEnds(Int)
    }

    private enum Presence {
        case away, idle, talking, wrapUp
    }

    private struct Agent {
        var presence = Presence.away
        var since = 0.0
        var call: Int64?
        var wrapUp = 0.0
        /// Breaks to come, the next one last.
        var breaks: [SimulatedShift.Break] = []
        var pending: Double?
    }

    private struct Call {
        let contact: SimulatedContact
        var ringsSince: Double?
        var isAnswered = false
        var waits = false
    }

    private let day: DayPlan
    private let seed: UInt64
    private var spread: SimulatedContact.Spread
    /// What is known of contacts; at the end, what the day has taught as well.
    package private(set) var knowledge: ContactKnowledge
    private var pacer: Pacer
    private var contacts: Contacts
    private var queue = EventQueue<Event>()
    private var now = 0.0
    private var agents: [Agent]
    private var calls: [Int64: Call] = [:]
    private var idle: [Int] = []
    private var waiting: [Int64] = []
    private var freeLines: Int
    private var next: Int64 = 0
    private var figures = DayFigures()

    package init(
        _ day: DayPlan, seed: UInt64, pacer: Pacer, contacts: Contacts, knowing knowledge: ContactKnowledge = .told
    ) {
        self.day = day
        self.seed = seed
        self.pacer = pacer
        self.contacts = contacts
        self.knowledge = knowledge
        spread = SimulatedContact.Spread(day, rate: day.answerRate)
        agents = Array(repeating: Agent(), count: day.agents)
        freeLines = day.lines
        for agent in agents.indices { plan(agent) }
    }

    /// Its figures, and pacer and contacts as they are at the end: when the day is over, or nobody is left to ring.
    package mutating func run() -> (figures: DayFigures, pacer: Pacer, contacts: Contacts) {
        var tick = 1
        while case let time = Double(tick) * day.tick, time < day.duration {
            while let (moment, event) = queue.next(until: time) {
                now = moment
                happen(event)
            }
            now = time
            if calls.isEmpty, contacts.isOver(at: now) { return close() }
            decide()
            tick += 1
        }
        now = day.duration
        return close()
    }

    private mutating func close() -> (figures: DayFigures, pacer: Pacer, contacts: Contacts) {
        figures.lasted = now
        for agent in agents { count(agent) }
        return (figures, pacer, contacts)
    }

    private mutating func decide() {
        guard contacts.isDue(at: now) else {
            figures.unneeded += Double(idle.count) * day.tick
            return
        }
        if case let rate = rate(), rate != spread.rate { spread = SimulatedContact.Spread(day, rate: rate) }
        let weights = contacts.upcoming(from: next, spread, at: now).map { knowledge.weight(of: $0) }
        let left = contacts.left(of: day.duration, at: now, placed: figures.calls)
        let decision = pacer.pace(at: now, freeLines: freeLines, left: left, weights: weights)
        for id in decision.giveUp { giveUp(id) }
        guard day.duration - now >= 5 else { return }
        for _ in 0..<min(decision.place, freeLines) {
            guard let contact = contacts.next(next, spread, at: now) else { return }
            place(contact)
        }
    }

    // MARK: Agents

    private mutating func plan(_ agent: Int) {
        let shift = SimulatedShift(agent, day, seed: seed)
        agents[agent].breaks = shift.breaks.reversed()
        queue.add(.arrives(agent), at: shift.beginsAt)
    }

    private mutating func arrives(_ agent: Int) {
        while let last = agents[agent].breaks.last, last.at <= now { agents[agent].breaks.removeLast() }
        guard let next = agents[agent].breaks.popLast() else { return }
        queue.add(.leaves(agent, for: next.length), at: next.at)
        becomeIdle(agent)
    }

    private mutating func leaves(_ agent: Int, for length: Double) {
        guard agents[agent].presence == .idle else {
            agents[agent].pending = length
            return
        }
        if day.keepsReserved, calls.count - agents.count(where: { $0.call != nil }) >= idle.count {
            return queue.add(.leaves(agent, for: length), at: now + 1)
        }
        idle.removeAll { $0 == agent }
        goAway(agent, for: length)
    }

    private mutating func goAway(_ agent: Int, for length: Double) {
        turn(agent, .away)
        pacer.agent(Int64(agent), .away, at: now)
        if length.isFinite { queue.add(.arrives(agent), at: now + length) }
    }

    private mutating func becomeIdle(_ agent: Int) {
        turn(agent, .idle)
        pacer.agent(Int64(agent), .idle, at: now)
        idle.append(agent)
        if !waiting.isEmpty { connect(waiting.removeFirst()) }
    }

    private mutating func turn(_ agent: Int, _ presence: Presence) {
        count(agents[agent])
        agents[agent].presence = presence
        agents[agent].since = now
    }

    private mutating func count(_ agent: Agent) {
        switch agent.presence {
        case .away: break
        case .idle: figures.idle += now - agent.since
        case .talking, .wrapUp: figures.busy += now - agent.since
        }
    }

    private mutating func talkEnds(_ agent: Int) {
        guard let call = agents[agent].call.take() else { return }
        calls[call] = nil
        freeLines += 1
        turn(agent, .wrapUp)
        pacer.call(call, .ended, at: now)
        pacer.agent(Int64(agent), .wrapUp(limit: day.wrapUpLimit), at: now)
        queue.add(.wrapUpEnds(agent), at: now + agents[agent].wrapUp)
    }

    private mutating func wrapUpEnds(_ agent: Int) {
        if let length = agents[agent].pending.take() { goAway(agent, for: length) } else { becomeIdle(agent) }
    }

    // MARK: Calls

    private func rate() -> Double {
        var rate = day.answerRate
        if day.answerRateWave > 0 { rate *= 1 + day.answerRateWave * sin(2 * .pi * now / day.wavePeriod) }
        for step in day.steps where now >= step[0] { rate *= step[1] }
        return min(max(rate, 0.03), 0.8)
    }

    private mutating func place(_ contact: SimulatedContact) {
        let id = next
        next += 1
        calls[id] = Call(contact: contact)
        freeLines -= 1
        figures.calls += 1
        figures.mostLines = max(figures.mostLines, day.lines - freeLines)
        pacer.call(id, .placed(weight: knowledge.weight(of: contact)), at: now)
        switch contact.kind {
        case .failure: queue.add(.fails(id), at: now + 1 + 3 * contact.spare)
        case .noAnswer:
            queue.add(.rings(id), at: now + contact.setup)
            queue.add(.fails(id), at: now + day.ringsOut[0] + (day.ringsOut[1] - day.ringsOut[0]) * contact.spare)
        case .person, .machine:
            queue.add(.rings(id), at: now + contact.setup)
            queue.add(.answers(id), at: now + contact.setup + contact.ringing)
        }
    }

    private mutating func giveUp(_ id: Int64) {
        guard let call = calls[id], !call.isAnswered, let since = call.ringsSince, now - since >= 15 else { return }
        figures.givenUp += 1
        calls[id] = nil
        contacts.ended(id, .givenUp, at: now)
        freeLines += 1
        pacer.call(id, .ended, at: now)
    }

    private mutating func happen(_ event: Event) {
        switch event {
        case .arrives(let agent): arrives(agent)
        case .leaves(let agent, let length): leaves(agent, for: length)
        case .nearlyDone(let agent, let call):
            if agents[agent].call == call { pacer.agent(Int64(agent), .nearlyDone, at: now) }
        case .talkEnds(let agent): talkEnds(agent)
        case .wrapUpEnds(let agent): wrapUpEnds(agent)
        case .rings(let id):
            guard calls[id] != nil else { return }
            calls[id]?.ringsSince = now
            pacer.call(id, .ringing, at: now)
        case .answers(let id):
            guard calls[id] != nil else { return }
            calls[id]?.isAnswered = true
            pacer.call(id, .answered, at: now)
            if day.detectsMachines { queue.add(.classified(id), at: now + day.detection) } else { classified(id) }
        case .classified(let id): classified(id)
        case .fails(let id): fails(id)
        case .patienceEnds(let id): patienceEnds(id)
        case .messageEnds(let id):
            calls[id] = nil
            freeLines += 1
            pacer.call(id, .ended, at: now)
        }
    }

    private mutating func classified(_ id: Int64) {
        guard let contact = calls[id]?.contact else { return }
        guard contact.isPutThrough || (contact.kind == .person && !day.detectsMachines) else { return fails(id) }
        knowledge.learn(contact, reached: true)
        pacer.call(id, .person, at: now)
        if idle.isEmpty {
            calls[id]?.waits = true
            waiting.append(id)
            queue.add(.patienceEnds(id), at: now + day.answerWait)
        } else {
            connect(id)
        }
    }

    private mutating func connect(_ id: Int64) {
        guard let contact = calls[id]?.contact else { return }
        let agent = idle.removeFirst()
        calls[id]?.waits = false
        figures.persons += 1
        turn(agent, .talking)
        agents[agent].call = id
        agents[agent].wrapUp = contact.wrapUp
        contacts.ended(id, .connected, at: now)
        pacer.call(id, .connected, at: now)
        pacer.agent(Int64(agent), .talking, at: now)
        queue.add(.talkEnds(agent), at: now + contact.talk)
        let before = contact.talk - day.announcedBefore
        if day.announced > 0, before > 0, contact.spare < day.announced {
            queue.add(.nearlyDone(agent, id), at: now + before)
        }
    }

    private mutating func fails(_ id: Int64) {
        guard let call = calls.removeValue(forKey: id) else { return }
        knowledge.learn(call.contact, reached: false)
        freeLines += 1
        contacts.ended(id, .failed, at: now)
        pacer.call(id, .failed, at: now)
    }

    private mutating func patienceEnds(_ id: Int64) {
        guard calls[id]?.waits == true else { return }
        calls[id]?.waits = false
        waiting.removeAll { $0 == id }
        figures.persons += 1
        figures.abandoned += 1
        contacts.ended(id, .abandoned, at: now)
        pacer.call(id, .abandoned, at: now)
        queue.add(.messageEnds(id), at: now + 6)
    }
}

extension DaySimulation where Contacts == EndlessContacts {
    /// Somebody new is there for every call.
    package init(_ day: DayPlan, seed: UInt64, pacer: Pacer, knowing knowledge: ContactKnowledge = .told) {
        self.init(day, seed: seed, pacer: pacer, contacts: EndlessContacts(day, seed: seed), knowing: knowledge)
    }
}
