import GRDB

/// Puts the writes of many concurrent callers into common transactions, because one `fsync` for each of 150 calls a
/// second is what would limit a small disk.
///
/// A group is committed when 10 ms have passed since the last one was, and at once where that is longer ago. So a lone
/// caller waits for nobody, and a crowd shares. Each caller's work is in a savepoint of its own.
actor GroupCommitter {
    private struct Member: Sendable {
        /// Does the work, and returns what tells the caller, to be called once the commit is on disk.
        let perform: @Sendable (Database) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private static let interval: Duration = .milliseconds(10)
    /// More would make everybody wait for a long transaction.
    private static let groupLimit = 256

    private let pool: DatabasePool
    private var waiting: [Member] = []
    private var isRunning = false
    private(set) var commitCount = 0

    init(pool: DatabasePool) { self.pool = pool }

    func commit<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { (caller: CheckedContinuation<Value, any Error>) in
            waiting.append(
                Member(
                    perform: { db in
                        var outcome: Result<Value, any Error>?
                        do {
                            try db.inSavepoint {
                                outcome = .success(try work(db))
                                return .commit
                            }
                        } catch {
                            // A full disk makes SQLite roll back everything: then nobody's work may pass as done.
                            guard db.isInsideTransaction else { throw error }
                            outcome = .failure(error)
                        }
                        guard let outcome else { return {} }
                        return { caller.resume(with: outcome) }
                    },
                    fail: { caller.resume(throwing: $0) }
                )
            )
            if !isRunning {
                isRunning = true
                Task { await run() }
            }
        }
    }

    private func run() async {
        let clock = ContinuousClock()
        while !waiting.isEmpty {
            let group = Array(waiting.prefix(Self.groupLimit))
            waiting.removeFirst(group.count)
            let began = clock.now
            commitCount += 1
            do {
                let tell = try await pool.write { db in try group.map { try $0.perform(db) } }
                for caller in tell { caller() }
            } catch {
                for member in group { member.fail(error) }
            }
            try? await clock.sleep(until: began + Self.interval)
        }
        isRunning = false
    }
}
