import CMediaIO
import Synchronization

/// The legs of one media thread and what a tick does with them; driven by `MediaThread`, or by hand in tests.
final class LegRoster: @unchecked Sendable {
    /// Legs on their way to the thread.
    private let arrivals = Mailbox<LegCore>()
    /// Legs with signals, on their way to the event pump.
    let signalled = Mailbox<LegCore>()
    /// Commands carried out, on their way to be freed.
    let retired = Mailbox<LegCommand>()

    /// Legs given to the thread and not yet ended, for sharing legs out among threads.
    let count = Atomic<Int>(0)

    private var legs: [Unmanaged<LegCore>] = []
    private let batch = CMediaIO_batch_create()

    init() {
        legs.reserveCapacity(4096)
    }

    deinit {
        for leg in legs { leg.release() }
        CMediaIO_batch_destroy(batch)
    }

    var isEmpty: Bool { legs.isEmpty }

    func add(_ leg: LegCore) {
        count.add(1, ordering: .relaxed)
        arrivals.post(leg)
    }

    /// Moves every leg on by one frame; true when the event pump has something to do.
    func tick(isLate: Bool) -> Bool {
        guard let batch else { return false }
        while let leg = arrivals.take() { legs.append(leg) }
        var pumpIsNeeded = false
        var index = 0
        while index < legs.count {
            let leg = legs[index]
            let hasLeft = leg._withUnsafeGuaranteedRef { core in
                if !core.hasEnded { core.tick(isLate: isLate, batch: batch, retired: retired) }
                if core.hasSignalled { pumpIsNeeded = true }
                return tell(core, leg)
            }
            if hasLeft {
                legs.swapAt(index, legs.count - 1)
                legs.removeLast()
                count.subtract(1, ordering: .relaxed)
            } else {
                index += 1
            }
        }
        return pumpIsNeeded
    }

    /// Puts a leg with signals into the pump's mailbox; true when it ended and our reference went with it.
    private func tell(_ core: LegCore, _ leg: Unmanaged<LegCore>) -> Bool {
        guard core.hasSignalled, !core.isQueued.exchange(true, ordering: .acquiringAndReleasing) else { return false }
        core.clearSignalled()
        let hasEnded = core.hasEnded
        signalled.post(hasEnded ? leg : leg.retain())
        return hasEnded
    }

    /// Ends every leg, when the engine stops.
    func endAll() {
        while let leg = arrivals.take() { legs.append(leg) }
        for leg in legs { leg._withUnsafeGuaranteedRef { $0.end(isDetached: false) } }
    }

    /// The event pump's side: delivers events and frees what the thread is done with.
    func pump() {
        while let leg = signalled.next() {
            // Exchanged, not stored: what the thread signalled before it found the leg queued must be seen below.
            _ = leg.isQueued.exchange(false, ordering: .acquiringAndReleasing)
            leg.deliver()
        }
        while retired.next() != nil {}
    }
}
