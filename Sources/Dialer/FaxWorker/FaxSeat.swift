import FaxEngine
import Synchronization
import Telephony

/// A fax terminal in its place on a media thread.
///
/// Runs on: the leg's media thread, which is the only one to touch the terminal from the leg's beginning to its end; the
/// flags are set from elsewhere and looked at once a frame. That is why this may be shared.
final class FaxSeat: @unchecked Sendable {
    private let terminal: FaxTerminal
    private let isHungUp = Atomic(false)
    private let isCancelled = Atomic(false)
    private var isT38 = false

    /// - Parameter report: called on the media thread, a few times a page.
    init(_ order: FaxLegOrder, report: @escaping @Sendable (FaxEvent) -> Void) {
        terminal = FaxTerminal(role: order.role, options: order.options, events: report)
    }

    func hangUp() { isHungUp.store(true, ordering: .releasing) }
    func cancel() { isCancelled.store(true, ordering: .releasing) }

    /// 20 ms of audio each way.
    func exchange(_ received: Span<Int16>, into transmitted: inout OutputSpan<Int16>) {
        obey()
        terminal.exchange(received: received, into: &transmitted)
    }

    /// The same terminal behind UDPTL.
    func t38(_ options: T38Options) -> T38Exchange {
        T38Exchange(
            receive: { [self] packet, sequence in
                change(options)
                terminal.receive(ifp: packet, sequence: sequence)
            },
            tick: { [self] outlet in
                change(options)
                obey()
                terminal.tick { packet, copies in outlet.emit(ifp: packet, copies: copies) }
            })
    }

    private func change(_ options: T38Options) {
        guard !isT38 else { return }
        isT38 = true
        terminal.switchToT38(options)
    }

    private func obey() {
        if isHungUp.load(ordering: .acquiring) { terminal.hangUp() }
        if isCancelled.load(ordering: .acquiring) { terminal.cancel() }
    }
}
