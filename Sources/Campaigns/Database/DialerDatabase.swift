import CSQLite
package import Foundation
import GRDB

/// `dialer.sqlite`: the memory of the dialer, and the invariants that hold whatever the code above does.
///
/// One process at a time works on it (`InstanceLock`); any number may read it with `openForReading`. Writes go through
/// `commit`, which puts many callers into one transaction. Runs on: any task.
package final class DialerDatabase: Sendable {
    let pool: DatabasePool
    /// This opening of the database, the owner of all leases it takes.
    ///
    /// Nil where it was opened for reading.
    let instance: Int64?
    /// What seals the records; nil where the database was opened without their key.
    package let records: SealedRecords?
    /// Nil in a simulation, which commits alone and where it stands.
    private let committer: GroupCommitter?
    /// The secret part of a new attempt's Call-ID.
    let newToken: @Sendable () -> String
    private let lock: InstanceLock?

    /// Opens or creates the database, brings its schema up to date, and registers this process as its one worker.
    ///
    /// Call `recover` next. Throws: `databaseInUse`, `databaseUnusable`, `recordKey`.
    ///
    /// - Parameter recordKey: the key file of the sealed records, which is made with the first of them.
    package static func open(
        at file: URL, recordKey: RecordKeyFile? = nil, now: UTCTime = .now
    ) throws -> DialerDatabase {
        let lock = try InstanceLock(for: file)
        return try explaining(file) {
            var configuration = Configuration()
            configuration.label = "dialer"
            // The command line writes beside us, briefly.
            configuration.busyMode = .timeout(5)
            configuration.foreignKeysEnabled = true
            // Customers' numbers and password hashes are nobody else's to read; SQLite gives `-wal` and `-shm` the same
            // permissions. An existing file keeps its own.
            if !FileManager.default.fileExists(atPath: file.path) {
                let descriptor = Foundation.open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
                if descriptor >= 0 { Foundation.close(descriptor) }
            }
            let pool = try migrated(file, configuration)
            let seal = try recordKey?.seal(for: try pool.read(SealedRecords.beginning))
            let instance = try register(ProcessInfo.processInfo.processIdentifier, in: pool, now: now)
            let database = DialerDatabase(pool: pool, instance: instance, lock: lock, seal: seal)
            try pool.write { try database.events.sealPast($0, now: now) }
            return database
        }
    }

    /// The row of this opening.
    static func register(_ process: Int32, in pool: DatabasePool, now: UTCTime) throws -> Int64 {
        try pool.write { db in
            try db.execute(
                sql: "INSERT INTO processInstance (pid, startedAt) VALUES (?, ?)",
                arguments: [process, now.milliseconds]
            )
            return db.lastInsertedRowID
        }
    }

    /// Says early that another process works on the database, where `open` would say it after all other preparations.
    ///
    /// Throws: `databaseInUse`.
    package static func refuseIfInUse(at file: URL) throws(CampaignsError) {
        if InstanceLock.isHeld(for: file) { throw InstanceLock.inUse(file) }
    }

    /// Opens or creates the database to change campaigns and lists, beside the process that works on it.
    ///
    /// Nothing can be leased through it.
    package static func openBeside(at file: URL, recordKey: RecordKeyFile? = nil) throws -> DialerDatabase {
        try explaining(file) {
            var configuration = Configuration()
            configuration.label = "dialer-beside"
            configuration.busyMode = .timeout(5)
            let pool = try migrated(file, configuration)
            return DialerDatabase(pool: pool, instance: nil, lock: nil, seal: try seal(recordKey, of: pool))
        }
    }

    /// Works on the same file beside this opening, as another process would: for lists, which are loaded with weaker
    /// promises than commits of this one make.
    func withConnectionOfItsOwn<Value>(_ body: (DialerDatabase) async throws -> Value) async throws -> Value {
        let own = try Self.openBeside(at: URL(filePath: pool.path))
        let value: Value
        do { value = try await body(own) } catch {
            try? own.pool.close()
            throw error
        }
        try own.pool.close()
        return value
    }

    /// Opens an existing database to look at it, beside the process that works on it.
    package static func openForReading(at file: URL, recordKey: RecordKeyFile? = nil) throws -> DialerDatabase {
        try explaining(file) {
            var configuration = Configuration()
            configuration.label = "dialer-reader"
            configuration.readonly = true
            let pool = try DatabasePool(path: file.path, configuration: configuration)
            return DialerDatabase(pool: pool, instance: nil, lock: nil, seal: try seal(recordKey, of: pool))
        }
    }

    /// The seal of a chain that the daemon has begun; nil before, for only the daemon makes a key.
    private static func seal(_ key: RecordKeyFile?, of pool: DatabasePool) throws -> RecordSeal? {
        guard let key, key.exists else { return nil }
        return try key.seal(for: try pool.read(SealedRecords.beginning))
    }

    private init(pool: DatabasePool, instance: Int64?, lock: InstanceLock?, seal: RecordSeal? = nil) {
        self.pool = pool
        records = seal.map(SealedRecords.init)
        self.instance = instance
        self.lock = lock
        committer = GroupCommitter(pool: pool)
        newToken = { AttemptRecords.randomToken() }
    }

    /// A simulation's: everything is done on the thread that asks for it.
    init(simulated pool: DatabasePool, instance: Int64, lock: InstanceLock, newToken: @escaping @Sendable () -> String)
    {
        self.pool = pool
        records = nil
        self.instance = instance
        self.lock = lock
        committer = nil
        self.newToken = newToken
    }

    /// Runs `work` in the next group's transaction; when this returns, it is on disk.
    ///
    /// What `work` throws undoes only its own changes.
    func commit<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        guard let committer else { return try commitHere(work) }
        return try await committer.commit(work)
    }

    func read<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        committer == nil ? try readHere(work) : try await pool.read(work)
    }

    /// Ends the work of this process on the database.
    ///
    /// Open attempts must be finished before.
    package func close(now: UTCTime = .now) async throws {
        if let instance {
            try await commit { db in
                try db.execute(
                    sql: "UPDATE processInstance SET endedAt = ? WHERE id = ?",
                    arguments: [now.milliseconds, instance]
                )
            }
        }
        try pool.close()
        lock?.release()
    }

    func releaseLock() { lock?.release() }

    /// How many transactions the group commit has made, for tests and figures.
    package var commitCount: Int { get async { await committer?.commitCount ?? 0 } }

    /// A pool whose commits are on disk when they return, with the schema up to date.
    static func migrated(_ file: URL, _ configuration: Configuration) throws -> DatabasePool {
        // An import is a twentieth faster, and so is everything else that has several connections at work.
        _ = CSQLite_withoutMemoryStatistics()
        let pool = try DatabasePool(path: file.path, configuration: configuration)
        // With less, a power cut would take the last commits, and with them the memory of who was rung. GRDB sets
        // NORMAL when it turns WAL on, after `prepareDatabase`, so this comes after the opening.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        if try pool.read(DialerSchema.migrator.hasBeenSuperseded) {
            throw CampaignsError(
                .databaseUnusable,
                "The database \(file.path) was made by another version of dialerd. Install that one, or restore a backup."
            )
        }
        try DialerSchema.migrator.migrate(pool)
        return pool
    }

    static func explaining<Value>(_ file: URL, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw CampaignsError(
                .databaseUnusable,
                "The database \(file.path) can't be used: \(error.message ?? error.resultCode.description). "
                    + "Check that the directory exists, may be written by dialerd, and has free space."
            )
        }
    }
}
