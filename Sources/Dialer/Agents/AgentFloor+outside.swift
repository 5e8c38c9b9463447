package import Campaigns
import Telephony

/// Calls to somebody outside: to ask them, or to hand a customer on to them.
///
/// They are no attempts: nobody is called who didn't ask for it. Each is one order to the placer, and so rings once.
extension AgentFloor {
    /// An `OutsideCall` and what it is made with.
    struct Outside {
        let party: OutsideNumber
        var course: OutsideCall
        /// Once it rings.
        var call: SIPCall?
        /// Once it is answered.
        var voice: VoiceCall?
    }

    typealias OutsideID = Int

    private static let ringLimit = Duration.seconds(30)
    /// Nobody is kept waiting for a line of a trunk that is full.
    private static let lineLimit = Duration.seconds(10)

    /// Rings somebody outside, whom the agent talks to before he hands his customer on, or has them talk together.
    package func consult(_ number: AgentNumber, outside name: String) throws {
        try ring(outside: name, for: number, handsOn: false)
    }

    /// Rings somebody outside, whose the customer is as soon as they answer; where nobody does, she stays with her agent.
    package func transfer(_ number: AgentNumber, outside name: String) throws {
        try ring(outside: name, for: number, handsOn: true)
    }

    private func ring(outside name: String, for number: AgentNumber, handsOn: Bool) throws {
        let customer = try ownCustomer(of: number)
        guard let telephones, let party = roster.outside[name] else {
            throw AgentError(.notAllowed, "There is nobody “\(name)” outside: the file of agents says who may be rung.")
        }
        guard !isAsking(number) else {
            throw AgentError(.notAllowed, "You ask somebody already; end that first.")
        }
        lastOutside += 1
        let id = lastOutside
        outside[id] = Outside(party: party, course: OutsideCall(for: number, customer, handsOn: handsOn))
        desks[number]?.notice = nil
        keep(
            handsOn ? "handed on outside" : "asked outside", by: number, subject: guests[customer]?.card.call ?? "call",
            detail: name)
        wire(number)
        show(number)
        Workplace.begin { await self.place(id, to: party, telephones) }
        Workplace.begin { [clock = time.clock] in
            try? await clock.sleep(for: Self.lineLimit)
            await self.hasNoLine(id)
        }
    }

    /// From the order to its end; holds a line for as long.
    private nonisolated func place(_ id: OutsideID, to party: OutsideNumber, _ telephones: AgentTelephones) async {
        let line = telephones.caller.line
        await line.take(.transfers)
        if await isWanted(id) { await ring(id, party, telephones) }
        await line.release(.transfers)
        await isGone(id)
    }

    private nonisolated func ring(_ id: OutsideID, _ party: OutsideNumber, _ telephones: AgentTelephones) async {
        let caller = telephones.caller
        let dialled = await caller.ring(
            caller.line.trunk.dialled(party.number),
            callID: "t\(id)-\(UInt64.random(in: .min ... .max))@\(caller.endpoint.localHost)",
            callerID: telephones.callerID, ringLimit: Self.ringLimit,
            placed: { await self.rings(id, $0) }, progress: { _ in })
        switch dialled {
        case .notPlaced: await hasEnded(id, "could not be reached")
        case .ended(let end): await hasEnded(id, end.outcome.notice)
        case .answered(let answered): await attend(answered.voice(on: caller.media, limits: telephones.limits), of: id)
        }
    }

    /// Follows it from the answer to its end.
    private nonisolated func attend(_ voice: VoiceCall, of id: OutsideID) async {
        await hasAnswered(id, voice)
        Workplace.begin {
            for await event in voice.leg.events {
                switch event {
                case .digit(let key): await self.pressed(key, outside: id)
                case .remoteSilent: await voice.signalling.hangUp()
                case .ended, .firstPacket, .playbackFinished, .playbackStopped: break
                }
            }
        }
        var origin = voice.origin
        for await event in voice.signalling.events {
            switch event {
            case .reoffer(let offer): origin = await voice.settle(offer, after: origin)
            case .ended:
                await hasEnded(id, "has hung up")
                await voice.leg.close()
            case .progress, .answered: break
            }
        }
    }

    // MARK: What becomes of it

    private func isWanted(_ id: OutsideID) -> Bool { outside[id].map { $0.course.state != .over } ?? false }

    private func rings(_ id: OutsideID, _ call: SIPCall) async {
        outside[id]?.call = call
        showOnBoard(id, .ringing)
        if !isWanted(id) { await call.hangUp() }
    }

    private func hasAnswered(_ id: OutsideID, _ voice: VoiceCall) {
        outside[id]?.voice = voice
        showOnBoard(id, .up)
        tell(.answered, id)
    }

    /// - Parameter notice: what became of them, for the agent, after their title.
    private func hasEnded(_ id: OutsideID, _ notice: String) {
        guard let call = outside[id] else { return }
        if let agent = call.course.agent { desks[agent]?.notice = "\(call.party.title) \(notice)." }
        tell(.ended, id)
    }

    /// The time for a line is over.
    func hasNoLine(_ id: OutsideID) {
        guard let call = outside[id], call.call == nil, call.course.state != .over else { return }
        hasEnded(id, "could not be reached: all lines are busy")
    }

    private func isGone(_ id: OutsideID) {
        outside[id] = nil
        outbox.yield(.live(.callEnded(id: Self.boardID(id))))
        endWhenEmpty()
    }

    private func showOnBoard(_ id: OutsideID, _ state: LiveCall.State) {
        guard let party = outside[id]?.party else { return }
        outbox.yield(
            .live(
                .call(
                    LiveCall(
                        id: Self.boardID(id), kind: .transfer, number: MaskedNumber(masking: party.number),
                        state: state, since: now().date, activity: party.title))))
    }

    private static func boardID(_ id: OutsideID) -> String { "t\(id)" }

    func tell(_ event: OutsideCall.Event, _ id: OutsideID) {
        guard let actions = outside[id]?.course.handle(event) else { return }
        for action in actions { perform(action, of: id) }
    }

    private func perform(_ action: OutsideCall.Action, of id: OutsideID) {
        switch action {
        case .hangUp:
            guard let call = outside[id]?.call else { return }
            Task { await call.hangUp() }
        case .rewire(let agent):
            if !isAsking(agent) { desks[agent]?.isConference = false }
            wire(agent)
            show(agent)
        case .takeFrom(let agent, let customer):
            guests[customer]?.onward = .outside(id)
            deal(.transferred, to: agent)
        case .bridge(let customer): bridge(customer, id)
        case .handOn(let customer):
            guests[customer]?.leg?.stopPlayback()
            guests[customer]?.isHandedOn = true
            guests[customer]?.news?.yield(.waitsAgain)
            if let wish = guests[customer]?.wish { queue(customer, for: wish) }
        case .end(let customer): guests[customer]?.news?.yield(.ended)
        }
    }

    func bridge(_ customer: CustomerID, _ id: OutsideID) {
        guard let hers = guests[customer]?.leg, let theirs = outside[id]?.voice?.leg else { return }
        hers.stopPlayback()
        hers.hear([theirs.voice])
        theirs.hear([hers.voice])
    }

    // MARK: Whose it is

    /// The call that an agent has outside for his customer.
    func outsideCall(of agent: AgentNumber) -> (id: OutsideID, Outside)? {
        outside.first { $0.value.course.agent == agent }.map { ($0.key, $0.value) }
    }

    /// The call that is a customer's, since her agent has gone.
    func outsideCall(of customer: CustomerID) -> (id: OutsideID, Outside)? {
        outside.first { $0.value.course.customer == customer }.map { ($0.key, $0.value) }
    }

    /// The agent lets go of his customer: whether she waits for somebody outside, whom she was to be handed on to.
    func leavesToOutside(_ number: AgentNumber, _ release: AgentMachine.Release) -> Bool {
        guard let (id, _) = outsideCall(of: number) else { return false }
        tell(release == .gone ? .customerLeft : .agentLeft, id)
        return outside[id]?.course.customer != nil
    }

    /// Keys go to whom the one hears who pressed them.
    private func pressed(_ key: Character, outside id: OutsideID) {
        switch outside[id]?.course.state {
        case .bridged(let customer): try? guests[customer]?.leg?.send(digits: String(key))
        case .advising(let agent, _): try? desks[agent]?.voice?.leg.send(digits: String(key))
        case .ringing, .ringingFor, .over, nil: break
        }
    }
}

extension DialOutcome {
    /// What became of somebody who was rung, after their name.
    fileprivate var notice: String {
        switch self {
        case .busy: "is busy"
        case .noAnswer: "does not answer"
        case .rejected: "refuses the call"
        case .answered, .cancelled: "has hung up"
        case .wrongNumber, .unreachable, .congestion, .trunkTrouble, .failed: "could not be reached"
        }
    }
}
