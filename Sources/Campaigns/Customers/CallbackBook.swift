import GRDB

/// A call that somebody asked us for.
package struct Callback: Hashable, Sendable {
    package let id: Int64
    package let number: E164
    package let account: String?
    package let language: CustomerLanguage?
    package let askedAt: UTCTime
    package let dueAt: UTCTime
    /// What about, in the words of the flow that took it.
    package let wish: String
}

/// Callbacks: asked for, taken by a clerk, done or withdrawn.
///
/// None is ever deleted.
package struct CallbackBook: Sendable {
    private let database: DialerDatabase

    package init(database: DialerDatabase) { self.database = database }

    /// Stored when this returns, so say “a clerk will call you back” then.
    ///
    /// One call asks once.
    package func ask(
        number: E164,
        account: String?,
        language: CustomerLanguage?,
        wish: String,
        attempt: Attempt? = nil,
        dueAt: UTCTime,
        now: UTCTime
    ) async throws {
        try await database.commit { db in
            try Self.ask(
                db, number: number, account: account, language: language, wish: wish, attempt: attempt?.id,
                dueAt: dueAt, now: now)
        }
    }

    /// Inside a transaction of the caller.
    static func ask(
        _ db: Database,
        number: E164,
        account: String?,
        language: CustomerLanguage?,
        wish: String,
        attempt: Int64? = nil,
        dueAt: UTCTime,
        now: UTCTime
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO callback (number, account, language, attempt, askedAt, dueAt, wish, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting') ON CONFLICT (attempt) DO NOTHING
                """,
            arguments: [
                number.text, account, language?.rawValue, attempt, now.milliseconds, dueAt.milliseconds, wish,
            ]
        )
    }

    /// The next callback that is due, now this clerk's; nil where none is due.
    package func take(who: String, now: UTCTime) async throws -> Callback? {
        try await database.commit { db in
            let statement = try db.cachedStatement(
                sql: """
                    UPDATE callback SET state = 'taken', who = ? WHERE id = (
                        SELECT id FROM callback WHERE state = 'waiting' AND dueAt <= ? ORDER BY dueAt, id LIMIT 1)
                    RETURNING *
                    """
            )
            return try Row.fetchOne(statement, arguments: [who, now.milliseconds]).flatMap(Self.callback)
        }
    }

    /// Back to the others, such as when the clerk's shift ends.
    package func giveBack(_ callback: Callback, dueAt: UTCTime) async throws {
        try await change(callback, "state = 'waiting', who = NULL, dueAt = ?", [dueAt.milliseconds])
    }

    package func markDone(_ callback: Callback, now: UTCTime) async throws {
        try await change(callback, "state = 'done', endedAt = ?", [now.milliseconds])
    }

    package func waiting() async throws -> [Callback] {
        try await database.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM callback WHERE state = 'waiting' ORDER BY dueAt, id")
                .compactMap(Self.callback)
        }
    }

    private func change(_ callback: Callback, _ assignment: String, _ values: StatementArguments) async throws {
        try await database.commit { db in
            let sql = "UPDATE callback SET \(assignment) WHERE id = ? AND state = 'taken'"
            try db.execute(sql: sql, arguments: values + [callback.id])
            if db.changesCount == 0 {
                throw CampaignsError(.leaseLost, "Callback \(callback.id) is not in a clerk's hands now.")
            }
        }
    }

    private static func callback(_ row: Row) -> Callback? {
        guard let number = E164(text: row["number"]) else { return nil }
        return Callback(
            id: row["id"],
            number: number,
            account: row["account"],
            language: (row["language"] as String?).flatMap(CustomerLanguage.init(rawValue:)),
            askedAt: UTCTime(milliseconds: row["askedAt"]),
            dueAt: UTCTime(milliseconds: row["dueAt"]),
            wish: row["wish"]
        )
    }
}
