package import Telephony

/// A trunk in use: who wants to call waits here for a channel, in fair shares, and for the calls-per-second limit.
package actor TrunkLine {
    package nonisolated let trunk: Trunk
    private var admission: TrunkAdmission
    private var allotment: LineAllotment
    /// Who waits for a line, by the name of the claim, each first come, first served.
    private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]
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
        allotment = LineAllotment(channels: trunk.channels, reserved: trunk.reserved)
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

    /// Waits for a channel as the claim goes, and takes it; give it back with `release`.
    package func take(_ claim: LineAllotment.Claim) async {
        allotment.wait(claim)
        await withCheckedContinuation { continuation in
            waiting[claim.name, default: []].append(continuation)
            serve()
        }
    }

    /// How many calls a claim could place within a second.
    package func room(for claim: LineAllotment.Claim) -> Int {
        let free = admission.channels - admission.channelsInUse
        return min(allotment.room(for: claim, free: free), max(1, Int(trunk.callsPerSecond)))
    }

    /// A campaign was changed while it runs.
    package func adjust(_ claim: LineAllotment.Claim) {
        allotment.adjust(claim)
        serve()
    }

    /// Takes a channel for a call that comes in; false when all are in use.
    package func takeForIncomingCall() -> Bool {
        admission.accept()
    }

    package func release(_ claim: LineAllotment.Claim) {
        allotment.giveBack(claim.name)
        releaseIncomingCall()
    }

    package func releaseIncomingCall() {
        admission.release()
        serve()
    }

    private func serve() {
        while true {
            var next = allotment
            guard let name = next.takeNext(free: admission.channels - admission.channelsInUse) else { return }
            switch admission.place(at: elapsed()) {
            case .admitted:
                allotment = next
                waiting[name]?.removeFirst().resume()
            case .noChannel: return
            case .tooFast(let wait): return wake(after: wait)
            }
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
