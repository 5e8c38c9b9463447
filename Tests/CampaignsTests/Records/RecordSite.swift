import Foundation
import GRDB

@testable import Campaigns

/// A workplace whose records are sealed, and ways to tamper with them.
struct RecordSite {
    static let now = Workplace.now
    let place: Workplace
    let database: DialerDatabase
    var keyFile: RecordKeyFile { RecordKeyFile(place.directory.appending(path: "records.key")) }
    var anchors: AnchorFile { AnchorFile(place.directory.appending(path: "records.anchors")) }

    init(_ place: Workplace = try! Workplace()) throws {
        self.place = place
        let key = RecordKeyFile(place.directory.appending(path: "records.key"))
        database = try DialerDatabase.open(at: place.databaseFile, recordKey: key, now: Self.now)
    }

    var records: SealedRecords { database.records! }

    /// Finishes attempts, one contact each, with every other answered; returns their ids.
    @discardableResult
    func callEverybody(_ count: Int, at now: UTCTime = now) async throws -> [Int64] {
        let book = ContactBook(database: database)
        let campaign = Workplace.campaign()
        try await run(campaign)
        let first = try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM contact") } ?? 0
        _ = try await book.load(campaign, (first..<first + count).map { Workplace.debtor($0) }, now: now)
        try await book.start(campaign.name)
        var attempts: [Int64] = []
        for lease in try await book.lease(campaign: campaign.name, limit: count, now: now).leases {
            guard let attempt = try await book.beginAttempt(under: lease, trunk: "a", now: now).attempt else {
                continue
            }
            try await finish(attempt.id, lease: lease.id, answered: attempts.count.isMultiple(of: 2), at: now)
            attempts.append(attempt.id)
        }
        return attempts
    }

    /// Lets the campaign run without an event of it, so that the chain holds nothing but the calls.
    private func run(_ campaign: CampaignDefinition) async throws {
        let definition = try campaign.stored
        try await database.commit { db in
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO campaign (name, definition, state, createdAt) VALUES (?, ?, 'draft', 0);
                    UPDATE campaign SET state = 'validated' WHERE state = 'draft';
                    UPDATE campaign SET state = 'running' WHERE state = 'validated';
                    """, arguments: [campaign.name, definition])
        }
    }

    private func finish(_ attempt: Int64, lease: Int64, answered: Bool, at now: UTCTime) async throws {
        let records = records
        try await database.commit { db in
            let result = Self.result(answered: answered, at: now)
            try AttemptRecords.finish(
                db, attempt: attempt, lease: lease, result: result, records: records, now: now)
            try AttemptRecords.release(db, lease: lease)
            try db.execute(sql: "UPDATE contact SET state = 'finished', endedAt = 0 WHERE state = 'leased'")
        }
    }

    static func result(answered: Bool, at now: UTCTime) -> AttemptResult {
        guard answered else { return AttemptResult(outcome: .busy, sipStatus: 486, endedAt: now) }
        return AttemptResult(
            outcome: .answered,
            answeredAt: now,
            endedAt: now + .seconds(20),
            announcement: .init(id: "notice", language: .mandarin, total: .seconds(30), heard: .seconds(19))
        )
    }

    static func enquiry(at now: UTCTime = now) -> EnquiryRecord {
        EnquiryRecord(
            callID: "a/\"b", calledNumber: "170", callingNumber: "+862062100001", openedAt: now, end: "done")
    }

    func enquire(at now: UTCTime = now) async throws {
        try await EnquiryBook(database: database).keep(Self.enquiry(at: now), RecordSecret(answeredAt: now), now: now)
    }

    func anchor(at now: UTCTime = now) async throws {
        try await RecordAnchors(database: database, seal: records.seal, file: anchors).writeLast(now: now)
    }

    /// Writes raw SQL as somebody would who has the file: without triggers, checks and references.
    func tamper(_ sql: String) async throws {
        let path = place.databaseFile.path
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try await queue.write { db in
            for trigger in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'") {
                try db.execute(sql: "DROP TRIGGER \(trigger)")
            }
            try db.execute(sql: "PRAGMA ignore_check_constraints = 1")
            try db.execute(sql: sql)
        }
        try queue.close()
    }

    func verify() async throws -> [RecordFault] {
        var faults: [RecordFault] = []
        let verifier = RecordVerifier(database: database, seal: records.seal, anchors: anchors)
        _ = try await verifier.verify { faults.append($0) }
        return faults
    }
}

/// Runs a test at a site that is taken away afterwards.
func withRecords<Value>(_ body: (RecordSite) async throws -> Value) async throws -> Value {
    let site = try RecordSite()
    defer { site.place.remove() }
    return try await body(site)
}
