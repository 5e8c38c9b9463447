package import Campaigns
import Foundation
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
        case act(AgentAct)
    }

    /// Somebody who wants an agent, or has one.
    struct Guest {
        let wish: AgentWish
        var card: CustomerCard
        /// She waits, or talks: she need not be called any more.
        var isOnLine = false
        /// Nil while she is being called, and where nobody has a voice: in a simulation.
        var leg: VoiceLeg?
        var news: AsyncStream<AgentNews>.Continuation?
        /// While she waits to be called until an agent is reserved for her.
        var reservation: AsyncStream<AgentNumber>.Continuation?
        /// While an agent looks at her.
        var preview: Preview?
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
        /// She was told that the call is recorded.
        var knowsOfRecording = false
    }

    /// Where a customer goes when her agent lets go of her.
    enum Onward {
        case queue(AgentWish)
        case agent(AgentNumber)
        case outside(OutsideID)
    }

    package nonisolated let time: WorkingTime
    package nonisolated let roster: AgentRoster
    /// Nil in a simulation, whose telephones are up as soon as they are rung, and say nothing.
    let telephones: AgentTelephones?
    nonisolated let notes: AsyncStream<Note>
    let outbox: AsyncStream<Note>.Continuation
    nonisolated let recordings: AsyncStream<CallRecorder.Order>
    let recorder: AsyncStream<CallRecorder.Order>.Continuation
    let music: PromptClip?

    var desks: [AgentNumber: AgentDesk] = [:]
    var guests: [CustomerID: Guest] = [:]
    var talks: [CustomerID: Talk] = [:]
    var distributor = CallDistributor()
    /// Calls of power and predictive campaigns, from before the dial until their end is on record.
    var pooled: [CustomerID: PooledCall] = [:]
    var pacings: [PacingWatchID: PacingWatch] = [:]
    var outside: [OutsideID: Outside] = [:]
    var lastOutside = 0
    var expectedWait = ExpectedWait()
    var lastCustomer: Int64 = 0
    var freeWatchers: [Int: (group: String, AsyncStream<Int>.Continuation)] = [:]
    var lastWatcher = 0
    var queuesShown: [String: LiveQueue] = [:]
    var isClosing = false

    package init(
        _ roster: AgentRoster, caller: OutboundCaller, prompts: PromptLibrary, callerID: String,
        limits: CallLimits = CallLimits(), time: WorkingTime = WorkingTime()
    ) {
        self.init(
            roster, telephones: AgentTelephones(caller: caller, limits: limits, callerID: callerID),
            music: prompts.playlist(number: 0, [SpokenPiece(.music, in: .mandarin)])?.clips.first, time: time)
    }

    /// - Parameter telephones: nil in a simulation.
    init(_ roster: AgentRoster, telephones: AgentTelephones?, music: PromptClip?, time: WorkingTime) {
        self.roster = roster
        self.telephones = telephones
        self.music = music
        self.time = time
        (notes, outbox) = AsyncStream.makeStream()
        (recordings, recorder) = AsyncStream.makeStream()
        for (place, number) in roster.agents.keys.sorted().enumerated() {
            desks[number] = roster.agents[number].map { AgentDesk($0, place: Int64(place), at: time.now()) }
        }
    }

    /// Logs everybody out as soon as they have talked to the end.
    func close() {
        isClosing = true
        for number in desks.keys.sorted() { try? handle(.logOutWhenDone, of: number) }
        endWhenEmpty()
    }

    func endWhenEmpty() {
        guard isClosing, outside.isEmpty, desks.values.allSatisfy({ $0.machine.presence == .loggedOut }) else {
            return
        }
        outbox.finish()
        recorder.finish()
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
        endTalks()
        // Once, after all of it: who was brought to nobody yet may be brought to him now.
        offer(number)
        endWhenEmpty()
    }

    func perform(_ action: AgentMachine.Action, of number: AgentNumber) {
        switch action {
        case .ringPhone: ringPhone(of: number)
        case .hangUpPhone: hangUpPhone(of: number)
        case .connect(let customer): connect(customer, to: number)
        case .release(let customer, let release): self.release(customer, release, of: number)
        case .startWrapUp(let customer): startWrapUp(customer, of: number)
        case .changed: changed(number)
        }
    }

    func connect(_ customer: CustomerID, to number: AgentNumber) {
        guard let guest = guests[customer] else { return }
        guests[customer]?.agent = number
        tellPacings(of: customer, .connected)
        pooled[customer]?.isConnected = true
        beginTalk(customer, guest, with: number)
        let group = roster.groups[guest.wish.group]
        desks[number]?.begin(guest.card, wrapUp: group?.wrapUp)
        if group?.recording == .all, !owesNotice(customer) { startRecording(customer, by: number) }
        // The page first: it is read before the first word is heard.
        show(number)
        guest.news?.yield(.connected(number))
        desks[number]?.voice?.leg.play(AgentDesk.tone)
        wire(number)
        if let asker = guest.asks { show(asker) }
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
        legs[.adviser] = adviserLeg(of: number)
        for (index, supervisor) in supervisors.enumerated() {
            legs[.supervisor(index, supervisor.value)] = desks[supervisor.key]?.voice?.leg
        }
        let parties = CallParties(
            isHeld: desk.isHeld || isHandingOn(number), isMuted: desk.isMuted, hasAdviser: legs[.adviser] != nil,
            isConference: desk.isConference, supervisors: supervisors.map(\.value))
        if parties.playsMusic { playMusic(to: leg) } else { leg.stopPlayback() }
        for party in parties.parties {
            legs[party]?.hear(parties.heard(by: party).compactMap { legs[$0]?.voice })
        }
    }

    func playMusic(to leg: VoiceLeg?) {
        if let music { leg?.play(Playlist(id: -1, clips: [music], passes: .max)) }
    }

    func release(_ customer: CustomerID, _ release: AgentMachine.Release, of number: AgentNumber) {
        desks[number]?.voice?.leg.hear([])
        guard let guest = guests[customer] else { return }
        if guest.preview != nil { return endPreview(customer, .left(number)) }
        if let asker = guest.asks {
            guests[customer] = nil
            return adviserLeft(asker)
        }
        dismissAgent(asked: number)
        dismissSupervisors(of: number)
        guests[customer]?.agent = nil
        guests[customer]?.onward = nil
        guest.leg?.hear([])
        guest.leg?.stopPlayback()
        if leavesToOutside(number, release) { return playMusic(to: guest.leg) }
        switch guest.onward {
        case .outside(let id)?: return bridge(customer, id)
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
            guard guest.isOnLine else { return }
            guest.news?.yield(.waitsAgain)
            queue(customer, for: guest.wish)
        case .hangUp: guest.news?.yield(.ended)
        case .gone: break
        }
    }

    func startWrapUp(_ customer: CustomerID, of number: AgentNumber) {
        // Nothing can be written down any more when the pages are gone.
        let limit = isClosing ? .zero : desks[number]?.wrapUp ?? .zero
        desks[number]?.wrapUpEnds = (now() + limit).date
        Workplace.begin { [clock = time.clock] in
            try? await clock.sleep(for: limit)
            await self.wrapUpIsOver(customer, of: number)
        }
    }

    func wrapUpIsOver(_ customer: CustomerID, of number: AgentNumber) {
        guard desks[number]?.machine.activity == .wrapUp(customer), !waitsForStoring(customer) else { return }
        deal(.wrapUpEnded, to: number)
    }

    func customer(of number: AgentNumber) throws -> CustomerID {
        guard let desk = desks[number] else { throw AgentError.unknown(number) }
        guard case .talking(let customer) = desk.machine.activity else {
            throw AgentError(.noCall, "Agent \(number) talks to nobody just now.")
        }
        return customer
    }
}
