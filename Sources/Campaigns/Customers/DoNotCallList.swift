import GRDB

/// Numbers whose owners asked not to be called: by one campaign, or by any.
///
/// A fax or a call that was asked for still goes out.
package struct DoNotCallList: Sendable {
    private let database: DialerDatabase

    package init(database: DialerDatabase) { self.database = database }

    /// Stored when this returns.
    ///
    /// Asking twice changes nothing.
    ///
    /// - Parameter campaign: the only campaign that is to keep off; all where nil.
    package func add(
        _ number: E164, campaign: String? = nil, source: String, attempt: Attempt? = nil, now: UTCTime
    ) async throws {
        try await database.commit { db in
            try Self.add(db, number, campaign: campaign, source: source, attempt: attempt?.id, now: now)
        }
    }

    /// The same inside a transaction of the caller.
    static func add(
        _ db: Database, _ number: E164, campaign: String? = nil, source: String, attempt: Int64?, now: UTCTime
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO doNotCall (number, campaign, at, attempt, source) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """,
            arguments: [number.text, campaign ?? "", now.milliseconds, attempt, source])
    }

    /// The owner wants to be called again.
    ///
    /// Who took the number off the list is on record.
    package func remove(_ number: E164, campaign: String? = nil, who: String, now: UTCTime) async throws {
        let events = database.events
        try await database.commit { db in
            try db.execute(
                sql: "DELETE FROM doNotCall WHERE number = ? AND campaign = ?",
                arguments: [number.text, campaign ?? ""]
            )
            try events.write(db, who: who, what: "do-not-call removed", subject: number.text, now: now)
        }
    }

    package func contains(_ number: E164, campaign: String = "") async throws -> Bool {
        try await database.read { try Self.holds($0, number, campaign: campaign) }
    }

    /// Whether the list keeps `campaign` off the number.
    static func holds(_ db: Database, _ number: E164, campaign: String) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM doNotCall WHERE number = ? AND campaign IN ('', ?))"
        )
        return try Bool.fetchOne(statement, arguments: [number.text, campaign]) ?? false
    }
}
