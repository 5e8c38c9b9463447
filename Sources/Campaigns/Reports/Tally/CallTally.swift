import Crypto
import Foundation
import GRDB

/// Adds up what is secret of single calls, by quarter of an hour, encrypted as they are.
///
/// Inside the transaction that seals the call's record.
struct CallTally: Sendable {
    /// What the calls of one cell have in common.
    struct Place: Hashable {
        let campaign: Int64
        /// Units: UTC milliseconds, whole quarters of an hour.
        let quarter: Int64
        let kind: String
        /// Of an enquiry, nothing.
        let outcome: String
    }

    struct Cell {
        var calls: Int64
        var sums: CallSums
    }

    let seal: RecordSeal

    func count(_ db: Database, attempt: Int64, _ secret: RecordSecret) throws {
        let statement = try db.cachedStatement(sql: Self.attemptSQL + " WHERE attempt.id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [attempt]) else { return }
        try add(db, CallSums(secret, ringingAt: Self.ringingAt(row)), at: Self.place(row))
    }

    func count(_ db: Database, enquiry: EnquiryRecord, _ secret: RecordSecret) throws {
        try add(db, CallSums(secret, ringingAt: nil), at: Self.place(enquiry))
    }

    private func add(_ db: Database, _ sums: CallSums, at place: Place) throws {
        let statement = try db.cachedStatement(
            sql: "SELECT calls, sums FROM callTally WHERE campaign = ? AND quarter = ? AND kind = ? AND outcome = ?")
        let known = try Row.fetchOne(statement, arguments: place.arguments)
        var cell = Cell(calls: 0, sums: CallSums())
        if let known {
            // A spoilt cell must not keep a call from its end; who reads it is told to count anew.
            guard let opened = try? open(known["sums"], calls: known["calls"], at: place) else { return }
            cell = Cell(calls: known["calls"], sums: opened)
        }
        cell.calls += 1
        cell.sums += sums
        try write(db, cell, at: place)
    }

    func write(_ db: Database, _ cell: Cell, at place: Place) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO callTally (campaign, quarter, kind, outcome, calls, sums) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET calls = excluded.calls, sums = excluded.sums
                """
        )
        try statement.execute(arguments: place.arguments + [cell.calls, close(cell, at: place)])
    }

    // MARK: Sealing

    /// The nonce is random, as that of a record's secret. Standard: AES-256-GCM, NIST SP 800-38D.
    private func close(_ cell: Cell, at place: Place) throws -> Data {
        let box = try AES.GCM.seal(cell.sums.bytes, using: seal.sums, authenticating: place.bytes(calls: cell.calls))
        guard let sealed = box.combined else { throw CryptoKitError.incorrectParameterSize }
        return sealed
    }

    /// Throws: `recordAltered` where it isn't what was written there for so many calls.
    func open(_ sealed: Data, calls: Int64, at place: Place) throws -> CallSums {
        let bytes = try? AES.GCM.open(
            AES.GCM.SealedBox(combined: sealed), using: seal.sums, authenticating: place.bytes(calls: calls))
        guard let sums = bytes.flatMap(CallSums.init(bytes:)) else {
            throw CampaignsError(
                .recordAltered,
                "The sums of \(calls) calls at \(UTCTime(milliseconds: place.quarter).date.formatted(.iso8601)) "
                    + "aren't as they were written. Stop the daemon and let `dialerd report rebuild` count anew."
            )
        }
        return sums
    }
}

extension CallTally {
    static let attemptSQL = """
        SELECT coalesce(contact.campaign, 0) AS campaign, attempt.openedAt, attempt.kind, attempt.outcome,
            attempt.ringingAt
        FROM attempt LEFT JOIN contact ON contact.id = attempt.contact
        """

    static func place(_ row: Row) -> Place {
        Place(
            campaign: row["campaign"], quarter: UTCTime(milliseconds: row["openedAt"]).quarter, kind: row["kind"],
            outcome: row["outcome"])
    }

    static func place(_ enquiry: EnquiryRecord) -> Place {
        Place(campaign: 0, quarter: enquiry.openedAt.quarter, kind: "enquiry", outcome: "")
    }

    static func ringingAt(_ row: Row) -> UTCTime? {
        (row["ringingAt"] as Int64?).map(UTCTime.init(milliseconds:))
    }
}

extension CallTally.Place {
    var arguments: StatementArguments { [campaign, quarter, kind, outcome] }

    /// Keeps the sums from being moved elsewhere, or put back as they were some calls ago.
    func bytes(calls: Int64) -> [UInt8] {
        var fields = SealedBytes()
        fields.append(campaign)
        fields.append(quarter)
        fields.append(kind.utf8)
        fields.append(outcome.utf8)
        fields.append(calls)
        return fields.bytes
    }
}

extension UTCTime {
    /// The beginning of its quarter of an hour; all time zones in use lie whole quarters from UTC.
    ///
    /// Units: UTC milliseconds.
    var quarter: Int64 { milliseconds - milliseconds % TallySource.quarterLength }
}
