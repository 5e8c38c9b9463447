import Foundation
import GRDB
import Testing

@testable import Campaigns

/// How records come to be, and what a record tells to whom.
@Suite struct RecordWritingTests {
    let now = RecordSite.now

    @Test func `what is secret is opened with the key, and stands nowhere else`() async throws {
        try await withRecords { site in
            let attempts = try await site.callEverybody(2)
            let reader = RecordReader(database: site.database, seal: site.records.seal)
            let answered = try #require(try await reader.secret(ofAttempt: attempts[0]))
            #expect(answered.talk == .seconds(20) && answered.heardMs == 19_000 && !answered.wasPlayedToEnd)
            let busy = try #require(try await reader.secret(ofAttempt: attempts[1]))
            #expect(busy == RecordSecret(endedAt: now) && busy.talk == nil)
            #expect(try await reader.secret(ofAttempt: 99) == nil)
            let record = try await site.database.read { db in
                let row = try Row.fetchOne(db, sql: "SELECT body, at FROM sealedRecord WHERE sequence = 2")
                return row.map { (body: $0[0] as String, at: $0[1] as Int64) }
            }
            let (body, hour) = try #require(record)
            #expect(!body.contains("answeredAt") && !body.contains("Ms") && hour == now.hour.milliseconds)
            let lengths = try await site.database.read {
                try Int.fetchAll($0, sql: "SELECT DISTINCT length(secret) FROM sealedRecord WHERE secret IS NOT NULL")
            }
            #expect(lengths.count == 1, "the length of a sealed box tells nothing of the call's")
        }
    }

    @Test func `a call to 170 is kept, and found by its hour`() async throws {
        try await withRecords { site in
            try await site.enquire()
            try await site.enquire(at: now + .seconds(3600))
            let reader = RecordReader(database: site.database, seal: site.records.seal)
            let found = try await reader.enquiries(endedIn: now..<now + .seconds(3600))
            #expect(found.map(\.0.callID) == ["a/\"b"] && found.map(\.1) == [RecordSecret(answeredAt: now)])
        }
    }

    @Test func `a fax job that has ended is sealed with its confirmed pages`() async throws {
        try await withRecords { site in
            let queue = FaxQueue(database: site.database)
            let records = site.records
            let job = try await queue.enqueue(
                document: "d", pages: 3, number: Workplace.number(1), requester: "170", now: now)
            try await site.database.commit { [now] db in
                try FaxRecords.end(db, job: job, .cancelled, reason: "withdrawn", records: records, now: now)
            }
            #expect(try await site.verify() == [])
            try await site.tamper("UPDATE faxJob SET pagesTotal = 1")
            let change = RecordFault.Change(field: "pagesTotal", sealed: "3", now: "1")
            #expect(try await site.verify() == [.rowChanged(.init(table: "faxJob", id: job), sequence: 2, [change])])
        }
    }

    @Test(arguments: [
        ("UPDATE event SET who = 'li'", "rowChanged"), ("DELETE FROM event", "rowMissing"),
        ("INSERT INTO event (at, who, what, subject) VALUES (1, 'li', 'approved', 'arrears')", "recordMissing"),
    ])
    func `what somebody did is sealed as it is written`(tampering: String, code: String) async throws {
        try await withRecords { site in
            try await site.database.commit { [now] db in
                try site.database.events.write(db, who: "wang", what: "paused", subject: "arrears", now: now)
            }
            #expect(try await site.verify() == [])
            try await site.tamper(tampering)
            #expect(try await site.verify().map(\.code) == [code])
        }
    }

    @Test func `what was done before there was a key is sealed when there is one`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let early = try DialerDatabase.openBeside(at: place.databaseFile)
        for what in ["loaded", "started"] {
            try await early.commit { [now] db in
                try early.events.write(db, who: "wang", what: what, subject: "arrears", now: now)
            }
        }
        try await early.close()
        let site = try RecordSite(place)
        #expect(try await site.verify() == [])
        try await site.tamper("UPDATE event SET what = 'stopped' WHERE what = 'started'")
        #expect(try await site.verify().map(\.code) == ["rowChanged"])
    }

    @Test func `every column of an attempt is sealed, or secret, or left out for a reason`() async throws {
        try await withRecords { site in
            let secret: Set = ["answeredAt", "endedAt", "announcementMs", "heardMs", "heardPiece"]
            // The record's subject and hour; the lease, which is gone by then; and what is computed from others.
            let elsewhere: Set = ["id", "finishedAt", "lease", "standing"]
            let columns = try await site.database.read { try $0.columns(in: "attempt").map(\.name) }
            #expect(Set(columns).subtracting(secret).subtracting(elsewhere) == Set(SealedSource.attempt.columns))
        }
    }

    static let nonsense = [
        ("UPDATE sealedRecord SET body = '{}'", "a sealed record is never changed"),
        ("DELETE FROM sealedRecord", "a sealed record is never deleted"),
        ("DELETE FROM sealedRecord WHERE sequence = 3", "a sealed record is never deleted"),
        (
            "INSERT INTO sealedRecord SELECT 9, kind, subject, at, body, secret, mac FROM sealedRecord WHERE sequence = 3",
            "a sealed record follows the last one"
        ),
        (
            "INSERT OR REPLACE INTO sealedRecord SELECT * FROM sealedRecord WHERE sequence = 3",
            "a sealed record follows the last one"
        ),
        (
            "INSERT INTO sealedRecord SELECT 5, kind, subject, at, body, secret, mac FROM sealedRecord WHERE sequence = 3",
            "UNIQUE constraint failed"
        ),
        (
            "INSERT INTO sealedRecord SELECT 5, 'opening', NULL, at, body, NULL, mac FROM sealedRecord WHERE sequence = 3",
            "CHECK constraint failed"
        ),
        (
            "INSERT INTO sealedRecord SELECT 5, 'enquiry', NULL, at, body, NULL, mac FROM sealedRecord WHERE sequence = 3",
            "CHECK constraint failed"
        ),
        (
            "INSERT INTO sealedRecord SELECT 5, 'enquiry', NULL, at + 1, body, secret, mac FROM sealedRecord "
                + "WHERE sequence = 3", "CHECK constraint failed"
        ),
        ("INSERT INTO rate VALUES ('86', 'China', 10, 60, 60)", "CHECK constraint failed"),
        ("INSERT INTO rate VALUES ('+86', 'China', 10, 0, 60)", "CHECK constraint failed"),
    ]

    @Test func `the schema refuses what would break the chain`() async throws {
        try await withRecords { site in
            try await site.callEverybody(3)
            for (sql, refusal) in Self.nonsense {
                let error = await #expect(throws: DatabaseError.self, "\(sql)") {
                    try await site.database.commit { try $0.execute(sql: sql) }
                }
                #expect(error?.message?.contains(refusal) == true, "\(sql): \(error?.message ?? "")")
            }
            #expect(try await site.verify() == [])
        }
    }

    @Test(arguments: [
        "SELECT sequence, secret FROM sealedRecord WHERE kind = 'attempt' AND subject BETWEEN 1 AND 9",
        "SELECT 1 FROM attempt WHERE id < 9 AND NOT EXISTS "
            + "(SELECT 1 FROM sealedRecord WHERE kind = 'attempt' AND subject = attempt.id)",
        "SELECT body FROM sealedRecord WHERE kind = 'enquiry' AND at >= 0 AND at < 9 ORDER BY at",
        "SELECT name FROM rate WHERE prefix IN ('+8', '+86')",
    ]) func `records and rates are found without looking at all of them`(sql: String) async throws {
        try await withRecords { site in
            let plan = try await site.database.read { db in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String }
            }
            #expect(!plan.isEmpty && plan.allSatisfy { !$0.hasPrefix("SCAN") || $0.contains("CONSTANT") }, "\(plan)")
        }
    }

    @Test func `who writes without the key is refused`() async throws {
        try await withWorkplace { place in
            let book = EnquiryBook(database: try place.open())
            let enquiry = EnquiryRecord(
                callID: "a", calledNumber: "170", callingNumber: nil, openedAt: now, end: "done")
            #expect(await errorCode { try await book.keep(enquiry, RecordSecret(), now: now) } == .recordKey)
        }
    }
}
