import Foundation
import GRDB
import Testing

@testable import Campaigns

/// What the schema makes of callbacks: in a database of before, in the face of raw SQL, and in sealed records.
@Suite struct CallbackSchemaTests {
    let now = CallbackSite.now

    static let attempt =
        "INSERT INTO attempt (token, kind, callback, number, person, account, purpose, trunk, lease, openedAt) "
        + "VALUES (hex(randomblob(16)), "

    /// Callback 1 is being called, 2 is leased, 3 waits, 4 is done, 5 is in a clerk's hands.
    static let nonsense: [(sql: String, refusal: String)] = [
        (
            attempt + "'callback', 1, '+862062100000', 'p', 'p', 'callback', 'a', 1, 0)",
            "UNIQUE constraint failed: attempt."
        ),
        (
            attempt + "'callback', 3, '+862062100002', 'p', 'p', 'callback', 'a', 2, 0)",
            "an attempt begins only under the lease"
        ),
        (
            attempt + "'callback', 2, '+862069999999', 'p', 'p', 'callback', 'a', 2, 0)",
            "a callback rings the number that asked for it"
        ),
        (attempt + "'contact', 2, '+862062100001', 'p', 'p', 'callback', 'a', 2, 0)", "CHECK constraint failed"),
        (attempt + "'callback', NULL, '+862062100001', 'p', 'p', 'callback', 'a', 2, 0)", "an attempt begins only"),
        (attempt + "'nonsense', 2, '+862062100001', 'p', 'p', 'callback', 'a', 2, 0)", "CHECK constraint failed"),
        ("UPDATE attempt SET callback = 2", "whom an attempt rings is never changed"),
        ("DELETE FROM lease WHERE callback = 1", "a lease is held while its attempt is open"),
        ("UPDATE lease SET callback = 3 WHERE callback = 2", "a lease is never changed"),
        (
            "INSERT INTO lease (instance, callback, takenAt) VALUES (1, 1, 0)",
            "UNIQUE constraint failed: lease.callback"
        ),
        ("INSERT INTO lease (instance, callback, takenAt) VALUES (1, 3, 0)", "a callback is taken before"),
        ("INSERT INTO lease (instance, callback, takenAt) VALUES (1, 4, 0)", "a callback is taken before"),
        ("INSERT INTO lease (instance, callback, takenAt) VALUES (1, 99, 0)", "a callback is taken before"),
        ("INSERT INTO lease (instance, callback, contact, takenAt) VALUES (1, 5, 1, 0)", "CHECK constraint failed"),
        ("INSERT INTO lease (instance, takenAt) VALUES (1, 0)", "CHECK constraint failed"),
        ("UPDATE callback SET state = 'waiting' WHERE id = 1", "a callback that is being called is nobody else's"),
        ("UPDATE callback SET state = 'waiting', endedAt = NULL WHERE id = 4", "a callback that has ended"),
        ("UPDATE callback SET number = '+862069999999' WHERE id = 3", "what somebody asked for is never changed"),
        ("UPDATE callback SET dueAt = 0 WHERE id = 3", "what somebody asked for is never changed"),
        ("UPDATE callback SET agent = '8001' WHERE id = 3", "CHECK constraint failed"),
        ("UPDATE callback SET heldBy = 'hours' WHERE id = 3", "CHECK constraint failed"),
        ("UPDATE callback SET reason = '' WHERE id = 3", "CHECK constraint failed"),
        ("UPDATE callback SET agentGroup = '' WHERE id = 3", "CHECK constraint failed"),
        ("DELETE FROM callback", "a callback is done or withdrawn, never deleted"),
    ]

    @Test func `the schema refuses every nonsense, whoever asks for it`() async throws {
        try await CallbackSite.run(5) { site in
            let callbacks = try await site.due()
            for callback in callbacks.prefix(2) { _ = try await site.book.lease(callback, now: now) }
            let lease = CallbackLease(id: 1, callback: callbacks[0])
            _ = try await site.begin(lease)
            try await site.database.commit { db in
                try db.execute(
                    sql: """
                        UPDATE callback SET state = 'done', who = 'li', endedAt = 1 WHERE id = 4;
                        UPDATE callback SET state = 'taken', who = 'li' WHERE id = 5;
                        """)
            }
            for (sql, refusal) in Self.nonsense {
                let error = await #expect(throws: DatabaseError.self, "\(sql)") {
                    try await site.database.commit { try $0.execute(sql: sql) }
                }
                #expect(error?.message?.contains(refusal) == true, "\(sql): \(error?.message ?? "")")
            }
        }
    }

    @Test func `a database of before has its attempts as they were, and its callbacks know their campaign`()
        async throws
    {
        try await withWorkplace { place in
            let older = try DatabaseQueue(path: place.databaseFile.path)
            try DialerSchema.migrator.migrate(older, upTo: "what agents did")
            try await older.write { db in try db.execute(sql: Self.before) }
            let attempts = "SELECT json_array(id, token, kind, contact, number, outcome, finishedAt) FROM attempt"
            let old = try await older.read { try String.fetchAll($0, sql: attempts) }
            try older.close()

            let database = try place.open()
            let book = CallbackBook(database: database)
            #expect(try await book.waiting().map(\.group) == ["arrears"])
            let (new, faults, foreign) = try await database.read { db in
                (
                    try String.fetchAll(db, sql: attempts), try String.fetchAll(db, sql: "PRAGMA integrity_check"),
                    try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").count
                )
            }
            #expect(new == old && faults == ["ok"] && foreign == 0)
            // Another connection sees the same schema.
            try await database.close()
            let again = CallbackBook(database: try place.open())
            let callback = try #require(try await again.due(in: "arrears", limit: 1, now: now).first)
            guard case .leased(let lease) = try await again.lease(callback, now: now) else {
                Issue.record("not leased")
                return
            }
            #expect(try await again.beginAttempt(under: lease, trunk: "a", now: now).attempt?.id == 2)
        }
    }

    private static let before = """
        INSERT INTO processInstance (pid, startedAt) VALUES (1, 0);
        INSERT INTO campaign (name, definition, state, createdAt)
        VALUES ('a', '{"agents":{"group":"arrears","mode":"on-request"}}', 'draft', 0);
        UPDATE campaign SET state = 'validated';
        UPDATE campaign SET state = 'running';
        INSERT INTO contact (campaign, account, person, occasion, name, facts, state, reason, retryAt, dueAt)
        VALUES (1, '7', '7', '', '', '{}', 'leased', 'being called', 0, 0);
        INSERT INTO contactNumber (contact, position, number, retryAt) VALUES (1, 1, '+8613800138000', 0);
        INSERT INTO lease (instance, contact, takenAt) VALUES (1, 1, 0);
        INSERT INTO attempt (token, kind, contact, number, person, account, purpose, trunk, lease, openedAt)
        VALUES (hex(randomblob(16)), 'contact', 1, '+8613800138000', '7', '7', 'dunning', 'a', 1, 0);
        UPDATE attempt SET finishedAt = 1, outcome = 'answered', answeredBy = 'unknown';
        INSERT INTO callback (number, account, attempt, askedAt, dueAt, wish, state)
        VALUES ('+8613800138000', '7', 1, 0, 0, 'clerk', 'waiting');
        """

    @Test func `an attempt's record covers its callback, and those of before are as they were`() async throws {
        try await withRecords { site in
            try await site.callEverybody(1)
            let book = CallbackBook(database: site.database, defaultGroup: "clerks")
            let calls = CallbackSite(place: site.place, database: site.database, book: book)
            try await calls.ask(50)
            try await calls.ask(51)
            try await calls.call(CallbackSite.talked)
            let bodies = try await site.database.read { db in
                try String.fetchAll(db, sql: "SELECT body FROM sealedRecord WHERE kind = 'attempt' ORDER BY sequence")
            }
            #expect(bodies.map { $0.contains("\"callback\":1") } == [false, true])
            #expect(!bodies[0].contains("callback"))
            #expect(try await site.verify().isEmpty)
            #expect(try await TallyBook(database: site.database).check().isNone)
            let reports = ReportBook(database: site.database)
            #expect(try await reports.attempts().map(\.origin) == [Workplace.campaign().name, "callback"])
            #expect(try await reports.faxes().attempts[.answered] == 0)
            #expect(try await reports.campaigns().first?.attempts[.answered] == 1)
            try await site.tamper("UPDATE attempt SET callback = 2 WHERE kind = 'callback'")
            #expect(try await site.verify().count == 1)
        }
    }
}
