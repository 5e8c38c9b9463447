import Synchronization

/// One thread on which a whole daemon runs, and the clock that it goes by.
///
/// What is ready runs in the order in which it became so. When nothing is, the clock jumps to the next sleeper. So the
/// same work gives the same result each time, and a day without calls takes no time. Runs on: the thread that made it;
/// work that is handed in from another one is counted, because it would break the order.
final class VirtualThread: TaskExecutor, Sendable {
    private struct Sleeper {
        let id: Int
        let deadline: Duration
        let continuation: UnsafeContinuation<Void, any Error>
    }

    private struct State {
        var ready: [UnownedJob] = []
        var nextReady = 0
        /// The first to be woken is the last.
        var sleepers: [Sleeper] = []
        var lastSleeper = 0
        var now: Duration
        var isDead = false
    }

    private let state: Mutex<State>

    /// - Parameter now: what the clock shows at first, from the simulation's beginning.
    init(now: Duration) { state = Mutex(State(now: now)) }

    var now: Duration { state.withLock(\.now) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { if !$0.isDead { $0.ready.append(job) } }
    }

    /// Begins a task here.
    @discardableResult
    func begin<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) -> Task<Value, any Error> {
        Task(executorPreference: self) {
            try await Workplace.$executor.withValue(self) { try await work() }
        }
    }

    /// Does what is ready, and what becomes ready by that.
    func work() {
        while let job = takeJob() { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    /// Does just so many pieces of work, and stops in the middle of it all; before `time` in any case.
    func work(pieces: Int, by time: Duration) {
        var left = pieces
        while left > 0 {
            if let job = takeJob() {
                job.runSynchronously(on: asUnownedTaskExecutor())
                left -= 1
            } else if !wakeNext(by: time) {
                return
            }
        }
    }

    /// Works until the clock shows `time`.
    func run(until time: Duration) {
        work()
        while wakeNext(by: time) { work() }
    }

    /// Does work that waits for no time, and returns what it came to.
    func complete<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
        let result = Mutex<Result<Value, any Error>?>(nil)
        _ = begin {
            do {
                let value = try await work()
                result.withLock { $0 = .success(value) }
            } catch {
                result.withLock { $0 = .failure(error) }
            }
        }
        self.work()
        guard let result = result.withLock({ $0 }) else { preconditionFailure("this work waits for the clock") }
        return try result.get()
    }

    /// As a kill ends a process: what was going on is never heard of again.
    func die() {
        state.withLock {
            $0.isDead = true
            ($0.ready, $0.nextReady, $0.sleepers) = ([], 0, [])
        }
    }

    private func takeJob() -> UnownedJob? {
        state.withLock { state in
            guard state.nextReady < state.ready.count else {
                state.ready.removeAll(keepingCapacity: true)
                state.nextReady = 0
                return nil
            }
            state.nextReady += 1
            return state.ready[state.nextReady - 1]
        }
    }

    /// Lets the clock jump; false where nobody is to be woken by then.
    private func wakeNext(by time: Duration) -> Bool {
        let sleeper = state.withLock { state -> Sleeper? in
            guard let next = state.sleepers.last, next.deadline <= time else {
                state.now = max(state.now, time)
                return nil
            }
            state.now = max(state.now, next.deadline)
            return state.sleepers.removeLast()
        }
        sleeper?.continuation.resume()
        return sleeper != nil
    }

    // MARK: Sleeping, for `VirtualClock`

    func newSleeper() -> Int {
        state.withLock {
            $0.lastSleeper += 1
            return $0.lastSleeper
        }
    }

    func sleep(_ id: Int, until deadline: Duration, _ continuation: UnsafeContinuation<Void, any Error>) {
        state.withLock { state in
            // Who has the same moment is woken in the order of asking.
            var place = state.sleepers.count
            while place > 0, state.sleepers[place - 1].deadline <= deadline { place -= 1 }
            state.sleepers.insert(Sleeper(id: id, deadline: deadline, continuation: continuation), at: place)
        }
    }

    func cancel(_ id: Int) {
        let sleeper = state.withLock { state in
            state.sleepers.firstIndex { $0.id == id }.map { state.sleepers.remove(at: $0) }
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}
