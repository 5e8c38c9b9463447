import Campaigns

/// What every dialogue by keys has in common: one thing said at a time, one timer, one question, and one end.
///
/// It takes the events first, drops outdated ones, and passes on what a flow must decide. Whatever the flow then does leaves
/// something open that brings the next event: a playback, a timer or a question. So no call ever hangs in silence.
struct Dialogue: Sendable {
    /// What is left of an event for the flow to decide.
    enum Input {
        case started
        case key(TelephoneKey)
        case promptEnded
        case silence
        case answer(CallFlowAnswer)
        /// An agent talks from now on.
        case connected
        /// Nobody is there, or not in time.
        case noAgent
    }

    private enum Phase: Equatable {
        case idle
        /// Says something and takes keys, during it and after it.
        case listening
        case asking(saidPleaseWait: Bool)
        /// Says that the call will be recorded, before the wait for an agent; keys have no effect.
        case noticing(Seeking)
        /// Waits for an agent; keys are taken.
        case queueing(endsByKey: Bool)
        /// Talks to one: keys are theirs.
        case connected
        /// Says the last sentence; keys have no effect any more.
        case parting
        case ended
    }

    /// A wait for an agent that is still to come.
    private struct Seeking: Equatable {
        let wish: AgentWish
        let prompts: [PromptID]
        let limit: Duration?
        let endsByKey: Bool
    }

    let patience: Patience
    var language: CustomerLanguage
    private var phase = Phase.idle
    /// The number of what is being said.
    private(set) var playback: Int?
    private var timer: Int?
    private var question: Int?
    /// The wait for an agent, how many wait before, and how long it will be.
    private var wait: (number: Int, ahead: Int, expected: Duration?)?
    private var mistakes = 0
    private var lastNumber = 0
    private var actions: [CallFlowAction] = []

    init(language: CustomerLanguage, patience: Patience) {
        self.language = language
        self.patience = patience
    }

    var hasEnded: Bool { phase == .ended }
    var grammar: Grammar { Grammar(language) }

    mutating func receive(_ event: CallFlowEvent) -> Input? {
        switch (event, phase) {
        case (_, .ended):
            return nil
        case (.hungUp, _):
            // What the last sentence said is the end that counts.
            if phase != .parting { note(.ended(.hungUp)) }
            phase = .ended
            return nil
        case (.started, .idle):
            phase = .listening
            return .started
        case (.agent(number: wait?.number, let news), _):
            return heard(news)
        case (.key(let key), .queueing(endsByKey: true)):
            hush()
            cancelTimer()
            leaveQueue()
            return .key(key)
        case (.key(let key), .listening):
            hush()
            cancelTimer()
            return .key(key)
        case (.playbackEnded(number: playback, let heard), .noticing(let seeking)):
            playback = nil
            seek(seeking, knowsOfRecording: heard.isComplete)
            return nil
        case (.playbackEnded(number: playback, _), _):
            playback = nil
            return promptEnded()
        case (.timerFired(number: timer), _):
            timer = nil
            return timeIsUp()
        case (.answered(number: question, let answer), .asking):
            return answered(answer)
        default:
            return nil
        }
    }

    private mutating func promptEnded() -> Input? {
        switch phase {
        case .listening:
            return .promptEnded
        case .asking:
            startTimer(patience.forAnswer)
        case .parting:
            actions.append(.hangUp)
            phase = .ended
        case .queueing:
            playMusic()
        case .idle, .noticing, .connected, .ended:
            break
        }
        return nil
    }

    private mutating func timeIsUp() -> Input? {
        switch phase {
        case .listening:
            return .silence
        case .asking(saidPleaseWait: false):
            phase = .asking(saidPleaseWait: true)
            play(["frame.please-wait"])
            return nil
        case .asking(saidPleaseWait: true):
            return answered(.unavailable)
        case .queueing:
            return noAgent()
        case .idle, .noticing, .parting, .connected, .ended:
            return nil
        }
    }

    private mutating func answered(_ answer: CallFlowAnswer) -> Input {
        question = nil
        phase = .listening
        hush()
        cancelTimer()
        return .answer(answer)
    }

    // MARK: Agents

    /// Waits for an agent with music; too long a wait ends it. A notice that the wish wants comes first.
    ///
    /// - Parameters:
    ///   - prompts: nothing is said, and no music played, where there are none.
    ///   - limit: nil for the patience of every wait.
    ///   - endsByKey: whether a key ends the wait; else keys have no effect.
    mutating func seekAgent(
        _ wish: AgentWish, saying prompts: [PromptID], patience limit: Duration? = nil, endsByKey: Bool = true
    ) {
        hush()
        cancelTimer()
        let seeking = Seeking(wish: wish, prompts: prompts, limit: limit, endsByKey: endsByKey)
        guard wish.tellsOfRecording else { return seek(seeking, knowsOfRecording: false) }
        phase = .noticing(seeking)
        play(["clerk.recorded"])
    }

    /// - Parameter knowsOfRecording: false where the notice didn't come to its end: the agent says it then.
    private mutating func seek(_ seeking: Seeking, knowsOfRecording: Bool) {
        var wish = seeking.wish
        wish.tellsOfRecording = knowsOfRecording
        phase = .queueing(endsByKey: seeking.endsByKey)
        wait = (nextNumber(), 0, nil)
        actions.append(.seekAgent(number: lastNumber, wish))
        if !seeking.prompts.isEmpty { play(seeking.prompts) }
        startTimer(seeking.limit ?? patience.forAgent)
    }

    private mutating func heard(_ news: AgentNews) -> Input? {
        switch (news, phase) {
        case (.waits(let ahead, let expected), .queueing):
            wait?.ahead = ahead
            wait?.expected = expected
        case (.connected(let agent), .queueing):
            hush()
            cancelTimer()
            phase = .connected
            note(.agent(agent))
            return .connected
        case (.connected(let agent), .connected):
            note(.agent(agent))
        case (.waitsAgain, .connected):
            phase = .queueing(endsByKey: true)
            play(["clerk.transferring"])
            startTimer(patience.forAgent)
        case (.ended, .connected):
            wait = nil
            note(.ended(.finished))
            actions.append(.hangUp)
            phase = .ended
        case (.nobody, .queueing):
            return noAgent()
        default:
            break
        }
        return nil
    }

    private mutating func noAgent() -> Input {
        hush()
        cancelTimer()
        leaveQueue()
        return .noAgent
    }

    private mutating func leaveQueue() {
        phase = .listening
        guard let number = wait?.number else { return }
        wait = nil
        actions.append(.leaveQueue(number: number))
    }

    /// With how many wait before, where somebody does, how long it will be, and what can be had instead.
    private mutating func playMusic() {
        let ahead = wait?.ahead ?? 0
        let place = ahead > 0 ? ["clerk.place-in-line"] + grammar.digits("\(ahead)") + [.shortPause] : []
        let offer: [PromptID] = phase == .queueing(endsByKey: true) ? ["clerk.callback-instead"] : []
        play(place + (wait?.expected.map(grammar.expectedWait) ?? []) + offer + [.music])
    }

    // MARK: What a flow does

    /// Says the prompts in the language of the call, instead of what was being said.
    mutating func say(_ prompts: [PromptID]) {
        say(prompts.map { SpokenPiece($0, in: language) })
    }

    /// - Returns: The playback's number.
    @discardableResult
    mutating func say(_ pieces: [SpokenPiece]) -> Int {
        hush()
        cancelTimer()
        playback = nextNumber()
        actions.append(.play(number: lastNumber, pieces))
        return lastNumber
    }

    /// Waits for a key; without one there is a `.silence`.
    mutating func listen(for duration: Duration) {
        cancelTimer()
        startTimer(duration)
    }

    mutating func ask(_ wanted: CallFlowQuestion) {
        hush()
        phase = .asking(saidPleaseWait: false)
        question = nextNumber()
        actions.append(.ask(number: lastNumber, wanted))
        listen(for: patience.beforePleaseWait)
    }

    mutating func note(_ note: CallNote) {
        actions.append(.note(note))
    }

    /// Says a last sentence, and hangs up after it.
    mutating func part(_ prompts: [PromptID], _ end: CallFlowEnd) {
        say(prompts)
        note(.ended(end))
        phase = .parting
    }

    /// Says what was wrong and then the prompt again; one time too many ends the call.
    mutating func mistake(_ wrong: PromptID, again prompts: [PromptID]) {
        mistake(wrong, again: prompts.map { SpokenPiece($0, in: language) })
    }

    mutating func mistake(_ wrong: PromptID, again pieces: [SpokenPiece]) {
        mistakes += 1
        if mistakes < patience.mistakes {
            say([SpokenPiece(wrong, in: language)] + pieces)
        } else if wrong == .timeOut {
            part([.timeOut, .thankYou, .goodbye], .silence)
        } else {
            part([.tooManyErrors, .goodbye], .tooManyErrors)
        }
    }

    /// The caller got on, so that earlier mistakes don't count.
    mutating func forgetMistakes() {
        mistakes = 0
    }

    mutating func takeActions() -> [CallFlowAction] {
        defer { actions = [] }
        return actions
    }

    private mutating func play(_ prompts: [PromptID]) {
        playback = nextNumber()
        actions.append(.play(number: lastNumber, prompts.map { SpokenPiece($0, in: language) }))
    }

    private mutating func hush() {
        guard playback != nil else { return }
        playback = nil
        actions.append(.stopPlayback)
    }

    private mutating func startTimer(_ duration: Duration) {
        timer = nextNumber()
        actions.append(.startTimer(number: lastNumber, duration))
    }

    private mutating func cancelTimer() {
        guard let number = timer else { return }
        timer = nil
        actions.append(.cancelTimer(number: number))
    }

    private mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }
}

extension PromptID {
    static let timeOut: PromptID = "frame.time-out"
    static let wrongKey: PromptID = "frame.wrong-key"
    static let tooManyErrors: PromptID = "frame.too-many-errors"
    static let thankYou: PromptID = "frame.thank-you"
    static let goodbye: PromptID = "frame.goodbye"
    static let tryAgain: PromptID = "frame.try-again"
    static let music: PromptID = "frame.hold-music"
}
