import Foundation
import GRDB
import Testing

@testable import Campaigns

/// What somebody can do who has the database, or the anchors, but not the key; each is found and named.
@Suite struct RecordTamperingTests {
    /// Record 1 opens the chain, 2 to 11 are the attempts 1 to 10, 12 is a call to 170; an anchor remembers it.
    private func withTenAttempts(_ body: (RecordSite) async throws -> Void) async throws {
        try await withRecords { site in
            try await site.callEverybody(10)
            try await site.enquire()
            try await site.anchor()
            #expect(try await site.verify() == [])
            try await body(site)
        }
    }

    struct Deed: Sendable, CustomTestStringConvertible {
        let what: String
        let sql: String
        let sentences: [String]

        var testDescription: String { what }
    }

    static let deeds = [
        Deed(
            what: "a record's body is changed",
            sql: "UPDATE sealedRecord SET body = replace(body, 'busy', 'noAnswer') WHERE sequence = 3",
            sentences: ["Record 3 is not as sealed: changed, exchanged or put in afterwards."]
        ),
        Deed(
            what: "a record is dated back",
            sql: "UPDATE sealedRecord SET at = at - 3600000 WHERE sequence = 12",
            sentences: ["Record 12 is not as sealed: changed, exchanged or put in afterwards."]
        ),
        Deed(
            what: "an attempt's outcome is changed",
            sql: "UPDATE attempt SET outcome = 'noAnswer', detail = 'x' WHERE id = 2",
            sentences: [
                "attempt 2 was changed after it was sealed as record 3: "
                    + "detail was empty and is x, outcome was busy and is noAnswer."
            ]
        ),
        Deed(
            what: "an attempt is moved to another hour",
            sql: "UPDATE attempt SET finishedAt = finishedAt + 3600000 WHERE id = 2",
            sentences: [
                "attempt 2 was changed after it was sealed as record 3: "
                    + "finishedAt was 2026-11-20T02:00:00Z and is 2026-11-20T03:00:00Z."
            ]
        ),
        Deed(
            what: "an attempt is reopened",
            sql: "UPDATE attempt SET finishedAt = NULL, outcome = NULL WHERE id = 2",
            sentences: [
                "attempt 2 was changed after it was sealed as record 3: "
                    + "outcome was busy and is empty, finishedAt was 2026-11-20T02:00:00Z and is empty."
            ]
        ),
        Deed(
            what: "a duration is exchanged for another",
            sql: "UPDATE sealedRecord SET secret = (SELECT secret FROM sealedRecord WHERE sequence = 4) "
                + "WHERE sequence = 2",
            sentences: ["Record 2 is not as sealed: changed, exchanged or put in afterwards."]
        ),
        Deed(
            what: "a record and its attempt are changed alike",
            sql: "UPDATE attempt SET outcome = 'noAnswer' WHERE id = 2; "
                + "UPDATE sealedRecord SET body = replace(body, 'busy', 'noAnswer') WHERE sequence = 3",
            sentences: ["Record 3 is not as sealed: changed, exchanged or put in afterwards."]
        ),
        Deed(
            what: "two records are swapped",
            sql: """
                CREATE TEMP TABLE two AS SELECT * FROM sealedRecord WHERE sequence IN (3, 7);
                DELETE FROM sealedRecord WHERE sequence IN (3, 7);
                INSERT INTO sealedRecord SELECT 10 - sequence, kind, subject, at, body, secret, mac FROM two;
                """,
            sentences: [
                "Records 3–4 are not as sealed: changed, exchanged or put in afterwards.",
                "Records 7–8 are not as sealed: changed, exchanged or put in afterwards.",
            ]
        ),
        Deed(
            what: "a record is deleted from the middle",
            sql: "DELETE FROM sealedRecord WHERE sequence = 5",
            sentences: [
                "Record 5 is missing; record 6 can't be checked without.",
                "attempt 4 is over, and no record was sealed or it was taken away.",
            ]
        ),
        Deed(
            what: "the first record is deleted",
            sql: "DELETE FROM sealedRecord WHERE sequence = 1",
            sentences: ["Record 1 is missing; record 2 can't be checked without."]
        ),
        Deed(
            what: "a record is deleted and the others are renumbered",
            sql: "DELETE FROM sealedRecord WHERE sequence = 10; DELETE FROM attempt WHERE id = 9; "
                + "UPDATE sealedRecord SET sequence = sequence - 1 WHERE sequence > 10",
            sentences: [
                "Records 10–11 are not as sealed: changed, exchanged or put in afterwards.",
                "ANCHORS:1: there were 12 records at 2026-11-20T02:00:00Z, and are 11 now: the tail was cut off.",
            ]
        ),
        Deed(
            what: "the tail is cut off",
            sql: "DELETE FROM sealedRecord WHERE sequence > 10",
            sentences: [
                "ANCHORS:1: there were 12 records at 2026-11-20T02:00:00Z, and are 10 now: the tail was cut off.",
                "attempt 10 is over, and no record was sealed or it was taken away.",
            ]
        ),
        Deed(
            what: "the tail is cut off with its attempts",
            sql: "DELETE FROM sealedRecord WHERE sequence > 8; DELETE FROM attempt WHERE id > 7",
            sentences: [
                "ANCHORS:1: there were 12 records at 2026-11-20T02:00:00Z, and are 8 now: the tail was cut off."
            ]
        ),
        Deed(
            what: "everything is deleted",
            sql: "DELETE FROM sealedRecord; DELETE FROM attempt",
            sentences: [
                "ANCHORS:1: there were 12 records at 2026-11-20T02:00:00Z, and are 0 now: the tail was cut off."
            ]
        ),
        Deed(
            what: "a record is put in at the end",
            sql: "INSERT INTO sealedRecord SELECT 13, 'enquiry', NULL, at, body, secret, mac FROM sealedRecord "
                + "WHERE sequence = 12",
            sentences: ["Record 13 is not as sealed: changed, exchanged or put in afterwards."]
        ),
        Deed(
            what: "a record is put in before the first",
            sql: "INSERT INTO sealedRecord SELECT -5, 'enquiry', NULL, at, body, secret, mac FROM sealedRecord "
                + "WHERE sequence = 12",
            sentences: ["Record -5 is not as sealed: changed, exchanged or put in afterwards."]
        ),
        Deed(
            what: "an attempt is deleted",
            sql: "DELETE FROM attempt WHERE id = 6",
            sentences: ["attempt 6, sealed as record 7, is missing."]
        ),
        Deed(
            what: "the first record is given another key's name",
            sql: #"UPDATE sealedRecord SET body = '{"format":1,"key":"0000000000000000"}' WHERE sequence = 1"#,
            sentences: ["Record 1 is not as sealed: changed, exchanged or put in afterwards."]
        ),
    ]

    @Test(arguments: deeds) func `what was done to the database is found and named`(_ deed: Deed) async throws {
        try await withTenAttempts { site in
            try await site.tamper(deed.sql)
            let sentences = try await site.verify().map(\.description)
            let path = site.anchors.file.path
            #expect(sentences == deed.sentences.map { $0.replacingOccurrences(of: "ANCHORS", with: path) })
        }
    }

    @Test func `a whole chain made with another key is told as such`() async throws {
        try await withTenAttempts { site in
            try await withRecords { other in
                try await other.callEverybody(10)
                let path = other.place.databaseFile.path
                try await other.database.pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
                let queue = try DatabaseQueue(path: site.place.databaseFile.path)
                try await queue.writeWithoutTransaction { try $0.execute(sql: "ATTACH '\(path)' AS other") }
                try await queue.write { db in
                    for trigger in ["hasNoGap", "isFinal", "isKept"] {
                        try db.execute(sql: "DROP TRIGGER sealedRecord_\(trigger)")
                    }
                    try db.execute(
                        sql: "DELETE FROM sealedRecord; INSERT INTO sealedRecord SELECT * FROM other.sealedRecord")
                }
                let (chain, ours) = (other.records.seal.keyID, site.records.seal.keyID)
                #expect(try await site.verify() == [.otherKey(chain: chain, ours: ours, anchorsAreOurs: true)])
                try FileManager.default.removeItem(at: site.anchors.file)
                #expect(try await site.verify() == [.otherKey(chain: chain, ours: ours, anchorsAreOurs: false)])
            }
        }
    }

    @Test func `a chain that was put back to an earlier state and grew on is told by its anchor`() async throws {
        try await withTenAttempts { site in
            let before = try site.place.copyDatabase()
            defer { before.remove() }
            try await site.enquire()
            try await site.anchor()
            try FileManager.default.copyItem(
                at: site.keyFile.file, to: before.directory.appending(path: "records.key"))
            try FileManager.default.copyItem(
                at: site.anchors.file, to: before.directory.appending(path: "records.anchors"))
            let restored = try RecordSite(before)
            try await restored.enquire()
            let place = RecordFault.Place(file: restored.anchors.file.path, line: 2)
            #expect(try await restored.verify() == [.replaced(place, at: RecordSite.now, sequence: 13)])
        }
    }

    @Test(arguments: ["sequence": " 12 ", "hour": "T02", "digit": "0", "kind of line": "Z"])
    func `an anchor that was altered is named by its line`(_ what: String, _ text: String) async throws {
        try await withTenAttempts { site in
            try await site.anchor()
            let file = site.anchors.file
            var lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
            let range = try #require(lines[1].range(of: text, options: .backwards))
            lines[1].replaceSubrange(range, with: text == " 12 " ? " 11 " : "1")
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
            #expect(try await site.verify() == [.anchorAltered(.init(file: file.path, line: 2))])
        }
    }

    @Test func `anchors that were deleted are missed`() async throws {
        try await withTenAttempts { site in
            for hour in 1...4 { try await site.enquire(at: RecordSite.now + .seconds(hour * 3600)) }
            let (file, last) = (site.anchors.file.path, RecordSite.now + .seconds(4 * 3600))
            #expect(try await site.verify() == [.anchorsStop(file: file, last: RecordSite.now, records: last)])
            try FileManager.default.removeItem(atPath: file)
            #expect(try await site.verify() == [.anchorsStop(file: file, last: nil, records: last)])
            try await site.anchor(at: last)
            #expect(try await site.verify() == [])
        }
    }
}
