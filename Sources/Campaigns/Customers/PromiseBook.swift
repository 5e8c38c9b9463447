package import Foundation
import GRDB

/// Promises to pay.
///
/// Until the promised day is over, no campaign asks for the account's money.
package struct PromiseBook: Sendable {
    private let database: DialerDatabase

    package init(database: DialerDatabase) { self.database = database }

    /// Keeps the promise; an earlier open one of the account is replaced.
    ///
    /// Stored when this returns, so say “noted” then.
    package func promise(
        account: String,
        dueDay: CalendarDay,
        in zone: TimeZone,
        attempt: Attempt?,
        now: UTCTime
    ) async throws {
        let end = dueDay.adding(days: 1).start(in: zone)
        try await database.commit { db in
            try Self.settle(db, account: account, state: "replaced", now: now)
            try db.execute(
                sql: """
                    INSERT INTO promise (account, attempt, dueDay, suspendsUntil, madeAt, state)
                    VALUES (?, ?, ?, ?, ?, 'open')
                    """,
                arguments: [account, attempt?.id, dueDay.description, end.milliseconds, now.milliseconds]
            )
        }
    }

    static func settle(_ db: Database, account: String, state: String, now: UTCTime) throws {
        let statement = try db.cachedStatement(
            sql: "UPDATE promise SET state = ?, settledAt = ? WHERE account = ? AND state = 'open'"
        )
        try statement.execute(arguments: [state, now.milliseconds, account])
    }

    /// To be called where the account still owes.
    static func settleBroken(_ db: Database, account: String, now: UTCTime) throws {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE promise SET state = 'broken', settledAt = :now
                WHERE account = :account AND state = 'open' AND suspendsUntil <= :now
                """
        )
        try statement.execute(arguments: ["now": now.milliseconds, "account": account])
    }
}
