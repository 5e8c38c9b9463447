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
    ///
    /// - Parameter amount: what the customer was told that they owe; nil where nothing was said of it.
    package func promise(
        account: String,
        amount: Fen? = nil,
        dueDay: CalendarDay,
        in zone: TimeZone,
        attempt: Attempt?,
        now: UTCTime
    ) async throws {
        try await database.commit { db in
            try Self.promise(
                db, account: account, amount: amount, dueDay: dueDay, in: zone, attempt: attempt?.id, now: now)
        }
    }

    /// The same inside a transaction of the caller.
    static func promise(
        _ db: Database, account: String, amount: Fen?, dueDay: CalendarDay, in zone: TimeZone, attempt: Int64?,
        now: UTCTime
    ) throws {
        let end = dueDay.adding(days: 1).start(in: zone)
        _ = try settle(db, account: account, state: "replaced", now: now)
        try db.execute(
            sql: """
                INSERT INTO promise (account, attempt, amountFen, dueDay, suspendsUntil, madeAt, state)
                VALUES (?, ?, ?, ?, ?, ?, 'open')
                """,
            arguments: [account, attempt, amount?.count, dueDay.description, end.milliseconds, now.milliseconds])
    }

    /// How promises of a time came out.
    package struct Counts: Hashable, Sendable {
        package var open = 0
        package var kept = 0
        package var broken = 0
        package var replaced = 0
    }

    /// Of the promises that were made in `times`.
    package func counts(madeIn times: Range<UTCTime>) async throws -> Counts {
        let states = try await database.read { db in
            try Row.fetchAll(
                db, sql: "SELECT state, count(*) AS n FROM promise WHERE madeAt >= ? AND madeAt < ? GROUP BY state",
                arguments: [times.lowerBound.milliseconds, times.upperBound.milliseconds]
            )
            .map { ($0["state"] as String, $0["n"] as Int) }
        }
        let count = Dictionary(uniqueKeysWithValues: states)
        return Counts(
            open: count["open"] ?? 0, kept: count["kept"] ?? 0, broken: count["broken"] ?? 0,
            replaced: count["replaced"] ?? 0)
    }

    static let openSQL = "SELECT account FROM promise WHERE state = 'open' ORDER BY account"

    /// Returns how many promises it settled.
    static func settle(_ db: Database, account: String, state: String, now: UTCTime) throws -> Int {
        let statement = try db.cachedStatement(
            sql: "UPDATE promise SET state = ?, settledAt = ? WHERE account = ? AND state = 'open'"
        )
        try statement.execute(arguments: [state, now.milliseconds, account])
        return db.changesCount
    }

    /// To be called where the account still owes; returns how many promises it settled.
    static func settleBroken(_ db: Database, account: String, now: UTCTime) throws -> Int {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE promise SET state = 'broken', settledAt = :now
                WHERE account = :account AND state = 'open' AND suspendsUntil <= :now
                """
        )
        try statement.execute(arguments: ["now": now.milliseconds, "account": account])
        return db.changesCount
    }
}
