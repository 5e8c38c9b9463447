import GRDB

/// Loads understood rows of one list into the database, batch after batch.
///
/// Rows wait in tables of the import's own, in a file that only this connection has and that is gone with it: what is
/// there holds no lock on the database, and takes no more memory however long the list is. Runs on: the importing thread.
final class ListStore {
    /// What one batch came to.
    struct Applied {
        var fates: [ListFate: Int]
        /// How long others had to wait for the database.
        var locked: Duration
    }

    let database: DialerDatabase
    let target: ListTarget
    let layout: ListLayout
    let campaign: Int64
    let rules: Set<DuplicateRule>
    let now: UTCTime

    /// - Parameter campaign: its id; anything where there is none yet.
    init(
        _ database: DialerDatabase, _ layout: ListLayout, campaign: Int64, rules: Set<DuplicateRule>, now: UTCTime
    ) throws {
        self.database = database
        self.layout = layout
        target = .of(layout.kind)
        self.campaign = campaign
        self.rules = rules
        self.now = now
        try database.pool.writeWithoutTransaction { db in
            try db.execute(sql: "ATTACH DATABASE '' AS staging")
            try db.execute(sql: StagingTables.sql(in: "staging", target) + Self.tables)
        }
    }

    /// Forgets what was staged, and gives the connection back as it was.
    func close() throws {
        try database.pool.writeWithoutTransaction { db in
            try db.execute(
                sql: """
                    DETACH DATABASE staging;
                    PRAGMA main.cache_size = -2000;
                    PRAGMA main.synchronous = FULL;
                    PRAGMA main.wal_autocheckpoint = 1000;
                    """)
        }
    }

    /// From here on a commit is on disk, with all that were before it.
    func makeDurable() throws {
        try database.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA main.synchronous = FULL") }
    }

    /// Gathers rows to be applied; those that are there already by one of the rules are refused.
    func stage(_ rows: StagedRows) throws -> [RowRefusal] {
        try database.pool.writeWithoutTransaction { db in
            var refusals: [RowRefusal] = []
            guard let first = rows.firstLine else { return refusals }
            try rows.takeOver(db)
            // Deferred, and writing to the import's own tables only: nobody waits for this.
            try db.inTransaction(.deferred) {
                refusals = try refuseKnown(db, from: first)
                return .commit
            }
            return refusals
        }
    }

    /// What applying would come to.
    func weigh() throws -> [ListFate: Int] {
        try database.pool.writeWithoutTransaction { db in
            var fates: [ListFate: Int] = [:]
            try db.inTransaction(.deferred) {
                fates = try decide(db)
                return .commit
            }
            return fates
        }
    }

    /// Loads all that is staged, or nothing: one transaction.
    func apply() throws -> Applied {
        try database.pool.writeWithoutTransaction { db in
            let clock = ContinuousClock()
            var (fates, began) = ([ListFate: Int](), clock.now)
            try db.inTransaction(.immediate) {
                began = clock.now
                fates = try decide(db)
                for sql in target.statements {
                    try db.cachedStatement(sql: sql).execute(arguments: arguments(for: sql))
                }
                return .commit
            }
            return Applied(fates: fates, locked: clock.now - began)
        }
    }

    /// Makes room for the next batch.
    func clear() throws {
        try database.pool.writeWithoutTransaction { db in
            try db.inTransaction(.deferred) {
                for table in ["listed", "number", "fate", "kept"] {
                    try db.cachedStatement(sql: "DELETE FROM staging.\(table)").execute()
                }
                return .commit
            }
        }
    }

    private func decide(_ db: Database) throws -> [ListFate: Int] {
        try db.cachedStatement(sql: "DELETE FROM staging.fate").execute()
        try db.cachedStatement(sql: "INSERT INTO staging.fate \(target.fates)")
            .execute(arguments: arguments(for: target.fates))
        let rows = try Row.fetchAll(
            db.cachedStatement(sql: "SELECT fate, count(*) AS rows FROM staging.fate GROUP BY fate"))
        return Dictionary(
            uniqueKeysWithValues: rows.compactMap { row in
                ListFate(rawValue: row["fate"]).map { ($0, row["rows"] as Int) }
            })
    }

    /// SQLite wants to be given just those that a statement names.
    func arguments(for sql: String) -> StatementArguments {
        var values: [String: (any DatabaseValueConvertible)?] = [:]
        if sql.contains(":campaign") { values["campaign"] = campaign }
        if sql.contains(":now") { values["now"] = now.milliseconds }
        return StatementArguments(values)
    }

    /// Dropped with the connection, whatever happens, so they need neither journal nor `fsync`.
    private static let tables = """
        PRAGMA staging.cache_size = -16384;
        -- Numbers and accounts come in no order: with less, each would be looked for in the file.
        PRAGMA main.cache_size = -98304;
        -- A power cut may take the last batches, which running the import again brings back; see `makeDurable`.
        PRAGMA main.synchronous = NORMAL;
        CREATE TABLE staging.fate (line INTEGER PRIMARY KEY, target INTEGER, fate TEXT NOT NULL) STRICT;
        CREATE TABLE staging.kept (contact INTEGER NOT NULL, number TEXT NOT NULL, retryAt INTEGER, attemptsUsed INTEGER,
            isWrong INTEGER, PRIMARY KEY (contact, number)) STRICT, WITHOUT ROWID;
        """
}
