import Campaigns
import Testing

@testable import Dialer

/// What the far end does in a scripted call.
enum Turn {
    /// Presses the keys one after another, each as soon as something is heard.
    case press(String)
    /// Listens to the end of what is said.
    case listen
    /// Waits until the flow's patience is over.
    case silence
    case answer(CallFlowAnswer)
    case agent(AgentNews)
    case hangUp
}

/// Plays a script against a flow, and writes down the conversation.
struct Conversation {
    private(set) var lines: [String] = []
    private(set) var watch: FlowWatch

    init(_ flow: some CallFlow, _ turns: [Turn]) throws {
        watch = FlowWatch(flow)
        try write(watch.handle(.started))
        for turn in turns { try take(turn) }
    }

    var text: String { lines.joined(separator: "\n") }

    private mutating func take(_ turn: Turn) throws {
        switch turn {
        case .press(let keys):
            lines.append("> \(keys)")
            for character in keys {
                let key = try #require(TelephoneKey(character))
                try write(watch.handle(.key(key)))
            }
        case .listen: try write(watch.letPromptEnd())
        case .silence:
            if watch.playback != nil { try write(watch.letPromptEnd()) }
            lines.append("> (silence)")
            try write(watch.letTimerFire())
        case .answer(let answer): try write(watch.answer(answer))
        case .agent(let news): try write(watch.tell(news))
        case .hangUp:
            lines.append("> (hangs up)")
            let heard = watch.playback.map { _ in Heard(milliseconds: 2_500, pieces: 2, isComplete: false) }
            try write(watch.handle(.hungUp(heard)))
        }
    }

    private mutating func write(_ actions: [CallFlowAction]) throws {
        for action in actions {
            switch action {
            case .play(_, let pieces): lines.append("“\(try Prompts.text(pieces))”")
            case .ask(_, let question): lines.append("? \(Self.text(question))")
            case .note(let note): lines.append("= \(Self.text(note))")
            case .seekAgent(_, let wish): lines.append("waits for \(wish.group)")
            case .leaveQueue: lines.append("waits no more")
            case .hangUp: lines.append("hangs up")
            case .stopPlayback, .startTimer, .cancelTimer: break
            }
        }
    }

    private static func text(_ question: CallFlowQuestion) -> String {
        switch question {
        case .verify(let number, let password): "verify \(number.digits) with \(password.reveal())"
        case .bill(let account, let month): "bill of \(account.digits) for \(month?.description ?? "the latest month")"
        case .keep(.promise(let day)): "keep promise for \(day)"
        case .keep(.alreadyPaid): "keep already paid"
        case .keep(.doNotCall): "keep do not call"
        case .keep(.callback): "keep callback"
        case .keep(.billByFax(let number, let account, let month)):
            "keep bill of \(account.digits) for \(month?.description ?? "the latest month") by fax to \(number.digits)"
        }
    }

    private static func text(_ note: CallNote) -> String {
        switch note {
        case .language(let language): "language \(language.rawValue)"
        case .announcement(let heard):
            "announcement \(heard.playing) \(heard.isComplete ? "complete" : "\(heard.pieces)/\(heard.of)")"
        case .agent(let number): "agent \(number)"
        case .abandoned: "abandoned"
        case .ended(let end): "ended: \(end.rawValue)"
        }
    }
}
