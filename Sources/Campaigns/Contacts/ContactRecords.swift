import Foundation
import GRDB

/// The rows of `contact`.
///
/// Inside a transaction of the caller.
enum ContactRecords {
    static func end(_ db: Database, contact: Int64, _ end: ContactEnd, reason: String, now: UTCTime) throws {
        let statement = try db.cachedStatement(
            sql: "UPDATE contact SET state = ?, reason = ?, endedAt = ? WHERE id = ? AND endedAt IS NULL"
        )
        try statement.execute(arguments: [end.rawValue, reason, now.milliseconds, contact])
    }

    /// Waits by its own policy: whatever the rules say, not before `until`.
    static func wait(_ db: Database, contact: Int64, until: UTCTime, reason: String) throws {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE contact SET state = 'waiting', retryAt = :until, dueAt = :until, reason = :reason,
                    heldBy = NULL
                WHERE id = :contact AND endedAt IS NULL
                """
        )
        try statement.execute(arguments: ["until": until.milliseconds, "reason": reason, "contact": contact])
    }

    /// Waits because a rule says so: when rules change, it is looked at again.
    static func waitByRule(
        _ db: Database, contact: Int64, until: UTCTime, rule: String?, reason: String
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE contact SET state = 'waiting', dueAt = max(retryAt, :until), reason = :reason,
                    heldBy = :rule
                WHERE id = :contact AND endedAt IS NULL
                """
        )
        try statement.execute(arguments: [
            "until": until.milliseconds, "reason": reason, "rule": rule, "contact": contact,
        ])
    }

    /// Nobody of a campaign that was stopped waits any more; returns how many did.
    static func withdrawWaiting(_ db: Database, campaign: Int64, now: UTCTime) throws -> Int {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE contact SET state = 'withdrawn', reason = 'the campaign was stopped', endedAt = ?
                WHERE campaign = ? AND state = 'waiting'
                """
        )
        try statement.execute(arguments: [now.milliseconds, campaign])
        return db.changesCount
    }

    /// Where the person's days are counted: where they live, else the campaign's, else the site's.
    static func zone(_ db: Database, of contact: Int64) throws -> TimeZone {
        let statement = try db.cachedStatement(
            sql: """
                SELECT coalesce(contact.zone, campaign.zone) FROM contact JOIN campaign ON campaign.id = contact.campaign
                WHERE contact.id = ?
                """
        )
        return try String.fetchOne(statement, arguments: [contact]).flatMap(TimeZone.init(identifier:)) ?? .gmt
    }

    static func apply(_ db: Database, contact: Int64, _ fate: ContactFate, now: UTCTime) throws {
        switch fate {
        case .waits(let until, let reason): try wait(db, contact: contact, until: until, reason: reason)
        case .ended(let end, let reason): try self.end(db, contact: contact, end, reason: reason, now: now)
        }
    }
}
