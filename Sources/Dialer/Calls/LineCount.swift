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

    /// Takes a line for `call`, which is a task of its own and no child of the group: a shutdown cancels the group, and
    /// a call that is up ends by itself. The group waits for it.
    nonisolated func begin(
        in group: inout ThrowingDiscardingTaskGroup<any Error>, _ call: @escaping @Sendable () async -> Void
    ) async {
        await take()
        let task = Workplace.begin(call)
        group.addTask {
            await task.value
            await self.release()
        }
    }

    private func take() { free -= 1 }

    private func release() {
        free += 1
        waiter?.resume()
        waiter = nil
    }
}
