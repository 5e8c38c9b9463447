import Foundation
import GRDB
import Testing

@testable import Campaigns

/// Payments that are seen in the billing data without a dial.
@Suite struct PaymentTests {
    let now = Workplace.now

    /// Debtors of a billing file in a running campaign.
    private func withDebtors(
        _ body: (Workplace, BillingSource, DialerDatabase, ContactBook, [String]) async throws -> Void
    ) async throws {
        try await withWorkplace { place in
            let billing = try place.writeBilling(accounts: 20)
            let database = try place.open()
            let book = ContactBook(database: database)
            let campaign = Workplace.campaign()
            let debtors = try await billing.select(campaign.source, today: Workplace.today).debtors
            _ = try await book.load(campaign, debtors, now: now)
            try await book.start(campaign.name)
            try await body(place, billing, database, book, debtors.map(\.due.account))
        }
    }

    private func states(_ database: DialerDatabase, _ table: String) async throws -> [String: String] {
        try await database.read { db in
            Dictionary(
                uniqueKeysWithValues: try Row.fetchAll(db, sql: "SELECT account, state FROM \(table)").map {
                    ($0["account"], $0["state"])
                })
        }
    }

    @Test func `who has paid waits for no call any more, and the promise is kept`() async throws {
        try await withDebtors { place, billing, database, book, accounts in
            #expect(try await book.sweepPayments(billing, now: now) == .init())
            let promises = PromiseBook(database: database)
            for account in accounts.prefix(2) {
                try await promises.promise(
                    account: account, dueDay: Workplace.today, in: Workplace.zone, attempt: nil, now: now)
            }
            try await place.markPaid(account: accounts[0])
            try await place.markPaid(account: accounts[2])
            let tomorrow = now + .seconds(86_400)
            let sweep = try await book.sweepPayments(billing, now: tomorrow)
            #expect(sweep == .init(paid: 2, promisesKept: 1, promisesBroken: 1))
            let found = try await states(database, "contact")
            #expect(found.filter { $0.value == "paid" }.keys.sorted() == [accounts[0], accounts[2]].sorted())
            #expect(try await states(database, "promise") == [accounts[0]: "kept", accounts[1]: "broken"])
            #expect(try await promises.counts(madeIn: now..<tomorrow) == .init(kept: 1, broken: 1))
            #expect(try await book.sweepPayments(billing, now: tomorrow) == .init())
        }
    }

    @Test func `a promise of nobody's contact is settled as well`() async throws {
        try await withDebtors { place, billing, database, book, accounts in
            _ = try await book.stop(Workplace.campaign().name, now: now)
            try await PromiseBook(database: database).promise(
                account: accounts[0], dueDay: Workplace.today, in: Workplace.zone, attempt: nil, now: now)
            try await place.markPaid(account: accounts[0])
            #expect(try await book.sweepPayments(billing, now: now) == .init(promisesKept: 1))
        }
    }

    @Test func `a file in which nobody owes anything takes nobody for paid`() async throws {
        try await withDebtors { place, billing, database, book, accounts in
            for account in accounts { try await place.markPaid(account: account) }
            let queue = try DatabaseQueue(path: place.billingFile.path)
            try await queue.write { try $0.execute(sql: "DELETE FROM customer") }
            try queue.close()
            #expect(try await book.sweepPayments(billing, now: now).isDoubtful)
            #expect(try await states(database, "contact").values.allSatisfy { $0 == "waiting" })
        }
    }

    @Test func `a row that can not be read ends nobody`() async throws {
        try await withDebtors { place, billing, database, book, accounts in
            let queue = try DatabaseQueue(path: place.billingFile.path)
            try await queue.write { db in
                try db.execute(sql: "UPDATE customer SET telephone = 'x' WHERE account = ?", arguments: [accounts[0]])
            }
            try queue.close()
            #expect(try await book.sweepPayments(billing, now: now) == .init())
            #expect(try await states(database, "contact")[accounts[0]] == "waiting")
        }
    }

    @Test func `a call that is given up because of a payment ends as paid, and is not tried again`() async throws {
        try await withDebtors { _, _, database, book, _ in
            let name = Workplace.campaign().name
            let lease = try #require(try await book.lease(campaign: name, limit: 1, now: now).leases.first)
            let attempt = try #require(try await book.beginAttempt(under: lease, trunk: "a", now: now).attempt)
            let result = AttemptResult(outcome: .cancelled, detail: "paid while ringing", ringingAt: now)
            let fate = try await book.finishPaid(attempt, under: lease, result, now: now)
            #expect(fate == .ended(.paid, reason: "paid while the telephone rang"))
            #expect(try await states(database, "contact")[lease.account] == "paid")
            let leases = try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM lease") }
            #expect(leases == 0)
        }
    }

    @Test func `a file that was replaced has another stamp`() async throws {
        try await withDebtors { place, billing, _, _, accounts in
            let before = try #require(billing.stamp)
            #expect(billing.stamp == before)
            try await place.markPaid(account: accounts[0])
            #expect(billing.stamp != before)
            try FileManager.default.removeItem(at: place.billingFile)
            #expect(billing.stamp == nil)
        }
    }
}
