package import Foundation
import GRDB

/// Writes the chain of sealed records.
///
/// Each function belongs inside the transaction that ends what the record is about, so that neither is on disk without
/// the other. Writers of the database come one after the other, so the last row is always the one to follow.
package struct SealedRecords: Sendable {
    /// The last link of the chain.
    package struct Head: Hashable, Sendable {
        package let sequence: Int64
        package let mac: Data
    }

    struct Beginning {
        /// The name of its key; nil where somebody has spoilt the first record.
        let key: String?
    }

    package let seal: RecordSeal

    package init(seal: RecordSeal) { self.seal = seal }

    /// Seals a finished attempt.
    ///
    /// Its row must say its end already: the record takes what stands there.
    func append(_ db: Database, attempt: Int64, _ secret: RecordSecret, now: UTCTime) throws {
        try append(db, .attempt, row: attempt, secret, now: now)
    }

    /// Seals a fax job that has ended, after its row says so.
    func append(_ db: Database, faxJob: Int64, now: UTCTime) throws {
        try append(db, .fax, row: faxJob, nil, now: now)
    }

    /// Seals somebody's act, after its row is there.
    func append(_ db: Database, event: Int64, now: UTCTime) throws {
        try append(db, .event, row: event, nil, now: now)
    }

    /// Seals a call to 170; the record is all that is kept of it.
    func append(_ db: Database, enquiry: EnquiryRecord, _ secret: RecordSecret, now: UTCTime) throws {
        try append(db, .enquiry, subject: nil, body: enquiry.body, secret, now: now)
    }

    /// The last record of the chain; nil before the first.
    static func head(_ db: Database) throws -> Head? {
        let statement = try db.cachedStatement(
            sql: "SELECT sequence, mac FROM sealedRecord ORDER BY sequence DESC LIMIT 1")
        return try Row.fetchOne(statement).map { Head(sequence: $0[0], mac: $0[1]) }
    }

    /// How the chain was begun; nil before its first record.
    static func beginning(_ db: Database) throws -> Beginning? {
        guard try head(db) != nil else { return nil }
        let body = try String.fetchOne(db, sql: "SELECT body FROM sealedRecord WHERE sequence = 1")
        return Beginning(key: body.flatMap { RecordOpening(body: Data($0.utf8))?.key })
    }

    private func append(
        _ db: Database, _ kind: RecordKind, row: Int64, _ secret: RecordSecret?, now: UTCTime
    ) throws {
        guard let source = kind.source else { return }
        let statement = try db.cachedStatement(sql: "SELECT \(source.bodySQL) FROM \(source.table) WHERE id = ?")
        guard let body = try String.fetchOne(statement, arguments: [row]) else {
            throw CampaignsError(.notFound, "There is no \(source.table) \(row) to seal.")
        }
        try append(db, kind, subject: row, body: body, secret, now: now)
    }

    private func append(
        _ db: Database, _ kind: RecordKind, subject: Int64?, body: String, _ secret: RecordSecret?, now: UTCTime
    ) throws {
        if let head = try Self.head(db) {
            return try append(db, after: head, kind, subject: subject, body: body, secret, now: now)
        }
        let beginning = Head(sequence: 0, mac: SealedRecord.beginning)
        let opening = RecordOpening(key: seal.keyID)
        try append(db, after: beginning, .opening, subject: nil, body: opening.body, nil, now: now)
        try append(db, kind, subject: subject, body: body, secret, now: now)
    }

    private func append(
        _ db: Database, after head: Head, _ kind: RecordKind, subject: Int64?, body: String,
        _ secret: RecordSecret?, now: UTCTime
    ) throws {
        let sequence = head.sequence + 1
        var record = SealedRecord(
            sequence: sequence,
            kind: kind.rawValue,
            subject: subject,
            at: now.hour.milliseconds,
            body: Data(body.utf8),
            secret: try secret.map { try seal.close($0, kind: kind, subject: subject, sequence: sequence) },
            mac: Data()
        )
        record.mac = seal.mac(of: record, after: head.mac)
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO sealedRecord (sequence, kind, subject, at, body, secret, mac) VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        )
        try statement.execute(
            arguments: [sequence, record.kind, subject, record.at, body, record.secret, record.mac])
    }
}
