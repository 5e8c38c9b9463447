import GRDB

/// Counts the tallies anew, and compares them with what they are of.
///
/// They are kept while the dialer works, so this is for the day on which somebody doubts them.
package struct TallyBook: Sendable {
    /// Cells that say something else than the rows they are of.
    ///
    /// Units: counts of cells.
    package struct Differences: Hashable, Codable, Sendable {
        package var attempts = 0
        package var happenings = 0
        /// Of durations and charges; nil where the key is missing that opens them.
        package var calls: Int?

        package var isNone: Bool { attempts == 0 && happenings == 0 && (calls ?? 0) == 0 }
    }

    private let database: DialerDatabase

    package init(database: DialerDatabase) { self.database = database }

    /// To be called while no daemon works. Throws: `recordAltered`, and then nothing is changed.
    package func rebuild() async throws {
        let records = database.records
        try await database.commit { db in
            try db.execute(sql: "DELETE FROM attemptTally; DELETE FROM happeningTally;")
            try Self.recount(db)
            // Without the key nobody can say what durations are; those that are there stay.
            guard let tally = records.map({ CallTally(seal: $0.seal) }) else { return }
            try db.execute(sql: "DELETE FROM callTally")
            for (place, cell) in try tally.recount(db) { try tally.write(db, cell, at: place) }
        }
    }

    /// Counts what is plain, into empty tallies.
    static func recount(_ db: Database, _ sources: [TallySource] = TallySource.all) throws {
        try db.execute(sql: "INSERT INTO attemptTally (\(AttemptTally.columns)) \(AttemptTally.recount)")
        for source in sources {
            try db.execute(sql: "INSERT INTO happeningTally (\(TallySource.columns)) \(source.recount)")
        }
    }

    /// How large the tallies are, by table.
    package func rowCounts() async throws -> [String: Int] {
        try await database.read { db in
            let tables = ["attemptTally", "happeningTally", "callTally"]
            return try tables.reduce(into: [:]) { counts, table in
                counts[table] = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)")
            }
        }
    }

    /// Reads everything, so it takes as long as counting anew; the daemon may go on working.
    package func check() async throws -> Differences {
        let records = database.records
        return try await database.read { db in
            func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
            return Differences(
                attempts: try count(Self.attemptDifferences),
                happenings: try count(Self.happeningDifferences),
                calls: try records.map { try CallTally(seal: $0.seal).differences(db) }
            )
        }
    }

    private static let attemptDifferences = differences(
        between: AttemptTally.recount, and: "SELECT \(AttemptTally.columns) FROM attemptTally WHERE attempts <> 0",
        columns: AttemptTally.columns, of: AttemptTally.key)

    private static let happeningDifferences = differences(
        between: TallySource.all.map(\.recount).map { "SELECT * FROM (\($0))" }.joined(separator: " UNION ALL "),
        and: "SELECT \(TallySource.columns) FROM happeningTally WHERE count <> 0",
        columns: TallySource.columns, of: "campaign, quarter, what, kind")

    private static func differences(between truth: String, and tally: String, columns: String, of key: String) -> String
    {
        """
        WITH truth (\(columns)) AS (\(truth)), tally AS (\(tally)),
            differing AS (
                SELECT * FROM (SELECT * FROM truth EXCEPT SELECT * FROM tally)
                UNION ALL SELECT * FROM (SELECT * FROM tally EXCEPT SELECT * FROM truth))
        SELECT count(*) FROM (SELECT DISTINCT \(key) FROM differing)
        """
    }
}
