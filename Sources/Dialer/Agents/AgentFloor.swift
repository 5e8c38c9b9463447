package import Campaigns
import Foundation
package import Logging
import Telephony

/// The agents at work, who waits for them, and who talks to whom.
///
/// Everything is decided here, one thing after the other, and nothing is waited for while it is decided: so no two customers
/// get one agent, and none is lost between two. What telephones do is told by tasks of their own.
package actor AgentFloor: KeepsTime {
    /// What is to be written down and shown, in its order.
    enum Note: Sendable {
        case span(AgentNumber, AgentSpan?, UTCTime)
        case live(LiveUpdate)
    }

    /// Somebody who wants an agent, or has one.
    struct Guest {
        let wish: AgentWish
        var card: CustomerCard
        /// Nil while she is being called.
        var leg: VoiceLeg?
        var news: AsyncStream<AgentNews>.Continuation?
        /// While she waits to be called until an agent is reserved for her.
        var reservation: AsyncStream<AgentNumber>.Continuation?
        var agent: AgentNumber?
        /// Where she goes when her agent lets go of her.
        var onward: Onward?
        /// An agent who is asked for advice has the one who asks for his customer.
        var asks: AgentNumber?
        /// She had an agent, and lost him.
        var isHandedOn = false
        let since: UTCTime
        var aheadToldLast: Int?
        var recording = AgentView.Recording.none
    }

    /// Where a customer goes when her agent lets go of her.
    enum Onward {
        case queue(AgentWish)
        case agent(AgentNumber)
    }

    package nonisolated let time: WorkingTime
    package nonisolated let roster: AgentRoster
    let telephones: AgentTelephones
    nonisolated let notes: AsyncStream<Note>
    private let outbox: AsyncStream<Note>.Continuation
    nonisolated let recordings: AsyncStream<CallRecorder.Order>
    private let recorder: AsyncStream<CallRecorder.Order>.Continuation
    private let music: PromptClip?
    private let logger: Logger

    var desks: [AgentNumber: AgentDesk] = [:]
    var guests: [CustomerID: Guest] = [:]
    private var distributor = CallDistributor()
    private var lastCustomer: Int64 = 0
    private var freeWatchers: [Int: (group: String, AsyncStream<Int>.Continuation)] = [:]
    private var lastWatcher = 0
    private var isClosing = false

    package init(
        _ roster: AgentRoster, caller: OutboundCaller, prompts: PromptLibrary, callerID: String,
        limits: CallLimits = CallLimits(), time: WorkingTime = WorkingTime(), logger: Logger
    ) {
        self.roster = roster
        self.time = time
        self.logger = logger
        telephones = AgentTelephones(placer: caller.placer, limits: limits, callerID: callerID)
        music = prompts.playlist(number: 0, [SpokenPiece(.music, in: .mandarin)])?.clips.first
        (notes, outbox) = AsyncStream.makeStream()
        (recordings, recorder) = AsyncStream.makeStream()
        for agent in roster.agents.values { desks[agent.number] = AgentDesk(agent, at: time.now()) }
    }

    // MARK: What agents say

    package func logIn(_ number: AgentNumber) throws {
        guard !isClosing else { throw AgentError(.closing, "The dialer is being stopped; log in when it is up again.") }
        try handle(.logIn, of: number)
    }

    package func logOut(_ number: AgentNumber) throws { try handle(.logOut, of: number) }
    package func ready(_ number: AgentNumber) throws { try say(.ready, number) }

    package func takeBreak(_ number: AgentNumber, reason: String) throws {
        try say(.takeBreak(reason: reason), number)
    }

    private func say(_ event: AgentMachine.Event, _ number: AgentNumber) throws {
        if let desk = desks[number], desk.machine.presence == .loggedOut {
            throw AgentError(.notAllowed, "Agent \(number) is logged out. Log in first.")
        }
        try handle(event, of: number)
    }

    /// Ends the call that he has.
    package func endCall(_ number: AgentNumber) throws {
        _ = try customer(of: number)
        try handle(.endCall, of: number)
    }

    /// What came of the call is written down.
    package func endWrapUp(_ number: AgentNumber) throws { try handle(.wrapUpEnded, of: number) }

    /// Plays music to the customer until it is taken back; the agent is not heard meanwhile, and hears nothing.
    package func hold(_ number: AgentNumber, _ isHeld: Bool) throws {
        _ = try customer(of: number)
        desks[number]?.isHeld = isHeld
        wire(number)
        show(number)
    }

    /// The customer doesn't hear the agent until it is taken back.
    package func mute(_ number: AgentNumber, _ isMuted: Bool) throws {
        _ = try customer(of: number)
        desks[number]?.isMuted = isMuted
        wire(number)
        show(number)
    }

    /// Records the call from now on, where its group leaves that to its agents.
    package func record(_ number: AgentNumber) throws {
        let customer = try customer(of: number)
        guard let group = guests[customer]?.wish.group, roster.groups[group]?.recording == .onDemand else {
            throw AgentError(.notAllowed, "Calls of this group are not recorded on demand.")
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

    private func startRecording(_ customer: CustomerID, by number: AgentNumber) {
        guard let guest = guests[customer], guest.recording == .none, let leg = guest.leg else { return }
        guests[customer]?.recording = .on
        recorder.yield(.begin(customer, leg, call: guest.card.call, number))
    }

    /// Hands the customer on to another group or agent, before all who wait there.
    package func transfer(_ number: AgentNumber, to wish: AgentWish) throws {
        let customer = try customer(of: number)
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

    /// What an agent's page shows, now and with each change.
    package func views(of number: AgentNumber) throws -> AsyncStream<AgentView> {
        guard let desk = desks[number] else { throw AgentError.unknown(number) }
        let (stream, continuation) = AsyncStream.makeStream(of: AgentView.self, bufferingPolicy: .bufferingNewest(1))
        lastWatcher += 1
        let watcher = lastWatcher
        desks[number]?.watchers[watcher] = continuation
        continuation.onTermination = { [weak self] _ in Task { await self?.forget(watcher, of: number) } }
        continuation.yield(view(of: desk))
        return stream
    }

    /// What an agent's page shows now.
    package func view(of number: AgentNumber) throws -> AgentView {
        guard let desk = desks[number] else { throw AgentError.unknown(number) }
        return view(of: desk)
    }

    private func forget(_ watcher: Int, of number: AgentNumber) { desks[number]?.watchers[watcher] = nil }

    /// Ends every call of agents that rings, logs everybody out as soon as they have talked to the end.
    func close() {
        isClosing = true
        for number in desks.keys { try? handle(.logOut, of: number) }
        endWhenEmpty()
    }

    private func endWhenEmpty() {
        guard isClosing, desks.values.allSatisfy({ $0.machine.presence == .loggedOut }) else { return }
        outbox.finish()
        recorder.finish()
    }

    // MARK: What customers' calls say

    /// How many agents of a group are free for a call, now and with each change.
    func free(in group: String) -> AsyncStream<Int> {
        let (stream, continuation) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
        lastWatcher += 1
        let watcher = lastWatcher
        freeWatchers[watcher] = (group, continuation)
        continuation.onTermination = { [weak self] _ in Task { await self?.forgetFree(watcher) } }
        continuation.yield(distributor.free(in: group))
        return stream
    }

    private func forgetFree(_ watcher: Int) { freeWatchers[watcher] = nil }

    /// Reserves an agent for somebody who is about to be called; nil where none is free.
    ///
    /// `leave` follows in any case, and before it `wait`, where she answers.
    func expect(_ wish: AgentWish, _ card: CustomerCard) -> CustomerID? {
        guard let agent = distributor.take(for: wish) else { return nil }
        let id = nextCustomer()
        guests[id] = Guest(wish: wish, card: card, agent: agent, since: now())
        desks[agent]?.card = card
        deal(.reserve(id, isOnLine: false), to: agent)
        return id
    }

    /// A customer on the line waits for an agent; `leave` follows in any case.
    ///
    /// - Parameter expected: from `expect`, where an agent was reserved for her.
    func wait(
        for wish: AgentWish, _ card: CustomerCard, leg: VoiceLeg, expected: CustomerID? = nil
    ) -> (id: CustomerID, news: AsyncStream<AgentNews>) {
        let (news, continuation) = AsyncStream.makeStream(of: AgentNews.self)
        let id = expected ?? nextCustomer()
        var guest = guests[id] ?? Guest(wish: wish, card: card, since: now())
        guest.leg = leg
        guest.card = card
        guest.news = continuation
        guests[id] = guest
        if let agent = guest.agent {
            desks[agent]?.card = card
            deal(.customerAnswered(id), to: agent)
        } else {
            queue(id, for: wish)
        }
        return (id, news)
    }

    /// The customer is gone, or wants no agent any more.
    func leave(_ id: CustomerID) {
        guard let guest = guests[id] else { return }
        if let agent = guest.agent {
            deal(.customerEnded(id), to: agent)
        } else {
            distributor.leave(id)
            tellPlaces()
        }
        guest.news?.finish()
        if guest.recording != .none { recorder.yield(.end(id)) }
        guest.reservation?.finish()
        guests[id] = nil
    }

    /// Keys that the customer presses while an agent has her.
    func customerPressed(_ key: Character, _ id: CustomerID) {
        guard let agent = guests[id]?.agent, case .talking = desks[agent]?.machine.activity else { return }
        try? desks[agent]?.voice?.leg.send(digits: String(key))
    }

    // MARK: Telephones

    private func ringPhone(of number: AgentNumber) {
        guard let desk = desks[number] else { return }
        let serial = desk.phone.serial + 1
        desks[number]?.phone = AgentDesk.Phone(serial: serial)
        Workplace.begin { [telephones] in
            let voice = await telephones.ring(desk.agent) { await self.phoneRings(number, serial, $0) }
            await self.phoneAnswered(number, serial, voice)
        }
    }

    private func phoneRings(_ number: AgentNumber, _ serial: Int, _ call: SIPCall) async {
        guard desks[number]?.phone.serial == serial, desks[number]?.phone.isGivenUp == false else {
            return await call.hangUp()
        }
        desks[number]?.phone.call = call
    }

    private func phoneAnswered(_ number: AgentNumber, _ serial: Int, _ voice: VoiceCall?) {
        let isWanted = desks[number]?.phone.serial == serial && desks[number]?.phone.isGivenUp == false
        guard let voice else {
            if isWanted { deal(.phoneEnded(.notAnswered), to: number) }
            return
        }
        attend(voice, of: number, serial)
        guard isWanted else {
            Task { await voice.signalling.hangUp() }
            return
        }
        desks[number]?.phone.voice = voice
        deal(.phoneAnswered, to: number)
    }

    /// Follows the telephone to its end.
    private func attend(_ voice: VoiceCall, of number: AgentNumber, _ serial: Int) {
        Workplace.begin {
            var origin = voice.origin
            for await event in voice.signalling.events {
                switch event {
                case .reoffer(let offer): origin = await voice.settle(offer, after: origin)
                case .ended(let end):
                    await self.phoneEnded(number, serial, end.party == .network ? .lost : .hungUp)
                    await voice.leg.close()
                case .progress, .answered: break
                }
            }
        }
        Workplace.begin {
            for await event in voice.leg.events {
                switch event {
                case .digit(let key): await self.agentPressed(key, number, serial)
                case .remoteSilent:
                    await self.phoneEnded(number, serial, .lost)
                    await voice.signalling.hangUp()
                case .ended, .firstPacket, .playbackFinished, .playbackStopped: break
                }
            }
        }
    }

    private func phoneEnded(_ number: AgentNumber, _ serial: Int, _ end: AgentMachine.PhoneEnd) {
        guard desks[number]?.phone.serial == serial, desks[number]?.phone.isGivenUp == false else { return }
        stopSupervising(number)
        desks[number]?.phone.giveUp()
        deal(.phoneEnded(end), to: number)
    }

    /// The agent's keys are the customer's, such as for an answering system at the far end.
    private func agentPressed(_ key: Character, _ number: AgentNumber, _ serial: Int) {
        guard desks[number]?.phone.serial == serial, let customer = try? customer(of: number) else { return }
        try? guests[customer]?.leg?.send(digits: String(key))
    }

    private func hangUpPhone(of number: AgentNumber) {
        guard let phone = desks[number]?.phone else { return }
        desks[number]?.phone.giveUp()
        Task { await (phone.voice?.signalling ?? phone.call)?.hangUp() }
    }

    // MARK: Deciding

    func handle(_ event: AgentMachine.Event, of number: AgentNumber) throws {
        guard desks[number] != nil else { throw AgentError.unknown(number) }
        stopSupervising(number)
        deal(event, to: number)
    }

    func deal(_ event: AgentMachine.Event, to number: AgentNumber) {
        guard let actions = desks[number]?.machine.handle(event) else { return }
        for action in actions { perform(action, of: number) }
        show(number)
        // Once, after all of it: who was brought to nobody yet may be brought to him now.
        offer(number)
        endWhenEmpty()
    }

    private func perform(_ action: AgentMachine.Action, of number: AgentNumber) {
        switch action {
        case .ringPhone: ringPhone(of: number)
        case .hangUpPhone: hangUpPhone(of: number)
        case .connect(let customer): connect(customer, to: number)
        case .release(let customer, let release): self.release(customer, release, of: number)
        case .startWrapUp(let customer): startWrapUp(customer, of: number)
        case .changed: changed(number)
        }
    }

    private func connect(_ customer: CustomerID, to number: AgentNumber) {
        guard let guest = guests[customer] else { return }
        guests[customer]?.agent = number
        let group = roster.groups[guest.wish.group]
        desks[number]?.begin(guest.card, wrapUp: group?.wrapUp)
        if group?.recording == .all { startRecording(customer, by: number) }
        // The page first: it is read before the first word is heard.
        show(number)
        guest.news?.yield(.connected(number))
        desks[number]?.voice?.leg.play(AgentDesk.tone)
        wire(number)
    }

    /// Lets everybody in an agent's call hear whom they are to hear.
    func wire(_ number: AgentNumber) {
        guard let desk = desks[number], let agent = desk.voice?.leg else { return }
        guard case .talking(let customer) = desk.machine.activity, let guest = guests[customer] else {
            agent.hear([])
            return
        }
        if let asker = guest.asks { return wire(asker) }
        guard let leg = guest.leg else { return }
        let supervisors = desk.supervisors.sorted { $0.key < $1.key }
        var legs: [CallParties.Party: VoiceLeg] = [.customer: leg, .agent: agent]
        legs[.adviser] = adviser(of: number).flatMap { desks[$0]?.voice?.leg }
        for (index, supervisor) in supervisors.enumerated() {
            legs[.supervisor(index, supervisor.value)] = desks[supervisor.key]?.voice?.leg
        }
        let parties = CallParties(
            isHeld: desk.isHeld, isMuted: desk.isMuted, hasAdviser: legs[.adviser] != nil,
            isConference: desk.isConference, supervisors: supervisors.map(\.value))
        if parties.playsMusic, let music {
            leg.play(Playlist(id: -1, clips: [music], passes: .max))
        } else {
            leg.stopPlayback()
        }
        for party in parties.parties {
            legs[party]?.hear(parties.heard(by: party).compactMap { legs[$0]?.voice })
        }
    }

    private func release(_ customer: CustomerID, _ release: AgentMachine.Release, of number: AgentNumber) {
        desks[number]?.voice?.leg.hear([])
        guard let guest = guests[customer] else { return }
        if let asker = guest.asks {
            guests[customer] = nil
            return adviserLeft(asker)
        }
        dismissAdviser(of: number)
        dismissSupervisors(of: number)
        guests[customer]?.agent = nil
        guests[customer]?.onward = nil
        guest.leg?.hear([])
        guest.leg?.stopPlayback()
        switch guest.onward {
        case .agent(let next)?:
            guests[customer]?.agent = next
            return deal(.take(customer), to: next)
        case .queue(let wish)?:
            guests[customer]?.isHandedOn = true
            guest.news?.yield(.waitsAgain)
            return queue(customer, for: wish)
        case nil: break
        }
        switch release {
        case .handOn:
            guests[customer]?.isHandedOn = true
            guard guest.leg != nil else { return }
            guest.news?.yield(.waitsAgain)
            queue(customer, for: guest.wish)
        case .hangUp: guest.news?.yield(.ended)
        case .gone: break
        }
    }

    private func startWrapUp(_ customer: CustomerID, of number: AgentNumber) {
        let limit = desks[number]?.wrapUp ?? .zero
        Workplace.begin { [clock = time.clock] in
            try? await clock.sleep(for: limit)
            await self.wrapUpIsOver(customer, of: number)
        }
    }

    private func wrapUpIsOver(_ customer: CustomerID, of number: AgentNumber) {
        guard desks[number]?.machine.activity == .wrapUp(customer) else { return }
        deal(.wrapUpEnded, to: number)
    }

    // MARK: The queue

    func nextCustomer() -> CustomerID {
        lastCustomer += 1
        return CustomerID(number: lastCustomer)
    }

    /// Whether anybody at work could ever serve it; breaks are no leave.
    private func isServed(_ wish: AgentWish) -> Bool {
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
        for (group, watcher) in freeWatchers.values { watcher.yield(distributor.free(in: group)) }
        tellWhereNobodyIsLeft()
    }

    private func bring(_ matches: [CallDistributor.Match]) {
        for match in matches {
            let isOnLine = guests[match.customer]?.leg != nil
            guests[match.customer]?.agent = match.agent
            desks[match.agent]?.card = guests[match.customer]?.card
            deal(.reserve(match.customer, isOnLine: isOnLine), to: match.agent)
            if !isOnLine { tellReserved(match.customer) }
        }
    }

    private func tellNobody(_ id: CustomerID) {
        guests[id]?.news?.yield(.nobody)
        guests[id]?.reservation?.finish()
    }

    private func tellPlaces() {
        for waiting in distributor.waiting {
            guard let position = distributor.position(of: waiting.customer),
                guests[waiting.customer]?.aheadToldLast != position - 1
            else { continue }
            guests[waiting.customer]?.aheadToldLast = position - 1
            guests[waiting.customer]?.news?.yield(.waits(ahead: position - 1, nil))
        }
    }

    /// The last agent of a group has gone: who waits for one learns it.
    private func tellWhereNobodyIsLeft() {
        for waiting in distributor.waiting {
            let wish = AgentWish(group: waiting.group, priority: waiting.priority, agent: waiting.agent)
            guard !isServed(wish) else { continue }
            distributor.leave(waiting.customer)
            tellNobody(waiting.customer)
        }
    }

    // MARK: Showing

    private func changed(_ number: AgentNumber) {
        guard var desk = desks[number] else { return }
        desk.since = now()
        if desk.machine.activity == .idle { desk.card = nil }
        if case .talking = desk.machine.activity {} else { desk.endCall() }
        desks[number] = desk
        outbox.yield(.span(number, desk.span, desk.since))
        show(number)
    }

    func show(_ number: AgentNumber) {
        guard let desk = desks[number], case let view = view(of: desk), view != desk.shown else { return }
        desks[number]?.shown = view
        for watcher in desk.watchers.values { watcher.yield(view) }
    }

    private func view(of desk: AgentDesk) -> AgentView {
        var view = desk.view
        if case .talking(let customer) = desk.machine.activity { view.recording = guests[customer]?.recording ?? .none }
        return view
    }

    func customer(of number: AgentNumber) throws -> CustomerID {
        guard let desk = desks[number] else { throw AgentError.unknown(number) }
        guard case .talking(let customer) = desk.machine.activity else {
            throw AgentError(.noCall, "Agent \(number) talks to nobody just now.")
        }
        return customer
    }
}
