import Synchronization

/// The end of a leg, to be waited for.
final class LegOutcome: Sendable {
    private struct State {
        var statistics: MediaStatistics?
        var waiting: [CheckedContinuation<MediaStatistics, Never>] = []
    }

    private let state = Mutex(State())

    func settle(_ statistics: MediaStatistics) {
        let waiting = state.withLock { state in
            state.statistics = statistics
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: statistics) }
    }

    func statistics() async -> MediaStatistics {
        await withCheckedContinuation { continuation in
            let settled = state.withLock { state in
                if state.statistics == nil { state.waiting.append(continuation) }
                return state.statistics
            }
            if let settled { continuation.resume(returning: settled) }
        }
    }
}
