package import Telephony

/// A trunk in use: who wants to call waits here for a channel and for the calls-per-second limit.
package actor TrunkLine {
    package nonisolated let trunk: Trunk
    private var admission: TrunkAdmission
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private let clock: any Clock<Duration>
    private let elapsed: @Sendable () -> Duration
    private var timer: Task<Void, Never>?

    /// Whether the trunk answered us the last time that we called.
    private var isUp = true

    package init(_ trunk: Trunk, clock: any Clock<Duration> = ContinuousClock()) {
        self.trunk = trunk
        self.clock = clock
        elapsed = clock.stopwatch()
        admission = TrunkAdmission(
            channels: trunk.channels, callsPerSecond: trunk.callsPerSecond, at: .zero)
    }

    /// How much of it is in use now, as the live board shows it.
    var live: LiveTrunk {
        LiveTrunk(
            id: trunk.name, channelsUsed: admission.channelsInUse, channelLimit: admission.channels, isUp: isUp)
    }

    /// The trunk answered a call, with whatever it was.
    func heard() { isUp = true }

    /// The trunk refused our packets, or nothing came back in time.
    func heardNothing() { isUp = false }

    /// Waits for a channel, first come, first served, and takes it; give it back with `release`.
    package func take() async {
        if !waiting.isEmpty || !tryToTake() {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    /// Takes a channel for a call that comes in; false when all are in use.
    package func takeForIncomingCall() -> Bool {
        admission.accept()
    }

    package func release() {
        admission.release()
        serve()
    }

    private func tryToTake() -> Bool {
        switch admission.place(at: elapsed()) {
        case .admitted:
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
        timer = Workplace.begin { [clock] in
            try? await clock.sleep(for: wait)
            await self.timerFired()
        }
    }

    private func timerFired() {
        timer = nil
        serve()
    }
}
