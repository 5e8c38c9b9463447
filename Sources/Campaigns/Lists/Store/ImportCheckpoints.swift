import GRDB

/// Brings the database's file up to its write-ahead log while an import goes on, on a connection of its own.
///
/// SQLite would do it within each batch's commit, and write pages to the disk that the next batch changes again: numbers
/// come in no order. So it is done every few batches, while the next one is understood and staged.
/// Runs on: the importing task; the checkpoint itself on the connection's queue.
actor ImportCheckpoints {
    /// Some 30 MB of log beside calls, some 300 MB alone, which the next batch begins anew.
    private static let batches = 4

    private let connection: DatabaseQueue
    private var written = 0
    private var running: Task<Void, any Error>?

    /// Until `ListStore.close` SQLite does none of its own after the import's commits.
    init(_ database: DialerDatabase) throws {
        connection = try DatabaseQueue(path: database.pool.path)
        try database.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA main.wal_autocheckpoint = 0") }
    }

    /// Waits for the one that is running.
    ///
    /// A batch that is written meanwhile would keep the log from beginning anew, and it would grow as long as the list.
    func settle() async throws {
        try await running?.value
        running = nil
    }

    /// Begins one, when it is time.
    func batchIsWritten() {
        written += 1
        guard written.isMultiple(of: Self.batches) else { return }
        running = Task { [connection] in
            // Passive: waits for nobody, and leaves it to a daemon that is at it already.
            try await connection.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)") }
        }
    }
}
