/// The lines that a campaign, or the fax queue, may use at once.
actor LineCount {
    private var free: Int
    private var waiter: CheckedContinuation<Void, Never>?

    init(limit: Int) { free = limit }

    /// - Throws: `CancellationError` where the task was cancelled meanwhile; it is told when the next line is free.
    func waitForFree() async throws -> Int {
        if free == 0 { await withCheckedContinuation { waiter = $0 } }
        try Task.checkCancellation()
        return free
    }

    func take() { free -= 1 }

    func release() {
        free += 1
        waiter?.resume()
        waiter = nil
    }
}
