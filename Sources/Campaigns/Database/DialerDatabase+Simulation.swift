package import Foundation
import GRDB
import Synchronization

extension DialerDatabase {
    /// Marks a file as a simulation's (`PRAGMA application_id`): “SIMU”.
    private static let simulationMark = 0x5349_4D55

    /// Opens or creates the database of a simulation, in a folder of its own.
    ///
    /// Work is done on the thread that asks for it, and nothing waits for the disk: a simulation can be run again. A
    /// daemon's file is refused, so that its commits are never as careless. Runs on: one thread.
    ///
    /// Throws: `databaseInUse`, `databaseUnusable`.
    ///
    /// - Parameter seed: makes the same tokens again.
    package static func openForSimulation(at file: URL, seed: UInt64, now: UTCTime) throws -> DialerDatabase {
        let lock = try InstanceLock(for: file)
        return try explaining(file) {
            var configuration = Configuration()
            configuration.label = "simulation"
            configuration.foreignKeysEnabled = true
            // Many commits share one transaction, which stays open from one to the next.
            configuration.allowsUnsafeTransactions = true
            let isNew = !FileManager.default.fileExists(atPath: file.path)
            let pool = try migrated(file, configuration)
            let mark = try pool.read { try Int.fetchOne($0, sql: "PRAGMA application_id") }
            guard isNew || mark == simulationMark else {
                throw CampaignsError(
                    .databaseUnusable,
                    "The database \(file.path) isn't a simulation's. Give the simulation a folder of its own."
                )
            }
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA application_id = \(simulationMark); PRAGMA synchronous = OFF")
                // What a savepoint may have to undo needs no file.
                try db.execute(
                    sql: "PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -200000")
            }
            let instance = try register(0, in: pool, now: now)
            // Another opening of the same file continues with other tokens.
            let random = Mutex(SplitMix64(seed: seed, stream: instance))
            return DialerDatabase(simulated: pool, instance: instance, lock: lock) {
                random.withLock { AttemptRecords.token(from: &$0) }
            }
        }
    }

    /// As a kill leaves it: nothing is tidied, and the next opening finds what was committed.
    package func abandon() throws {
        try writeOut()
        try pool.close()
        releaseLock()
    }

    /// Puts into the file what was committed; to be done now and then, because what waits for it takes memory.
    package func writeOut() throws {
        try pool.writeWithoutTransaction { if $0.isInsideTransaction { try $0.commit() } }
    }

    /// A simulated process dies between two commits, never inside of one, and `abandon` writes them out: so a savepoint
    /// is as good as a commit here.
    func commitHere<Value>(_ work: (Database) throws -> Value) throws -> Value {
        try pool.writeWithoutTransaction { db in
            if !db.isInsideTransaction { try db.beginTransaction() }
            var value: Value?
            try db.inSavepoint {
                value = try work(db)
                return .commit
            }
            guard let value else { preconditionFailure("a savepoint that doesn't throw has done its work") }
            return value
        }
    }

    /// By the writer, which alone sees what isn't written yet.
    func readHere<Value>(_ work: (Database) throws -> Value) throws -> Value {
        try pool.writeWithoutTransaction(work)
    }
}
