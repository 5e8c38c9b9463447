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
                // What a statement may have to undo needs no file.
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
        try pool.close()
        releaseLock()
    }

    func commitHere<Value>(_ work: (Database) throws -> Value) throws -> Value { try pool.write(work) }

    func readHere<Value>(_ work: (Database) throws -> Value) throws -> Value { try pool.read(work) }
}
