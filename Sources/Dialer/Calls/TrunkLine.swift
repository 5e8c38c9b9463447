package import Telephony

/// A trunk in use: who wants to call waits here for a channel and for the calls-per-second limit.
package actor TrunkLine {
    package nonisolated let trunk: Trunk
    private var admission: TrunkAdmission
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private let clock: ContinuousClock
    private let start: ContinuousClock.Instant
    private let changed: @Sendable (_ channelsUsed: Int) -> Void
    private var timer: Task<Void, Never>?

    /// - Parameter changed: told the channels in use whenever that changes.
    package init(_ trunk: Trunk, changed: @escaping @Sendable (_ channelsUsed: Int) -> Void = { _ in }) {
        self.trunk = trunk
        self.changed = changed
        clock = ContinuousClock()
        start = clock.now
        admission = TrunkAdmission(
            channels: trunk.channels, callsPerSecond: trunk.callsPerSecond, at: .zero)
    }

    /// Channels that nobody uses now.
    package var freeChannels: Int { admission.channels - admission.channelsInUse }

    /// Waits for a channel, first come, first served, and takes it; give it back with `release`.
    package func take() async {
        if !waiting.isEmpty || !tryToTake() {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    /// Takes a channel for a call that comes in; false when all are in use.
    package func takeForIncomingCall() -> Bool {
        guard admission.accept() else { return false }
        changed(admission.channelsInUse)
        return true
    }

    package func release() {
        admission.release()
        changed(admission.channelsInUse)
        serve()
    }

    private func tryToTake() -> Bool {
        switch admission.place(at: start.duration(to: clock.now)) {
        case .admitted:
            changed(admission.channelsInUse)
            return true
        case .noChannel:
            return false
        case .tooFast(let wait):
            wake(after: wait)
            return false
        }
    }

    private func serve() {
        while let next = waiting.first, tryToTake() {
            waiting.removeFirst()
            next.resume()
        }
    }

    private func wake(after wait: Duration) {
        guard timer == nil else { return }
        timer = Task {
            try? await clock.sleep(for: wait)
            timer = nil
            serve()
        }
    }
}
