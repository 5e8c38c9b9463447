import GRDB
import Testing

@testable import Campaigns

/// Tries, by raw SQL behind the code's back, to make true what must never be.
@Suite struct SchemaGuardTests {
    let now = Workplace.now

    static let nonsense: [(sql: String, refusal: String)] = [
        (
            "INSERT INTO attempt (token, kind, contact, number, person, account, purpose, trunk, lease, openedAt) "
                + "VALUES (hex(randomblob(16)), 'contact', 1, '+862069999999', 'p', 'p', 'dunning', 'a', 1, 0)",
            "UNIQUE constraint failed: attempt."
        ),
        (
            "INSERT INTO attempt (token, kind, contact, number, person, account, purpose, trunk, lease, openedAt) "
                + "VALUES (hex(randomblob(16)), 'contact', 2, (SELECT number FROM contactNumber WHERE contact = 1), 'p', 'p', 'dunning', 'a', 2, 0)",
            "UNIQUE constraint failed: attempt.number"
        ),
        (
            "INSERT INTO attempt (token, kind, contact, number, person, account, purpose, trunk, lease, openedAt) "
                + "VALUES (hex(randomblob(16)), 'contact', 3, '+862069999999', 'p', 'p', 'dunning', 'a', 1, 0)",
            "an attempt begins only under the lease of its contact, fax job or callback"
        ),
        (
            "INSERT INTO attempt (token, kind, contact, number, person, account, purpose, trunk, lease, openedAt) "
                + "VALUES ('short', 'contact', 2, '+862069999999', 'p', 'p', 'dunning', 'a', 2, 0)",
            "CHECK constraint failed"
        ),
        (
            "INSERT INTO attempt (token, kind, number, person, account, purpose, trunk, lease, openedAt) "
                + "VALUES (hex(randomblob(16)), 'contact', '+862069999999', 'p', 'p', 'dunning', 'a', 2, 0)",
            "an attempt begins only under the lease"
        ),
        ("DELETE FROM lease WHERE contact = 1", "a lease is held while its attempt is open"),
        ("UPDATE lease SET contact = 3 WHERE contact = 2", "a lease is never changed"),
        ("INSERT INTO lease (instance, contact, takenAt) VALUES (1, 1, 0)", "UNIQUE constraint failed: lease.contact"),
        ("INSERT INTO lease (instance, takenAt) VALUES (1, 0)", "CHECK constraint failed"),
        ("INSERT INTO lease (instance, contact, takenAt) VALUES (99, 3, 0)", "FOREIGN KEY constraint failed"),
        ("DELETE FROM attempt", "an attempt is never deleted"),
        ("UPDATE attempt SET number = '+862069999999'", "whom an attempt rings is never changed"),
        ("UPDATE attempt SET outcome = 'answered'", "CHECK constraint failed"),
        ("UPDATE attempt SET finishedAt = 1", "CHECK constraint failed"),
        ("UPDATE attempt SET finishedAt = 1, outcome = 'nonsense'", "CHECK constraint failed"),
        (
            "UPDATE attempt SET finishedAt = 1, outcome = 'busy', answeredBy = 'person'", "CHECK constraint failed"
        ),
        (
            "UPDATE attempt SET finishedAt = 1, outcome = 'answered', announcementMs = 5, heardMs = 6",
            "CHECK constraint failed"
        ),
        ("UPDATE contact SET state = 'paid' WHERE id = 3", "CHECK constraint failed"),
        ("UPDATE contact SET state = 'paid', endedAt = 1, reason = '' WHERE id = 3", "CHECK constraint failed"),
        ("UPDATE contact SET state = 'waiting', endedAt = NULL WHERE id = 4", "a contact that has ended"),
        ("UPDATE contactNumber SET number = '110' WHERE contact = 3", "CHECK constraint failed"),
        ("UPDATE contactNumber SET opens = 600, closes = 500 WHERE contact = 3", "CHECK constraint failed"),
        ("UPDATE contact SET dueAt = retryAt - 1 WHERE id = 3", "CHECK constraint failed"),
        ("UPDATE attempt SET person = 'other'", "whom an attempt rings is never changed"),
        ("UPDATE contact SET facts = 'no json' WHERE id = 3", "CHECK constraint failed"),
        ("UPDATE contact SET attemptsUsed = 'many' WHERE id = 3", "cannot store TEXT value in INTEGER column"),
        (
            "UPDATE faxJob SET state = 'delivered', endedAt = 1",
            "a fax is delivered only when every page is confirmed"
        ),
        (
            "INSERT INTO faxJob (document, number, requester, pagesTotal, state, reason, dueAt, createdAt, endedAt) "
                + "VALUES ('d', '+862061111111', '170', 1, 'delivered', 'r', 0, 0, 1)", "a fax job begins by waiting"
        ),
        ("UPDATE faxJob SET pagesTotal = 1", "what is faxed, and where to, is never changed"),
        ("UPDATE faxJob SET number = '+862069999999'", "what is faxed, and where to, is never changed"),
        ("INSERT INTO faxPage VALUES (1, 1, 3, 0)", "UNIQUE constraint failed: faxPage.faxJob, faxPage.page"),
        ("INSERT INTO faxPage VALUES (1, 4, 3, 0)", "a page is confirmed by an open attempt of its own fax job"),
        ("INSERT INTO faxPage VALUES (1, 2, 1, 0)", "a page is confirmed by an open attempt of its own fax job"),
        ("DELETE FROM faxPage", "a confirmed page stays confirmed"),
        ("UPDATE faxPage SET page = 2", "a confirmed page stays confirmed"),
        ("DELETE FROM callback", "a callback is done or withdrawn, never deleted"),
        ("UPDATE callback SET state = 'done', endedAt = 1", "CHECK constraint failed"),
        (
            "INSERT INTO promise (account, dueDay, suspendsUntil, madeAt, state) VALUES ('7', '2026-02-30', 1, 0, 'open')",
            "CHECK constraint failed"
        ),
        (
            """
            INSERT INTO promise (account, amountFen, dueDay, suspendsUntil, madeAt, state)
            VALUES ('7', 0, '2026-02-03', 1, 0, 'open')
            """,
            "CHECK constraint failed"
        ),
        (
            "INSERT INTO promise (account, dueDay, suspendsUntil, madeAt, state) VALUES ('1', '2026-02-03', 1, 0, 'open')",
            "UNIQUE constraint failed: promise.account"
        ),
    ]

    @Test func `the schema refuses every nonsense, whoever asks for it`() async throws {
        try await withContacts(4) { place, database, book, campaign in
            try await prepare(database, book, campaign)
            for (sql, refusal) in Self.nonsense {
                let error = await #expect(throws: DatabaseError.self, "\(sql)") {
                    try await database.commit { try $0.execute(sql: sql) }
                }
                #expect(error?.message?.contains(refusal) == true, "\(sql): \(error?.message ?? "")")
            }
        }
    }

    @Test func `a finished attempt is never finished again, nor changed`() async throws {
        try await withContacts(1) { _, database, book, campaign in
            let lease = try #require(try await book.lease(campaign: campaign.name, limit: 1, now: now).leases.first)
            let attempt = try #require(try await book.beginAttempt(under: lease, trunk: "a", now: now).attempt)
            _ = try await book.finish(attempt, under: lease, AttemptResult(outcome: .busy), now: now)
            let again = await errorCode {
                try await book.finish(attempt, under: lease, AttemptResult(outcome: .answered), now: now)
            }
            #expect(again == .leaseLost)
            #expect(await errorCode { try await book.beginAttempt(under: lease, trunk: "a", now: now) } == .leaseLost)
            let error = await #expect(throws: DatabaseError.self) {
                try await database.commit { try $0.execute(sql: "UPDATE attempt SET outcome = 'answered'") }
            }
            #expect(error?.message == "a finished attempt is never changed")
        }
    }

    /// Contacts 1 and 2 leased, 1 with an open attempt, 3 waiting, 4 ended; a fax job with page 1 of 3 confirmed by
    /// its open attempt; a waiting callback; an open promise.
    private func prepare(
        _ database: DialerDatabase,
        _ book: ContactBook,
        _ campaign: CampaignDefinition
    ) async throws {
        let leases = try await book.lease(campaign: campaign.name, limit: 2, now: now).leases
        _ = try await book.beginAttempt(under: leases[0], trunk: "a", now: now)
        try await database.commit {
            try $0.execute(sql: "UPDATE contact SET state = 'paid', endedAt = 1, reason = 'test' WHERE id = 4")
            // Attempt 2 is left out, so that the numbers in the table above read 1 for the call and 3 for the fax.
            try $0.execute(sql: "UPDATE sqlite_sequence SET seq = 2 WHERE name = 'attempt'")
        }
        let queue = FaxQueue(database: database)
        let number = E164(text: "+862061111111")!
        _ = try await queue.enqueue(document: "d", pages: 3, number: number, requester: "170", now: now)
        let fax = try #require(try await queue.leaseDue(limit: 1, now: now).first)
        guard case .begun(let attempt) = try await queue.beginDelivery(under: fax, trunk: "a", now: now) else {
            Issue.record("the delivery didn't begin")
            return
        }
        try await queue.confirmPage(1, of: fax, attempt: attempt, now: now)
        try await CallbackBook(database: database).ask(
            number: number,
            account: nil,
            language: nil,
            wish: "clerk",
            dueAt: now,
            now: now
        )
        try await PromiseBook(database: database).promise(
            account: "1",
            dueDay: Workplace.today,
            in: Workplace.zone,
            attempt: nil,
            now: now
        )
    }
}
