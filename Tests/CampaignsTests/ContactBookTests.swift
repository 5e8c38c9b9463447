import Foundation
import GRDB
import Testing

@testable import Campaigns

@Suite struct ContactBookTests {
    let now = Workplace.now

    @Test func `a debtor goes from the billing file to a finished contact`() async throws {
        try await withWorkplace { place in
            let billing = try place.writeBilling(accounts: 10)
            try await billing.validate()
            let database = try place.open()
            let book = ContactBook(database: database)
            let campaign = Workplace.campaign()
            let selection = try await billing.select(campaign.source, today: Workplace.today)
            #expect(selection.debtors.count == 4)
            #expect(selection.refused.isEmpty)
            let counts = try await book.load(campaign, selection.debtors, now: now)
            #expect(counts == .init(added: 4))
            try await book.start(campaign.name)

            let leases = try await book.lease(campaign: campaign.name, limit: 10, now: now).leases
            #expect(leases.count == 4)
            let lease = try #require(leases.first)
            let answer = try await book.dueCheck(lease, billing: billing, now: now)
            #expect(answer == .due(lease.due, stage: .init(.announcement(.first)), number: 0))
            let attempt = try #require(try await book.beginAttempt(under: lease, trunk: "a", now: now).attempt)
            try await database.record(.ringing, of: attempt, at: now + .seconds(1))
            let heard = AttemptResult.Announcement(
                id: "arrears-postpaid",
                language: .mandarin,
                total: .seconds(20),
                heard: .seconds(20)
            )
            let fate = try await book.finish(
                attempt,
                under: lease,
                AttemptResult(outcome: .answered, sipStatus: 200, keysPressed: "1", announcement: heard),
                now: now + .seconds(30)
            )
            #expect(fate == .ended(.finished, reason: "announcement played to the end"))
            let row = try await database.read { db in
                try Row.fetchOne(db, sql: "SELECT * FROM attempt").map { ["\($0["outcome"]!)", "\($0["ringingAt"]!)"] }
            }
            #expect(row == ["answered", "\((now + .seconds(1)).milliseconds)"])
        }
    }

    @Test func `the same selection again changes nothing`() async throws {
        try await withContacts(1_100) { _, _, book, campaign in
            let again = try await book.load(campaign, (0..<1_100).map { Workplace.debtor($0) }, now: now)
            #expect(again == .init(refreshed: 1_100))
        }
    }

    @Test func `a thousand concurrent callers never lease a contact twice`() async throws {
        try await withContacts(300) { _, database, book, campaign in
            let leased = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for _ in 0..<1000 {
                    group.addTask {
                        try await book.lease(campaign: campaign.name, limit: 1, now: now).leases.map(\.contact)
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(leased.count == 300)
            #expect(Set(leased).count == 300)
            // The crowd shared its transactions.
            #expect(await database.commitCount < 500)
        }
    }

    @Test func `who has paid in between is not called`() async throws {
        try await withLeased { place, billing, book, lease in
            try await place.markPaid(account: lease.account)
            #expect(try await book.dueCheck(lease, billing: billing, now: now) == .ended(.paid))
            #expect(await errorCode { try await book.beginAttempt(under: lease, trunk: "a", now: now) } == .leaseLost)
        }
    }

    @Test func `who has another number now is called at that one`() async throws {
        try await withLeased { place, billing, book, lease in
            let queue = try DatabaseQueue(path: place.billingFile.path)
            let number = Workplace.number(99)
            try await queue.write { db in
                try db.execute(
                    sql: "UPDATE customer SET telephone = ? WHERE account = ?",
                    arguments: [number.text, lease.account]
                )
            }
            try queue.close()
            #expect(try await book.dueCheck(lease, billing: billing, now: now) == .notNow(until: now))
            let again = try await book.lease(campaign: lease.campaign.name, limit: 9, now: now).leases
            #expect(again.first { $0.account == lease.account }?.number == number)
        }
    }

    @Test func `a billing file that is being replaced loses nothing`() async throws {
        try await withLeased { place, billing, book, lease in
            try FileManager.default.removeItem(at: place.billingFile)
            let code = await errorCode { try await book.dueCheck(lease, billing: billing, now: now) }
            #expect(code == .billingBeingReplaced)
            try await book.release(lease, until: now + .seconds(60), reason: "billing data are being replaced")
            let again = try await book.lease(campaign: lease.campaign.name, limit: 9, now: now + .seconds(60))
            #expect(again.leases.map(\.contact).contains(lease.contact))
        }
    }

    @Test func `the announcement says what is owed at the moment of the call`() async throws {
        try await withLeased { place, billing, book, lease in
            let queue = try DatabaseQueue(path: place.billingFile.path)
            try await queue.write { db in
                try db.execute(
                    sql: "UPDATE bill_made SET paid_fen = total_fen - 77 WHERE account = ? AND paid_fen < total_fen",
                    arguments: [lease.account]
                )
            }
            try queue.close()
            guard case .due(let due, _, _) = try await book.dueCheck(lease, billing: billing, now: now) else {
                Issue.record("still owes")
                return
            }
            #expect(due.amount == Fen(154))
            #expect(lease.due.amount > due.amount)
        }
    }

    @Test func `two contacts of one number are never rung at the same time`() async throws {
        try await withWorkplace { place in
            let database = try place.open()
            let book = ContactBook(database: database)
            let campaign = Workplace.campaign()
            let debtors = (0..<2).map { Workplace.debtor($0, number: Workplace.number(7)) }
            _ = try await book.load(campaign, debtors, now: now)
            try await book.start(campaign.name)
            let leases = try await book.lease(campaign: campaign.name, limit: 2, now: now).leases
            let attempt = try #require(try await book.beginAttempt(under: leases[0], trunk: "a", now: now).attempt)
            guard case .notNow = try await book.beginAttempt(under: leases[1], trunk: "a", now: now) else {
                Issue.record("the number is being rung")
                return
            }
            let later = now + .seconds(60)
            #expect(try await book.lease(campaign: campaign.name, limit: 2, now: later).leases.isEmpty)
            _ = try await book.finish(attempt, under: leases[0], AttemptResult(outcome: .busy), now: later)
            // The other one was due, and waits now for the number to be free.
            let free = later + .seconds(15)
            #expect(try await book.lease(campaign: campaign.name, limit: 2, now: free).leases.count == 1)
        }
    }

    @Test func `a hundred callers side by side open one attempt under one lease`() async throws {
        try await withContacts(1) { _, database, book, campaign in
            let lease = try #require(try await book.lease(campaign: campaign.name, limit: 1, now: now).leases.first)
            let begun = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        (try? await book.beginAttempt(under: lease, trunk: "a", now: now))?.attempt != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(begun == 1)
            #expect(try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM attempt") } == 1)
        }
    }

    @Test func `outside the window, paused or used up, the answer says so`() async throws {
        try await withContacts(1) { _, _, book, campaign in
            try await book.pause(campaign.name)
            #expect(try await book.lease(campaign: campaign.name, limit: 1, now: now) == .notRunning)
            try await book.start(campaign.name)
            let window = CallWindow(zone: Workplace.zone, weekdays: [.saturday], opens: 540, closes: 600)!
            let saturdays = CampaignDefinition(
                name: campaign.name,
                title: "x",
                source: campaign.source,
                window: window,
                lines: 1,
                callerID: "10000"
            )
            _ = try await book.load(saturdays, [], now: now)
            var opening = Workplace.today.adding(days: 1).start(in: Workplace.zone) + .seconds(9 * 3600)
            #expect(try await book.lease(campaign: campaign.name, limit: 1, now: now) == .windowClosed(until: opening))
            var lease = try #require(try await book.lease(campaign: campaign.name, limit: 1, now: opening).leases.first)
            // The hours end between the lease and the dial.
            let late = try await book.beginAttempt(under: lease, trunk: "a", now: opening + .seconds(3600))
            let nextOpening = Workplace.today.adding(days: 8).start(in: Workplace.zone) + .seconds(9 * 3600)
            guard case .notNow(nextOpening, let reasons) = late else {
                Issue.record("\(late)")
                return
            }
            #expect(reasons.map(\.rule.name) == ["campaign-hours"])
            opening = nextOpening
            lease = try #require(try await book.lease(campaign: campaign.name, limit: 1, now: opening).leases.first)
            let attempt = try #require(try await book.beginAttempt(under: lease, trunk: "a", now: opening).attempt)
            _ = try await book.finish(attempt, under: lease, AttemptResult(outcome: .wrongNumber), now: opening)
            let answer = try await book.lease(campaign: campaign.name, limit: 1, now: opening)
            #expect(answer == .nothingDue(next: nil, inFlight: 0))
            #expect(await errorCode { try await book.lease(campaign: "none", limit: 1, now: now) } == .notFound)
        }
    }

    @Test func `a lease is not given back while its attempt is open`() async throws {
        try await withContacts(1) { _, _, book, campaign in
            let lease = try #require(try await book.lease(campaign: campaign.name, limit: 1, now: now).leases.first)
            #expect(try await book.lease(campaign: campaign.name, limit: -1, now: now).leases.isEmpty)
            _ = try await book.beginAttempt(under: lease, trunk: "a", now: now)
            let code = await errorCode { try await book.release(lease, until: now, reason: "test") }
            #expect(code == .invalidRequest)
        }
    }

    @Test func `what a far end sends can not keep an attempt from its end`() async throws {
        try await withContacts(1) { _, _, book, campaign in
            let lease = try #require(try await book.lease(campaign: campaign.name, limit: 1, now: now).leases.first)
            let attempt = try #require(try await book.beginAttempt(under: lease, trunk: "a", now: now).attempt)
            let result = AttemptResult(
                outcome: .rejected,
                detail: String(repeating: "x", count: 100_000),
                sipStatus: 999_999,
                sipReason: "Q.850;cause=\u{0}'; DROP TABLE attempt; --",
                q850Cause: -5,
                answeredBy: .person
            )
            let fate = try await book.finish(attempt, under: lease, result, now: now)
            #expect(fate == .ended(.exhausted, reason: "call refused is not tried again"))
        }
    }

    @Test func `a contact that has ended comes back only with a new debt`() async throws {
        try await withContacts(1) { _, database, book, campaign in
            try await database.commit {
                try $0.execute(sql: "UPDATE contact SET state = 'paid', reason = 'test', endedAt = 1")
            }
            #expect(try await book.load(campaign, [Workplace.debtor(0)], now: now) == .init(leftAlone: 1))
            let old = Workplace.debtor(0)
            guard case .postpaid(let arrears) = old.due else { return }
            let due = Due.postpaid(
                PostpaidArrears(
                    account: arrears.account,
                    month: arrears.month.adding(months: 2),
                    periodStart: arrears.periodStart,
                    periodEnd: arrears.periodEnd,
                    amount: arrears.amount,
                    dueDay: arrears.dueDay
                )
            )
            let debtor = Debtor(name: old.name, language: nil, numbers: old.numbers, due: due)
            #expect(try await book.load(campaign, [debtor], now: now) == .init(added: 1))
        }
    }

    /// Contacts out of a billing file of two debtors, the first one leased.
    private func withLeased(
        _ body: (Workplace, BillingSource, ContactBook, ContactLease) async throws -> Void
    ) async throws {
        try await withWorkplace { place in
            let billing = try place.writeBilling(accounts: 2)
            let book = ContactBook(database: try place.open())
            let campaign = Workplace.campaign()
            let debtors = try await billing.select(campaign.source, today: Workplace.today).debtors
            _ = try await book.load(campaign, debtors, now: now)
            try await book.start(campaign.name)
            let lease = try #require(try await book.lease(campaign: campaign.name, limit: 1, now: now).leases.first)
            try await body(place, billing, book, lease)
        }
    }
}
