import Synchronization

/// What a leg tells the event pump; small and without references, so that writing it costs nothing.
enum LegSignal {
    case firstPacket
    case digit(UInt8)
    case playbackFinished(id: Int, milliseconds: Int)
    case playbackStopped(id: Int, milliseconds: Int, clip: Int)
    case remoteSilent
    case ended
}

/// A bounded lock-free ring from one media thread to the event pump.
///
/// Nothing is ever dropped: a leg whose ring fills stops reading its socket and its commands (`free`) until the pump has
/// caught up, so a flood of keys costs only the call that sends it.
final class SignalRing: @unchecked Sendable {
    static let capacity = 160
    private let slots = UnsafeMutablePointer<LegSignal>.allocate(capacity: capacity)
    private let written = Atomic<Int>(0)
    private let read = Atomic<Int>(0)

    deinit { slots.deallocate() }

    /// How many signals the writer may still put in.
    var free: Int { Self.capacity - (written.load(ordering: .relaxed) - read.load(ordering: .acquiring)) }

    func put(_ signal: LegSignal) {
        precondition(free > 0, "a leg wrote more signals in one tick than its ring has room for")
        let position = written.load(ordering: .relaxed)
        (slots + position % Self.capacity).initialize(to: signal)
        written.store(position + 1, ordering: .releasing)
    }

    func take() -> LegSignal? {
        let position = read.load(ordering: .relaxed)
        guard position < written.load(ordering: .acquiring) else { return nil }
        let signal = (slots + position % Self.capacity).move()
        read.store(position + 1, ordering: .releasing)
        return signal
    }
}
