/// The clock of a virtual thread; to sleep on it takes no time.
struct VirtualClock: Clock {
    struct Instant: InstantProtocol {
        let offset: Duration

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    let thread: VirtualThread

    var now: Instant { Instant(offset: thread.now) }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = thread.newSleeper()
        try await withTaskCancellationHandler {
            try Task.checkCancellation()
            try await withUnsafeThrowingContinuation { thread.sleep(id, until: deadline.offset, $0) }
        } onCancel: {
            thread.cancel(id)
        }
    }
}
