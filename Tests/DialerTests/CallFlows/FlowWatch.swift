import Campaigns
import Testing

@testable import Dialer

/// Drives a flow as a performer would, and watches that it keeps to its side of the contract.
struct FlowWatch {
    private(set) var flow: any CallFlow
    /// What is open: the number of each, and what it is about.
    private(set) var playback: (number: Int, pieces: [SpokenPiece])?
    private(set) var timer: (number: Int, duration: Duration)?
    private(set) var question: (number: Int, asked: CallFlowQuestion)?
    /// The wait for an agent, or the talk with one.
    private(set) var wait: (number: Int, wish: AgentWish)?
    private(set) var isConnected = false
    private(set) var hasHungUp = false
    private var stopped: [(number: Int, pieces: [SpokenPiece])] = []

    init(_ flow: some CallFlow) {
        self.flow = flow
    }

    /// Hands the event over and does what is wanted; then tells the ends of stopped playbacks, as a performer does.
    mutating func handle(_ event: CallFlowEvent) throws -> [CallFlowAction] {
        forget(event)
        var all = try perform(event)
        while let ended = stopped.popLast() {
            let heard = Heard(milliseconds: 100, pieces: 0, isComplete: false)
            all += try perform(.playbackEnded(number: ended.number, heard))
        }
        if !flow.hasEnded {
            let isOpen = playback != nil || timer != nil || question != nil || isConnected
            #expect(isOpen, "nothing is open after \(event): the call would hang in silence")
        }
        return all
    }

    mutating func letPromptEnd() throws -> [CallFlowAction] {
        let playing = try #require(playback)
        playback = nil
        return try handle(.playbackEnded(number: playing.number, .complete(playing.pieces.count)))
    }

    mutating func letTimerFire() throws -> [CallFlowAction] {
        let running = try #require(timer)
        return try handle(.timerFired(number: running.number))
    }

    mutating func answer(_ answer: CallFlowAnswer) throws -> [CallFlowAction] {
        let open = try #require(question)
        return try handle(.answered(number: open.number, answer))
    }

    mutating func tell(_ news: AgentNews) throws -> [CallFlowAction] {
        let open = try #require(wait)
        return try handle(.agent(number: open.number, news))
    }

    private mutating func forget(_ event: CallFlowEvent) {
        switch event {
        case .timerFired(let number) where number == timer?.number: timer = nil
        case .answered(let number, _) where number == question?.number: question = nil
        case .agent(let number, .connected) where number == wait?.number: isConnected = true
        case .agent(let number, .waitsAgain) where number == wait?.number: isConnected = false
        default: break
        }
    }

    private mutating func perform(_ event: CallFlowEvent) throws -> [CallFlowAction] {
        let hadEnded = flow.hasEnded
        let actions = flow.handle(event)
        #expect(!hadEnded || actions.isEmpty, "\(actions) after the end")
        for action in actions { try follow(action) }
        return actions
    }

    private mutating func follow(_ action: CallFlowAction) throws {
        switch action {
        case .play(let number, let pieces):
            #expect(playback == nil, "\(pieces) begun while something was playing")
            #expect(!pieces.isEmpty, "an empty playback")
            let catalogue = try Prompts.catalogue.get()
            for piece in pieces { #expect(catalogue.recording(of: piece) != nil, "\(piece) is not recorded") }
            playback = (number, pieces)
        case .stopPlayback:
            stopped.append(try #require(playback, "stopped what wasn't playing"))
            playback = nil
        case .startTimer(let number, let duration):
            #expect(timer == nil, "two timers")
            timer = (number, duration)
        case .cancelTimer(let number):
            #expect(timer?.number == number, "cancelled a timer that wasn't running")
            timer = nil
        case .ask(let number, let asked):
            question = (number, asked)
        case .seekAgent(let number, let wish):
            #expect(wait == nil, "two waits for an agent")
            wait = (number, wish)
        case .leaveQueue(let number):
            #expect(wait?.number == number, "left a queue it wasn't in")
            (wait, isConnected) = (nil, false)
        case .note:
            break
        case .hangUp:
            #expect(!hasHungUp, "hung up twice")
            hasHungUp = true
        }
    }
}

extension Heard {
    static func complete(_ pieces: Int) -> Heard {
        Heard(milliseconds: 1_000 * pieces, pieces: pieces, isComplete: true)
    }
}
