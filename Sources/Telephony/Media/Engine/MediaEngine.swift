import Synchronization

/// The media threads of a process, its port range and its event pump.
///
/// Stops with its last reference; legs still up then end.
package final class MediaEngine: Sendable {
    private let threads: [MediaThread]
    private let ports: PortRange

    /// - Parameters:
    ///   - threads: 500 to 1,000 legs each is what was measured.
    ///   - bindAddress: a local IPv4 address.
    ///   - ports: RTP takes the even ones, RTCP the odd.
    /// - Throws: `MediaError` when the address is not one or a thread can't be started.
    package init(threads count: Int = 2, bindAddress: String, ports: ClosedRange<UInt16>) throws {
        self.ports = try PortRange(bindAddress: bindAddress, ports: ports)
        let threads = (0..<max(1, count)).map { _ in MediaThread() }
        self.threads = threads
        let signal = try EventSignal()
        try SystemThread.start("media-events") {
            var isRunning = true
            while isRunning {
                signal.wait()
                isRunning = !threads.allSatisfy { $0.hasStopped.load(ordering: .acquiring) }
                for thread in threads { thread.roster.pump() }
            }
        }
        for (index, thread) in threads.enumerated() {
            let phase = MediaClock.period / Int64(threads.count) * Int64(index)
            try thread.start(name: "media-\(index)", phase: phase) { signal.raise() }
        }
    }

    /// An engine whose threads stand still: its legs move with `tick()` only, so that no load of the machine costs a frame.
    init(standingStill count: Int, bindAddress: String, ports: ClosedRange<UInt16>) throws {
        self.ports = try PortRange(bindAddress: bindAddress, ports: ports)
        threads = (0..<count).map { _ in MediaThread() }
    }

    deinit {
        for thread in threads { thread.stop() }
    }

    /// Moves every leg on by one frame and delivers its events, where the threads stand still.
    func tick() {
        for thread in threads {
            _ = thread.roster.tick(isLate: false)
            thread.roster.pump()
        }
    }

    /// Binds the next free pair of ports.
    ///
    /// - Throws: `MediaError` when the whole range is in use.
    package func openPort() throws -> MediaPort { try ports.open() }

    /// How well each thread keeps its time.
    package var clocks: [ClockStatistics] { threads.map(\.statistics) }

    /// Gives a leg to the thread with the fewest.
    func add(_ leg: LegCore) {
        let thread = threads.min { $0.roster.count.load(ordering: .relaxed) < $1.roster.count.load(ordering: .relaxed) }
        thread?.roster.add(leg)
    }
}
