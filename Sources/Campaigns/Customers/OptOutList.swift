import GRDB

/// Numbers whose owners asked not to be called.
///
/// Every campaign keeps to it; a fax that was asked for still goes out.
package struct OptOutList: Sendable {
    private let database: DialerDatabase

    package init(database: DialerDatabase) { self.database = database }

    /// Stored when this returns.
    ///
    /// Asking twice changes nothing.
    package func add(_ number: E164, source: String, attempt: Attempt? = nil, now: UTCTime) async throws {
        try await database.commit { db in
            try db.execute(
                sql: "INSERT INTO optOut (number, at, attempt, source) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                arguments: [number.text, now.milliseconds, attempt?.id, source]
            )
        }
    }

    /// The owner wants to be called again.
    ///
    /// Who took the number off the list is on record.
    package func remove(_ number: E164, who: String, now: UTCTime) async throws {
        try await database.commit { db in
            try db.execute(sql: "DELETE FROM optOut WHERE number = ?", arguments: [number.text])
            try EventLog.write(db, who: who, what: "opt-out removed", subject: number.text, now: now)
        }
    }

    package func contains(_ number: E164) async throws -> Bool {
        try await database.read { try ContactRecords.isOptedOut($0, number) }
    }
}
