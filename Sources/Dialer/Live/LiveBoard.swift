package import Foundation

/// Where the rooms write what is going on, and the console reads it.
///
/// A subscriber gets the state of now at once, then a new one when something has changed, but at most one each
/// `pause`, and one each `heartbeat` even if nothing has: a subscriber who hears nothing for longer knows that the
/// dialer is in trouble. A slow subscriber misses states, never the newest.
///
/// Whoever feeds a call tells its updates one after the other (await each), else an ended call may come back.
package actor LiveBoard {
    private var ledger: LiveLedger
    private var pace = PublishingPace()
    private var subscribers: [Int: AsyncStream<LiveState>.Continuation] = [:]
    private var subscriptions = 0
    private var heartbeatTask: Task<Void, Never>?
    private var isFinished = false

    private let pause: Duration
    private let heartbeat: Duration
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Date

    /// - Parameters:
    ///   - now: the time of day that the states carry; the same clock by which calls and faxes say `since`.
    package init(
        pause: Duration = .milliseconds(250),
        heartbeat: Duration = .seconds(5),
        limits: LiveLedger.Limits = LiveLedger.Limits(),
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        ledger = LiveLedger(startedAt: now(), limits: limits)
        self.pause = pause
        self.heartbeat = heartbeat
        self.clock = clock
        self.now = now
    }

    /// The state of now.
    package var state: LiveState { ledger.state(at: now()) }

    /// How many listen.
    package var subscriberCount: Int { subscribers.count }

    package func apply(_ update: LiveUpdate) {
        if ledger.apply(update) { changed() }
    }

    /// Takes in several updates as one change.
    package func apply(_ updates: [LiveUpdate]) {
        var isDifferent = false
        for update in updates where ledger.apply(update) { isDifferent = true }
        if isDifferent { changed() }
    }

    /// The states from now on, until the subscriber leaves or the board is finished.
    package func snapshots() -> AsyncStream<LiveState> {
        let (stream, continuation) = AsyncStream.makeStream(of: LiveState.self, bufferingPolicy: .bufferingNewest(1))
        continuation.yield(state)
        guard !isFinished else {
            continuation.finish()
            return stream
        }
        subscriptions += 1
        let subscription = subscriptions
        continuation.onTermination = { [weak self] _ in
            Task { await self?.leave(subscription) }
        }
        subscribers[subscription] = continuation
        if heartbeatTask == nil { beat() }
        return stream
    }

    /// Ends every subscription; later ones get one state and end.
    package func finish() {
        isFinished = true
        for continuation in subscribers.values { continuation.finish() }
        subscribers = [:]
        heartbeatTask?.cancel()
    }

    private func leave(_ subscription: Int) {
        subscribers[subscription] = nil
        guard subscribers.isEmpty else { return }
        heartbeatTask?.cancel()
        heartbeatTask = nil
    }

    private func changed() {
        guard !subscribers.isEmpty else { return }
        perform(pace.changed())
    }

    private func perform(_ action: PublishingPace.Action) {
        guard action == .publishAndPause else { return }
        let state = state
        for continuation in subscribers.values { continuation.yield(state) }
        Task { [weak self, clock, pause] in
            try? await clock.sleep(for: pause)
            await self?.pauseEnded()
        }
    }

    private func pauseEnded() {
        perform(pace.pauseEnded())
    }

    private func beat() {
        heartbeatTask = Task { [weak self, clock, heartbeat] in
            while (try? await clock.sleep(for: heartbeat)) != nil {
                guard let self else { return }
                await self.changed()
            }
        }
    }
}
