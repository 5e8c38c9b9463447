package import Foundation
import GRDB

/// A month of finished attempts, written in bulk to measure reports with.
///
/// Not as a daemon writes them: without leases, in a few large statements, while indexes and triggers are away. The
/// tallies are left empty; `TallyBook.rebuild` fills them. Only every so many are sealed, for sealing takes longest.
package struct SampleAttempts: Sendable {
    package let count: Int
    /// How many have a record, evenly among the others.
    package let sealed: Int
    package let firstDay: CalendarDay
    package let zone: TimeZone

    package init(count: Int, sealed: Int, firstDay: CalendarDay, zone: TimeZone) {
        (self.count, self.sealed, self.firstDay, self.zone) = (count, sealed, firstDay, zone)
    }

    private static let campaigns = 4
    private static let days = 30
    /// Units: milliseconds; calls go out in twelve hours of the day.
    private static let dayLength = 86_400_000
    private static let step = 500_000

    /// The database must be new.
    package func write(to database: DialerDatabase, now: UTCTime = .now) async throws {
        let book = ContactBook(database: database)
        for index in 1...Self.campaigns {
            let campaign = CampaignDefinition(
                name: "sample-\(index)", title: "Sample \(index)", source: .init(kind: .arrearsPostpaid),
                window: .always(in: zone), lines: 30, callerID: "+862010000")
            _ = try await book.load(campaign, [], now: now)
        }
        let away = try await database.pool.write { db in
            try db.execute(sql: "PRAGMA cache_size = -1000000")
            return try takeAway(db)
        }
        for first in stride(from: 1, through: max(count / 10, 1), by: Self.step) {
            try await database.pool.write { db in
                try db.execute(
                    sql: Self.contactSQL,
                    arguments: [first, min(first + Self.step - 1, max(count / 10, 1)), Self.campaigns])
            }
        }
        for first in stride(from: 1, through: count, by: Self.step) {
            try await database.pool.write { db in try writeAttempts(db, first, min(first + Self.step - 1, count)) }
        }
        try await seal(database)
        try await database.pool.write { db in for sql in away { try db.execute(sql: sql) } }
        try await database.pool.writeWithoutTransaction {
            try $0.execute(sql: "ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)")
        }
    }

    /// Drops what would be in the way of large statements, and returns what makes it anew.
    private func takeAway(_ db: Database) throws -> [String] {
        let parts = try Row.fetchAll(
            db,
            sql: "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL "
                + "AND tbl_name IN ('attempt', 'contact', 'sealedRecord') AND name <> 'sealedRecord_hasNoGap'")
        return try parts.map { part in
            try db.execute(sql: "DROP \(part["type"] as String) \(part["name"] as String)")
            return part["sql"] as String
        }
    }

    private static let contactSQL = """
        WITH RECURSIVE step(i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM step WHERE i < ?2)
        INSERT INTO contact (id, campaign, account, person, occasion, name, facts, state, reason, retryAt, dueAt)
        SELECT i, 1 + i % ?3, 'a' || i, 'a' || i, '2026-09', 'x', '{}', 'waiting', 'sample', 0, 0 FROM step
        """

    private func writeAttempts(_ db: Database, _ first: Int, _ last: Int) throws {
        let start = firstDay.start(in: zone).milliseconds + Int64(Self.dayLength / 3)
        try db.execute(
            sql: """
                WITH RECURSIVE step(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM step WHERE i < :last),
                    call AS (SELECT i, 1 + i % :contacts AS contact, (i * 7919) % 100 AS dice, :start
                        + (i - 1) * :days / :count * 86400000
                        + (i - 1) * :days % :count * 43200000 / :count AS openedAt FROM step)
                INSERT INTO attempt (id, token, kind, contact, number, person, account, purpose, trunk, lease,
                    openedAt, inviteSentAt, ringingAt, outcome, answeredBy, wasPlayedToEnd, finishedAt)
                SELECT i, printf('%032x', i), 'contact', contact, '+8620' || (60000000 + contact), 'a' || contact,
                    'a' || contact, 'dunning', 'a', i, openedAt, openedAt + 50,
                    iif(dice < 85, openedAt + 2000, NULL),
                    CASE WHEN dice < 35 THEN 'answered' WHEN dice < 60 THEN 'noAnswer' WHEN dice < 75 THEN 'busy'
                        WHEN dice < 85 THEN 'rejected' WHEN dice < 90 THEN 'unreachable'
                        WHEN dice < 94 THEN 'wrongNumber' WHEN dice < 97 THEN 'congestion'
                        WHEN dice < 99 THEN 'trunkTrouble' ELSE 'interrupted' END,
                    CASE WHEN dice < 12 THEN 'person' WHEN dice < 35 THEN 'unknown' END,
                    dice < 20, openedAt - openedAt % 3600000
                FROM call
                """,
            arguments: [
                "first": first, "last": last, "contacts": max(count / 10, 1), "start": start, "days": Self.days,
                "count": count,
            ])
    }

    private func seal(_ database: DialerDatabase) async throws {
        guard let records = database.records, sealed > 0 else { return }
        let ids = Array(stride(from: 1, through: count, by: max(count / sealed, 1)))
        for start in stride(from: 0, to: ids.count, by: 50_000) {
            try await database.pool.write { db in
                for id in ids[start..<min(start + 50_000, ids.count)] {
                    let row = try Row.fetchOne(
                        db.cachedStatement(sql: "SELECT outcome, openedAt FROM attempt WHERE id = ?"), arguments: [id])
                    guard let row else { continue }
                    let openedAt = UTCTime(milliseconds: row["openedAt"])
                    let isAnswered = row["outcome"] == "answered"
                    let secret = RecordSecret(
                        answeredAt: isAnswered ? openedAt + .seconds(10) : nil,
                        endedAt: openedAt + .seconds(20 + id % 40),
                        charge: isAnswered ? Fen(15) : nil)
                    try records.append(db, attempt: Int64(id), secret, now: openedAt)
                }
            }
        }
    }
}
