import CMediaIO
import Synchronization

/// A thread with a 20 ms clock that walks its legs.
final class MediaThread: Sendable {
    let roster = LegRoster()
    private let isStopping = Atomic(false)
    let hasStopped = Atomic(false)

    // The clock's figures, copied for readers once a tick.
    private let ticks = Atomic<Int>(0)
    private let lateTicks = Atomic<Int>(0)
    private let skippedTicks = Atomic<Int>(0)
    private let worst = Atomic<Int64>(0)

    /// - Parameters:
    ///   - phase: nanoseconds after the full period at which this thread ticks, so that threads don't all wake at once.
    ///   - wakePump: called when the event pump has something to do.
    func start(name: String, phase: Int64, wakePump: @escaping @Sendable () -> Void) throws {
        try SystemThread.start(name) { [self] in
            let start = (CMediaIO_now() / MediaClock.period + 1) * MediaClock.period + phase
            var clock = MediaClock(firstTick: start)
            while !isStopping.load(ordering: .acquiring) {
                CMediaIO_sleep_until(clock.due)
                let isLate = clock.begin(at: CMediaIO_now())
                if roster.tick(isLate: isLate) { wakePump() }
                publish(clock)
            }
            roster.endAll()
            while !roster.isEmpty {
                _ = roster.tick(isLate: false)
                wakePump()
                CMediaIO_sleep_until(CMediaIO_now() + MediaClock.period)
            }
            hasStopped.store(true, ordering: .releasing)
            wakePump()
        }
    }

    /// Ends the thread after the legs it was given so far.
    func stop() { isStopping.store(true, ordering: .releasing) }

    private func publish(_ clock: MediaClock) {
        ticks.store(clock.ticks, ordering: .relaxed)
        lateTicks.store(clock.lateTicks, ordering: .relaxed)
        skippedTicks.store(clock.skippedTicks, ordering: .relaxed)
        worst.store(clock.worst, ordering: .relaxed)
    }

    var statistics: ClockStatistics {
        ClockStatistics(
            ticks: ticks.load(ordering: .relaxed),
            lateTicks: lateTicks.load(ordering: .relaxed),
            skippedTicks: skippedTicks.load(ordering: .relaxed),
            worstMilliseconds: Double(worst.load(ordering: .relaxed)) / 1_000_000,
            legs: roster.count.load(ordering: .relaxed)
        )
    }
}
