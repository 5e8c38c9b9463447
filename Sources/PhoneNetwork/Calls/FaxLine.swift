import FaxEngine
import Synchronization
import Telephony

/// A fax machine's end of a call, in G.711 and then perhaps in T.38.
///
/// The terminal is made, used and freed on the leg's media thread; the flags are all that others touch.
final class FaxLine: @unchecked Sendable {
    private let options: FaxOptions
    private let report: @Sendable (FaxEvent) -> Void
    private let isDead = Atomic(false)
    private let isOver = Atomic(false)
    /// Media thread only.
    private var terminal: FaxTerminal?
    private var hasHungUp = false

    init(receivePath: String, identity: String, report: @escaping @Sendable (FaxEvent) -> Void) {
        var options = FaxOptions()
        options.identity = identity
        options.receivePath = receivePath
        self.options = options
        self.report = report
    }

    /// Sends and hears nothing from now on; the terminal waits for what never comes.
    func goDead() { isDead.store(true, ordering: .relaxed) }

    /// The call is over: the terminal says `finished` within the next frame.
    func hangUp() { isOver.store(true, ordering: .relaxed) }

    // MARK: On the media thread

    /// What stands behind the leg in G.711.
    func exchange() -> sending FrameExchange {
        { [self] received, transmitted, origin in
            let terminal = readyTerminal()
            guard !isDead.load(ordering: .relaxed) else { return }
            let lost = Span<Int16>()
            terminal.exchange(received: origin == .concealed ? lost : received, into: &transmitted)
        }
    }

    /// What stands behind the leg once it is T.38.
    func t38Exchange(_ t38: T38Options) -> sending T38Exchange {
        var hasSwitched = false
        // The change of the terminal belongs to the media thread, so it waits for that thread's first turn.
        let ready = { [self] in
            let terminal = readyTerminal()
            if !hasSwitched { terminal.switchToT38(t38) }
            hasSwitched = true
            return terminal
        }
        return T38Exchange(
            receive: { [self] ifp, sequence in
                guard !isDead.load(ordering: .relaxed) else { return }
                ready().receive(ifp: ifp, sequence: sequence)
            },
            tick: { [self] outlet in
                let terminal = ready()
                guard !isDead.load(ordering: .relaxed) else { return }
                terminal.tick { ifp, copies in outlet.emit(ifp: ifp, copies: copies) }
            }
        )
    }

    private func readyTerminal() -> FaxTerminal {
        let terminal = terminal ?? FaxTerminal(role: .answering, options: options, events: report)
        self.terminal = terminal
        if isOver.load(ordering: .relaxed), !hasHungUp {
            hasHungUp = true
            terminal.hangUp()
        }
        return terminal
    }
}
