import Foundation
import GRDB

/// The rows of `contact`, and what an attempt does to them.
///
/// Inside a transaction of the caller.
enum ContactRecords {
    static func end(_ db: Database, contact: Int64, _ end: ContactEnd, reason: String, now: UTCTime) throws {
        let statement = try db.cachedStatement(
            sql: "UPDATE contact SET state = ?, reason = ?, endedAt = ? WHERE id = ? AND endedAt IS NULL"
        )
        try statement.execute(arguments: [end.rawValue, reason, now.milliseconds, contact])
    }

    static func wait(_ db: Database, contact: Int64, until: UTCTime, reason: String) throws {
        let statement = try db.cachedStatement(
            sql: "UPDATE contact SET state = 'waiting', dueAt = ?, reason = ? WHERE id = ? AND endedAt IS NULL"
        )
        try statement.execute(arguments: [until.milliseconds, reason, contact])
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

    static func apply(_ db: Database, contact: Int64, _ fate: ContactFate, now: UTCTime) throws {
        switch fate {
        case .waits(let until, let reason): try wait(db, contact: contact, until: until, reason: reason)
        case .ended(let end, let reason): try self.end(db, contact: contact, end, reason: reason, now: now)
        }
    }

    static func isOptedOut(_ db: Database, _ number: E164) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM optOut WHERE number = ?)")
        return try Bool.fetchOne(statement, arguments: [number.text]) ?? false
    }

    /// Counts a finished attempt and decides what becomes of its contact.
    ///
    /// What the customer said is read from what was stored while they spoke, so it holds even where the process died
    /// before the call was over.
    static func settle(
        _ db: Database,
        contact: Int64,
        attempt: Int64,
        number: E164,
        outcome: AttemptOutcome,
        wasPlayedToEnd: Bool,
        retry: RetryPolicy,
        now: UTCTime
    ) throws -> ContactFate {
        if outcome.countsAgainstBudget {
            try db.cachedStatement(sql: "UPDATE contact SET attemptsUsed = attemptsUsed + 1 WHERE id = ?")
                .execute(arguments: [contact])
        }
        let fate =
            try said(db, attempt: attempt, number: number)
            ?? fateByOutcome(db, contact: contact, outcome, wasPlayedToEnd, retry, now: now)
        try apply(db, contact: contact, fate, now: now)
        return fate
    }

    /// What was agreed in the call, the strongest first.
    private static func said(_ db: Database, attempt: Int64, number: E164) throws -> ContactFate? {
        if try isOptedOut(db, number) { return .ended(.optedOut, reason: "asked not to be called") }
        let promise = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT dueDay, suspendsUntil FROM promise WHERE attempt = ? AND state = 'open'"),
            arguments: [attempt]
        )
        if let promise {
            let day: String = promise["dueDay"]
            return .waits(until: UTCTime(milliseconds: promise["suspendsUntil"]), reason: "promised to pay on \(day)")
        }
        let claim = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT suspendsUntil FROM paidClaim WHERE attempt = ?"),
            arguments: [attempt]
        )
        if let claim { return .waits(until: UTCTime(milliseconds: claim), reason: "says that it is paid") }
        let statement = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM callback WHERE attempt = ?)")
        if try Bool.fetchOne(statement, arguments: [attempt]) ?? false {
            return .ended(.finished, reason: "asked for a clerk, who calls back")
        }
        let fax = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM faxJob WHERE askedIn = ?)")
        if try Bool.fetchOne(fax, arguments: [attempt]) ?? false {
            return .ended(.finished, reason: "asked for the bill by fax")
        }
        return nil
    }

    private static func fateByOutcome(
        _ db: Database,
        contact: Int64,
        _ outcome: AttemptOutcome,
        _ wasPlayedToEnd: Bool,
        _ retry: RetryPolicy,
        now: UTCTime
    ) throws -> ContactFate {
        if outcome == .wrongNumber { return .ended(.wrongNumber, reason: "the number is not in use or not theirs") }
        if outcome == .answered, wasPlayedToEnd {
            return .ended(.finished, reason: "announcement played to the end")
        }
        let used =
            try Int.fetchOne(
                db.cachedStatement(sql: "SELECT attemptsUsed FROM contact WHERE id = ?"),
                arguments: [contact]
            ) ?? 0
        // A call that was answered and didn't settle the contact was not heard to its end.
        let result = RetryPolicy.Result(outcome) ?? .notHeard
        let times = try AttemptRecords.count(db, .contact(contact), outcome: outcome)
        switch retry.decide(after: result, times: times, used: used) {
        case .again(let wait): return .waits(until: now + wait, reason: "again after: \(result.words)")
        case .exhausted(let reason): return .ended(.exhausted, reason: reason)
        }
    }
}
