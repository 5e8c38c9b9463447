import Campaigns

/// Performs a call that leads to an agent, with a person who doesn't exist: real flow, real floor, and no voices.
///
/// The person waits for an agent, talks to him and hangs up; who meets nobody listens for a while, and hangs up too.
/// `CallFlowPerformer` does the same with a leg.
struct SimulatedConversation {
    private enum Input: Sendable {
        case flow(CallFlowEvent)
        case hangsUp
    }

    /// What is said by us takes so long, each time.
    private static let sentence = Duration.seconds(12)
    /// Until she hangs up who met nobody.
    private static let listening = Duration.seconds(8)

    private var flow: ConnectFlow
    private let call: BegunCall
    private let floor: AgentFloor
    private let talk: Duration
    private let log: WorldLog
    private let time: WorkingTime
    private let keep: @Sendable (CallerWish) async -> Bool
    private let inputs: AsyncStream<Input>
    private let wake: AsyncStream<Input>.Continuation

    private var record = CallFlowRecord()
    /// As whom the floor knows her.
    private var customer: CustomerID?
    /// Whom she talks to or, where that is nobody, waits for; and since when.
    private var with: (agent: AgentNumber?, since: UTCTime)
    private var hasBegunToTalk = false
    private var timers: [Int: Task<Void, Never>] = [:]
    private var patience: [Task<Void, Never>] = []
    private var isOver = false

    init(
        _ flow: ConnectFlow, _ call: BegunCall, _ seat: CustomerID, on floor: AgentFloor, talk: Duration,
        log: WorldLog, time: WorkingTime, keep: @escaping @Sendable (CallerWish) async -> Bool
    ) {
        self.flow = flow
        self.call = call
        customer = seat
        self.floor = floor
        self.talk = talk
        self.log = log
        self.time = time
        self.keep = keep
        with = (nil, time.now())
        (inputs, wake) = AsyncStream.makeStream()
    }

    /// From the answer to the end of the call.
    mutating func run() async -> CallFlowRecord {
        await perform(flow.handle(.started))
        for await input in inputs {
            switch input {
            case .flow(.agent(let number, let news)):
                heard(news)
                await perform(flow.handle(.agent(number: number, news)))
            case .flow(let event): await perform(flow.handle(event))
            case .hangsUp:
                await leave()
                await perform(flow.handle(.hungUp(nil)))
                isOver = true
            }
            if isOver { break }
        }
        await leave()
        parts(to: nil)
        for task in timers.values { task.cancel() }
        for task in patience { task.cancel() }
        return record
    }

    private mutating func heard(_ news: AgentNews) {
        switch news {
        case .connected(let agent):
            parts(to: agent)
            if !hasBegunToTalk { hangUp(after: talk) }
            hasBegunToTalk = true
        case .waitsAgain: parts(to: nil)
        case .waits, .ended, .nobody: break
        }
    }

    /// She goes from whom she was with to somebody else.
    private mutating func parts(to agent: AgentNumber?) {
        // To have waited for somebody who came is no meeting with nobody.
        if with.agent != nil || (agent == nil && !hasBegunToTalk) {
            log.met(with.agent, in: call.attempt, from: with.since, until: time.now())
        }
        with = (agent, time.now())
    }

    private mutating func hangUp(after wait: Duration) {
        patience.append(later(wait, .hangsUp))
    }

    private func later(_ wait: Duration, _ input: Input) -> Task<Void, Never> {
        Workplace.begin { [time, wake] in
            if (try? await time.clock.sleep(for: wait)) != nil { wake.yield(input) }
        }
    }

    private mutating func perform(_ actions: [CallFlowAction]) async {
        for action in actions {
            switch action {
            case .play(let number, let pieces):
                let heard = Heard(
                    milliseconds: Int(Self.sentence.wholeMilliseconds), pieces: pieces.count, isComplete: true)
                timers[number] = later(Self.sentence, .flow(.playbackEnded(number: number, heard)))
            case .startTimer(let number, let wait):
                timers[number] = later(wait, .flow(.timerFired(number: number)))
            case .cancelTimer(let number): timers.removeValue(forKey: number)?.cancel()
            case .ask(let number, let question):
                guard case .keep(let wish) = question else { continue }
                let answer: CallFlowAnswer = await keep(wish) ? .kept : .unavailable
                wake.yield(.flow(.answered(number: number, answer)))
            case .seekAgent(let number, let wish): await seek(number, wish)
            case .leaveQueue: await leave(hasHungUp: false)
            case .note(let note):
                record.note(note)
                if note == .abandoned { hangUp(after: Self.listening) }
            case .stopPlayback: break
            case .hangUp: isOver = true
            }
        }
    }

    private mutating func seek(_ number: Int, _ wish: AgentWish) async {
        let (id, news) = await floor.wait(for: wish, CustomerCard(call), leg: nil, expected: customer)
        customer = id
        Workplace.begin { [wake] in
            for await item in news { wake.yield(.flow(.agent(number: number, item))) }
        }
    }

    private mutating func leave(hasHungUp: Bool = true) async {
        guard let customer else { return }
        self.customer = nil
        await floor.leave(customer, hasHungUp: hasHungUp)
    }
}
