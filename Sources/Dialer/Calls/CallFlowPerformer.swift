import Telephony

/// Joins one call flow with a leg, a clock and the desk behind it, and keeps the promises of `CallFlow`.
struct CallFlowPerformer<Flow: CallFlow> {
    /// Everything that can wake the flow, in the one order in which it is handled.
    private enum Input: Sendable {
        case flow(CallFlowEvent)
        case media(MediaEvent)
        case signalling(SIPCallEvent)
        case timeIsUp
    }

    private var flow: Flow
    private let call: VoiceCall
    private let prompts: PromptLibrary
    private let desk: any CallFlowDesk
    private let agents: AgentAccess?
    private let limit: Duration
    private let clock: any Clock<Duration>
    private let inputs: AsyncStream<Input>
    private let wake: AsyncStream<Input>.Continuation

    private var origin: SessionOrigin
    private var record = CallFlowRecord()
    /// What was begun and has not ended: the one that goes on, and those that were stopped but not yet said to be.
    private var playing: [Int: [SpokenPiece]] = [:]
    private var timers: [Int: Task<Void, Never>] = [:]
    private var questions: [Task<Void, Never>] = []
    /// As whom the floor knows the customer, while she waits for an agent or has one.
    private var customer: CustomerID?
    private var end: CallEnd?
    private var media: MediaStatistics?
    private var knowsOfEnd = false

    init(
        _ flow: Flow, on call: VoiceCall, prompts: PromptLibrary, desk: any CallFlowDesk, agents: AgentAccess? = nil,
        limit: Duration = CallLimits().call, clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.flow = flow
        self.call = call
        self.prompts = prompts
        self.desk = desk
        self.agents = agents
        self.limit = limit
        self.clock = clock
        origin = call.origin
        (inputs, wake) = AsyncStream.makeStream()
    }

    /// Runs the flow to its end; when this returns the call is over, its leg closed, and what was asked is answered.
    ///
    /// To be run in a task that nobody cancels.
    mutating func run() async -> CallFlowRecord {
        let (leg, signalling, wake) = (call.leg, call.signalling, wake)
        Task { for await event in leg.events { wake.yield(.media(event)) } }
        Task { for await event in signalling.events { wake.yield(.signalling(event)) } }
        let timeLimit = Task { [clock, limit] in
            while (try? await clock.sleep(for: limit)) != nil { wake.yield(.timeIsUp) }
        }
        await perform(flow.handle(.started))
        for await input in inputs {
            switch input {
            case .flow(let event): await perform(flow.handle(event))
            case .media(let event): await take(event)
            case .signalling(let event): await take(event)
            case .timeIsUp:
                // Whoever has an agent, or waits for one, is not talking to a machine: people end that themselves.
                if customer == nil { await call.signalling.hangUp() }
            }
            if end != nil, media != nil { break }
        }
        timeLimit.cancel()
        for timer in timers.values { timer.cancel() }
        for question in questions { await question.value }
        record.callEnd = end
        record.media = media
        return record
    }

    private mutating func take(_ event: SIPCallEvent) async {
        switch event {
        case .reoffer(let offer): origin = await call.settle(offer, after: origin)
        case .ended(let callEnd):
            end = callEnd
            // At once: her agent must not wait for the voice to come to its end.
            await leaveQueue(hasHungUp: true)
            // How far the voice came, the leg says on its way out.
            Task { [leg = call.leg] in await leg.close() }
        case .progress, .answered: break
        }
    }

    private mutating func take(_ event: MediaEvent) async {
        switch event {
        case .digit(let character):
            guard let key = TelephoneKey(character) else { return }
            if let customer, let agents { await agents.floor.customerPressed(character, customer) }
            if !flow.takesSecret { record.keys.append(character) }
            await perform(flow.handle(.key(key)))
        case .playbackFinished(let number, let milliseconds):
            await playbackEnded(number, milliseconds, clip: nil)
        case .playbackStopped(let number, let milliseconds, let clip):
            await playbackEnded(number, milliseconds, clip: clip)
        case .remoteSilent:
            // Nothing has come for so long that nobody can be there; the BYE ends the call.
            await call.signalling.hangUp()
        case .ended(let statistics):
            media = statistics
            if end == nil { await call.signalling.hangUp() }
            await lineWentDown(nil)
        case .firstPacket: break
        }
    }

    private mutating func playbackEnded(_ number: Int, _ milliseconds: Int, clip: Int?) async {
        guard let pieces = playing.removeValue(forKey: number) else { return }
        let heard = Heard(milliseconds: milliseconds, pieces: clip ?? pieces.count, isComplete: clip == nil)
        record.note(playback: number, of: pieces, heard)
        if end == nil || !playing.isEmpty {
            await perform(flow.handle(.playbackEnded(number: number, heard)))
        } else {
            await lineWentDown(heard)
        }
    }

    private mutating func lineWentDown(_ heard: Heard?) async {
        guard !knowsOfEnd else { return }
        knowsOfEnd = true
        await leaveQueue(hasHungUp: true)
        await perform(flow.handle(.hungUp(heard)))
    }

    private mutating func perform(_ actions: [CallFlowAction]) async {
        for action in actions {
            switch action {
            case .play(let number, let pieces): play(number, pieces)
            case .stopPlayback: call.leg.stopPlayback()
            case .startTimer(let number, let duration):
                timers[number] = Task { [clock, wake] in
                    guard (try? await clock.sleep(for: duration)) != nil else { return }
                    wake.yield(.flow(.timerFired(number: number)))
                }
            case .cancelTimer(let number): timers.removeValue(forKey: number)?.cancel()
            case .ask(let number, let question):
                // Not cancelled with the call: a wish is kept even if the caller has hung up meanwhile.
                questions.append(
                    Task { [desk, wake] in
                        let answer = await desk.answer(question)
                        wake.yield(.flow(.answered(number: number, answer)))
                    })
            case .seekAgent(let number, let wish): await seekAgent(number, wish)
            case .leaveQueue: await leaveQueue(hasHungUp: false)
            case .note(let note): record.note(note)
            case .hangUp: await call.signalling.hangUp()
            }
        }
    }

    private mutating func seekAgent(_ number: Int, _ wish: AgentWish) async {
        guard let agents, end == nil else {
            wake.yield(.flow(.agent(number: number, .nobody)))
            return
        }
        let card = await agents.complete?(agents.card) ?? agents.card
        let (id, news) = await agents.floor.wait(
            for: wish, card, leg: call.leg, expected: customer == nil ? agents.expected : nil)
        customer = id
        Task { [wake] in
            for await item in news { wake.yield(.flow(.agent(number: number, item))) }
        }
    }

    private mutating func leaveQueue(hasHungUp: Bool) async {
        guard let agents, let customer else { return }
        self.customer = nil
        await agents.floor.leave(customer, hasHungUp: hasHungUp)
    }

    private mutating func play(_ number: Int, _ pieces: [SpokenPiece]) {
        guard end == nil, let playlist = prompts.playlist(number: number, pieces) else {
            let nothing = Heard(milliseconds: 0, pieces: 0, isComplete: false)
            wake.yield(.flow(.playbackEnded(number: number, nothing)))
            return
        }
        playing[number] = pieces
        call.leg.play(playlist)
    }
}
