import CSofiaSIP
import Foundation
import Synchronization

/// The thread that runs Sofia's root loop, as an actor's executor: whoever is isolated to that actor may call Sofia.
///
/// Jobs wake the loop through an eventfd, once per batch.
final class SofiaLoop: SerialExecutor, @unchecked Sendable {
    private struct State {
        var jobs: [UnownedJob] = []
        var wakePending = false
        var thread: pthread_t?
        var isOver = false
    }

    /// Runs what is asked of an endpoint after its shutdown, so that nobody waits for ever; Sofia is out of reach then.
    private static let afterlife = DispatchQueue(label: "sip-after-shutdown")

    private let state = Mutex(State())
    private let wakeDescriptor: Int32
    // Written by the loop's thread before `init` returns, then used on that thread only.
    nonisolated(unsafe) private(set) var root: OpaquePointer?

    init(name: String) {
        wakeDescriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        precondition(wakeDescriptor >= 0, "No file descriptor is left for the signalling thread.")
        let started = DispatchSemaphore(value: 0)
        let thread = Thread { [self] in run(started) }
        thread.name = name
        thread.start()
        started.wait()
    }

    private static let initialised: Void = {
        su_init()
        cs_silence_log()
    }()

    private func run(_ started: DispatchSemaphore) {
        _ = Self.initialised
        let root = su_root_create(nil)
        precondition(root != nil, "No file descriptor is left for the signalling thread.")
        su_root_threading(root, 0)
        self.root = root
        let registration = cs_register(
            root,
            wakeDescriptor,
            { _, _, context in
                Unmanaged<SofiaLoop>.fromOpaque(UnsafeRawPointer(context!)).takeUnretainedValue().runJobs()
                return 0
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
        state.withLock { $0.thread = pthread_self() }
        started.signal()
        su_root_run(root)
        su_root_deregister(root, registration)
        su_root_destroy(root)
        // What was enqueued while the loop ended still has to run.
        let late = state.withLock { state in
            state.isOver = true
            state.thread = nil
            defer { state.jobs = [] }
            return state.jobs
        }
        for job in late { runLate(job) }
        close(wakeDescriptor)
    }

    /// Ends the loop, and with it the thread; call on the loop, when nothing of Sofia's is left.
    func stop() {
        su_root_break(root)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isOver = state.withLock { state in
            guard !state.isOver else { return true }
            state.jobs.append(job)
            if !state.wakePending {
                // Under the lock, because the descriptor is closed when the loop is over.
                var one: UInt64 = 1
                write(wakeDescriptor, &one, 8)
            }
            state.wakePending = true
            return false
        }
        if isOver { runLate(job) }
    }

    private func runLate(_ job: UnownedJob) {
        Self.afterlife.async { [self] in job.runSynchronously(on: asUnownedSerialExecutor()) }
    }

    private func runJobs() {
        var count: UInt64 = 0
        read(wakeDescriptor, &count, 8)
        let batch = state.withLock { state in
            state.wakePending = false
            defer { state.jobs.removeAll(keepingCapacity: true) }
            return state.jobs
        }
        for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
    }

    func checkIsolated() {
        let isHere = state.withLock { $0.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
        precondition(isHere, "Sofia may only be touched on its own signalling thread.")
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }
}
