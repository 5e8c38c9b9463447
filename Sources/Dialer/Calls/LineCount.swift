/// The lines that a campaign, or the fax queue, may use at once.
actor LineCount {
    private var limit: Int
    private var inUse = 0
    var free: Int { limit - inUse }
    private var waiter: CheckedContinuation<Void, Never>?

    init(limit: Int) { self.limit = limit }

    /// A campaign got more lines, or fewer; calls that are up go on.
    func change(limit: Int) {
        self.limit = limit
        if free > 0 { wakeWaiter() }
    }

    /// - Throws: `CancellationError` where the task was cancelled meanwhile; it is told when the next line is free.
    func waitForFree() async throws -> Int {
        while free <= 0, !Task.isCancelled { await withCheckedContinuation { waiter = $0 } }
        try Task.checkCancellation()
        return free
    }

    /// Takes a line for `call`, which is a task of its own and no child of the group: a shutdown cancels the group, and
    /// a call that is up ends by itself. The group waits for it.
    ///
    /// - Parameter afterwards: what is left to do when the line is free again, with what the call gave; also waited for.
    nonisolated func begin<Left: Sendable>(
        in group: inout ThrowingDiscardingTaskGroup<any Error>, _ call: @escaping @Sendable () async -> Left,
        afterwards: (@Sendable (Left) async -> Void)? = nil
    ) async {
        await hold(in: &group) {
            await Workplace.begin(call).value
        } afterwards: { left in
            if let afterwards { await Workplace.begin { await afterwards(left) }.value }
        }
    }

    /// Takes a line for `work`, which a shutdown cancels.
    nonisolated func hold<Left: Sendable>(
        in group: inout ThrowingDiscardingTaskGroup<any Error>, _ work: @escaping @Sendable () async -> Left,
        afterwards: @escaping @Sendable (Left) async -> Void = { _ in }
    ) async {
        await take()
        group.addTask {
            let left = await work()
            await self.release()
            await afterwards(left)
        }
    }

    private func take() { inUse += 1 }

    private func release() {
        inUse -= 1
        wakeWaiter()
    }

    private func wakeWaiter() {
        waiter?.resume()
        waiter = nil
    }
}
