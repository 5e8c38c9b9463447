import Foundation
import GRDB

/// The rows of `contactNumber`: which numbers a contact has, and how they fared.
///
/// Inside a transaction of the caller.
enum ContactNumbers {
    /// Makes the contact's numbers these; what is known of a number that stays is kept.
    static func replace(_ db: Database, contact: Int64, by numbers: [ContactNumber], now: UTCTime) throws {
        let known = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT number, zone, opens, closes FROM contactNumber WHERE contact = ? ORDER BY position"
            ),
            arguments: [contact]
        )
        .compactMap(number)
        if known == numbers { return }
        let fares = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT number, retryAt, attemptsUsed, isWrong FROM contactNumber WHERE contact = ?"),
            arguments: [contact]
        )
        let fareOf = Dictionary(uniqueKeysWithValues: fares.map { ($0["number"] as String, $0) })
        try db.cachedStatement(sql: "DELETE FROM contactNumber WHERE contact = ?").execute(arguments: [contact])
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO contactNumber (contact, position, number, zone, opens, closes, retryAt, attemptsUsed, isWrong)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        for (index, number) in numbers.enumerated() {
            let fare = fareOf[number.number.text]
            try insert.execute(arguments: [
                contact, index + 1, number.number.text, number.zone?.identifier, number.hours?.lowerBound,
                number.hours?.upperBound, fare?["retryAt"] ?? now.milliseconds, fare?["attemptsUsed"] ?? 0,
                fare?["isWrong"] ?? 0,
            ])
        }
    }

    /// A row as a value; nil where its number is none.
    static func number(_ row: Row) -> ContactNumber? {
        guard let number = E164(text: row["number"]) else { return nil }
        let hours = (row["opens"] as Int?).flatMap { opens in (row["closes"] as Int?).map { opens..<$0 } }
        return ContactNumber(number, zone: (row["zone"] as String?).flatMap(TimeZone.init(identifier:)), hours: hours)
    }

    static func countTry(_ db: Database, contact: Int64, number: E164) throws {
        try db.cachedStatement(
            sql: "UPDATE contactNumber SET attemptsUsed = attemptsUsed + 1 WHERE contact = ? AND number = ?"
        )
        .execute(arguments: [contact, number.text])
    }

    /// A stage was heard: its tries are not held against the next one.
    static func beginAnew(_ db: Database, contact: Int64) throws {
        for sql in [
            "UPDATE contact SET attemptsUsed = 0 WHERE id = ?",
            "UPDATE contactNumber SET attemptsUsed = 0 WHERE contact = ?",
        ] {
            try db.cachedStatement(sql: sql).execute(arguments: [contact])
        }
    }

    static func markWrong(_ db: Database, contact: Int64, number: E164) throws {
        try db.cachedStatement(sql: "UPDATE contactNumber SET isWrong = 1 WHERE contact = ? AND number = ?")
            .execute(arguments: [contact, number.text])
    }

    /// The number that was tried rests until `rest`, the others until `others`.
    static func rest(_ db: Database, contact: Int64, number: E164, until rest: UTCTime, others: UTCTime) throws {
        try db.cachedStatement(
            sql: """
                UPDATE contactNumber SET retryAt = CASE number WHEN :number THEN :rest ELSE max(retryAt, :others) END
                WHERE contact = :contact
                """
        )
        .execute(arguments: [
            "number": number.text, "rest": rest.milliseconds, "others": others.milliseconds, "contact": contact,
        ])
    }

    /// Ends a contact that has no number left: all are wrong, or those that aren't were tried as often as they may be.
    static func endWithoutNumber(_ db: Database, contact: Int64, now: UTCTime) throws {
        let statement = try db.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM contactNumber WHERE contact = ? AND isWrong = 0)")
        let isUsedUp = try Bool.fetchOne(statement, arguments: [contact]) ?? false
        try ContactRecords.end(
            db, contact: contact, isUsedUp ? .exhausted : .wrongNumber,
            reason: isUsedUp ? "every number was tried as often as it may be" : "no number is theirs", now: now)
    }

    /// When one of the numbers may be tried again; nil where none is left.
    static func nextTry(_ db: Database, contact: Int64, triesPerNumber: Int?) throws -> UTCTime? {
        let statement = try db.cachedStatement(
            sql: "SELECT min(retryAt) FROM contactNumber WHERE contact = ? AND isWrong = 0 AND attemptsUsed < ?"
        )
        return try Int64.fetchOne(statement, arguments: [contact, triesPerNumber ?? Int.max])
            .map(UTCTime.init(milliseconds:))
    }
}
