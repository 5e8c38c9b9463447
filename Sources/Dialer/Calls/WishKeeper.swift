/// Keeps each wish of a call once, however often the caller asks, also while the first asking is still being kept.
actor WishKeeper {
    private var kept: [CallerWish: Task<CallFlowAnswer, any Error>] = [:]

    /// What could not be kept is tried anew the next time.
    func once(
        _ wish: CallerWish, _ keep: @escaping @Sendable () async throws -> CallFlowAnswer
    ) async throws -> CallFlowAnswer {
        if let begun = kept[wish] { return try await begun.value }
        let keeping = Task { try await keep() }
        kept[wish] = keeping
        let result = await keeping.result
        if (try? result.get()) != .kept { kept[wish] = nil }
        return try result.get()
    }
}
