import Foundation
import GRDB

/// The rows of `lease` and `attempt`, for contacts, faxes and callbacks alike.
///
/// Inside a transaction of the caller.
enum AttemptRecords {
    /// Whom a lease or an attempt is for.
    enum Subject: Hashable, Sendable {
        case contact(Int64)
        case faxJob(Int64)
        case callback(Int64)

        var kind: String {
            switch self {
            case .contact: "contact"
            case .faxJob: "fax"
            case .callback: "callback"
            }
        }

        var contact: Int64? { if case .contact(let id) = self { id } else { nil } }
        var faxJob: Int64? { if case .faxJob(let id) = self { id } else { nil } }
        var callback: Int64? { if case .callback(let id) = self { id } else { nil } }
    }

    /// Whom a call is for and what it is about, as limits count it.
    struct CallSubject {
        let person: String
        let account: String
        let purpose: CallPurpose
        /// Of its campaign.
        var stage = 0
    }

    static func takeLease(_ db: Database, subject: Subject, instance: Int64, now: UTCTime) throws -> Int64 {
        let statement = try db.cachedStatement(
            sql: "INSERT INTO lease (instance, contact, faxJob, callback, takenAt) VALUES (?, ?, ?, ?, ?)")
        try statement.execute(
            arguments: [instance, subject.contact, subject.faxJob, subject.callback, now.milliseconds])
        return db.lastInsertedRowID
    }

    /// Throws: `leaseLost`; `invalidRequest` while its attempt is open.
    static func release(_ db: Database, lease: Int64) throws {
        do {
            try db.cachedStatement(sql: "DELETE FROM lease WHERE id = ?").execute(arguments: [lease])
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw CampaignsError(.invalidRequest, "The attempt under lease \(lease) is open; finish it instead.")
        }
        if db.changesCount == 0 {
            throw CampaignsError(.leaseLost, "Lease \(lease) isn't held any more.")
        }
    }

    static func begin(
        _ db: Database,
        subject: Subject,
        lease: Int64,
        number: E164,
        about: CallSubject,
        trunk: String,
        callerID: String?,
        token: String,
        now: UTCTime
    ) throws -> Attempt {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO attempt (token, kind, contact, faxJob, callback, number, person, account, purpose, stage,
                    trunk, callerID, lease, openedAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        do {
            try statement.execute(arguments: [
                token, subject.kind, subject.contact, subject.faxJob, subject.callback, number.text, about.person,
                about.account, about.purpose.rawValue, about.stage, trunk, callerID, lease, now.milliseconds,
            ])
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw CampaignsError(.leaseLost, "Lease \(lease) allows no new attempt: \(error.message ?? "refused").")
        }
        return Attempt(id: db.lastInsertedRowID, token: token, number: number)
    }

    /// Writes the end of an attempt.
    ///
    /// Where records are sealed, what tells how long the call was goes into its record's secret and not into the row.
    /// Throws: `leaseLost` where it has ended already or its lease is gone.
    static func finish(
        _ db: Database,
        attempt: Int64,
        lease: Int64,
        result: AttemptResult,
        records: SealedRecords?,
        now: UTCTime
    ) throws {
        let open = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT number, answeredAt FROM attempt WHERE id = ?"),
            arguments: [attempt]
        )
        // Without an answer there is nobody who answered; a fax or a key press proves who it was.
        let answeredBy = result.outcome == .answered ? (result.answeredBy ?? .unknown) : nil
        // The far end may send any figure; one that means nothing must not keep the attempt from its end.
        let sipStatus = result.sipStatus.flatMap { (100...699).contains($0) ? $0 : nil }
        let q850Cause = result.q850Cause.flatMap { (0...127).contains($0) ? $0 : nil }
        let answeredAt = (open?["answeredAt"] as Int64?).map(UTCTime.init(milliseconds:))
        var secret = RecordSecret(result, answeredAt: answeredAt)
        let plain = records == nil ? secret : RecordSecret()
        let statement = try db.cachedStatement(sql: finishSQL)
        try statement.execute(arguments: [
            result.outcome.rawValue, result.detail.map(bounded), sipStatus, result.sipReason.map(bounded),
            q850Cause, result.inviteSentAt?.milliseconds, result.ringingAt?.milliseconds,
            result.earlyMediaAt?.milliseconds, plain.answeredAt?.milliseconds, plain.endedAt?.milliseconds,
            result.endedBy?.rawValue, answeredBy?.rawValue, bounded(result.keysPressed), result.announcement?.id,
            result.announcement?.language.rawValue, secret.wasPlayedToEnd, plain.announcementMs, plain.heardMs,
            plain.heardPiece, result.isAbandoned, result.agent?.text, (records == nil ? now : now.hour).milliseconds,
            attempt, lease,
        ])
        if db.changesCount == 0 {
            throw CampaignsError(.leaseLost, "Attempt \(attempt) is finished already, or not under lease \(lease).")
        }
        guard let records, let number = (open?["number"] as String?).flatMap(E164.init(text:)) else { return }
        secret.charge = try CallRate.find(db, for: number).map { CallCharge($0, talk: secret.talk).amount }
        try records.append(db, attempt: attempt, secret, now: now)
        try CallTally(seal: records.seal).count(db, attempt: attempt, secret)
    }

    private static let finishSQL = """
        UPDATE attempt SET outcome = ?, detail = ?, sipStatus = ?, sipReason = ?, q850Cause = ?,
            inviteSentAt = coalesce(?, inviteSentAt), ringingAt = coalesce(?, ringingAt),
            earlyMediaAt = coalesce(?, earlyMediaAt), answeredAt = ?, endedAt = ?, endedBy = ?, answeredBy = ?,
            keysPressed = ?, announcement = ?, announcementLanguage = ?, wasPlayedToEnd = ?, announcementMs = ?,
            heardMs = ?, heardPiece = ?, isAbandoned = ?, agent = ?, finishedAt = ?
        WHERE id = ? AND lease = ? AND finishedAt IS NULL AND EXISTS (SELECT 1 FROM lease WHERE id = attempt.lease)
        """

    static func count(_ db: Database, faxJob: Int64, outcome: AttemptOutcome) throws -> Int {
        let statement = try db.cachedStatement(sql: "SELECT count(*) FROM attempt WHERE faxJob = ? AND outcome = ?")
        return try Int.fetchOne(statement, arguments: [faxJob, outcome.rawValue]) ?? 0
    }

    static func count(_ db: Database, callback: Int64, outcome: AttemptOutcome) throws -> Int {
        let statement = try db.cachedStatement(sql: "SELECT count(*) FROM attempt WHERE callback = ? AND outcome = ?")
        return try Int.fetchOne(statement, arguments: [callback, outcome.rawValue]) ?? 0
    }

    /// What the far end sends may be long; a record keeps the beginning.
    private static func bounded(_ text: String) -> String { String(text.prefix(200)) }

    static func randomToken() -> String {
        var generator = SystemRandomNumberGenerator()
        return token(from: &generator)
    }

    static func token(from generator: inout some RandomNumberGenerator) -> String {
        let words: [UInt64] = [generator.next(), generator.next()]
        return words.map { String(format: "%016lx", $0) }.joined()
    }
}
