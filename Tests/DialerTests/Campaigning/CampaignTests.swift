import Campaigns
import Foundation
import GRDB
import PhoneNetwork
import Testing

@testable import Dialer

@Suite("A campaign over the exchange")
struct CampaignTests {
    /// A customer, and what the books must say of them in the end.
    struct Case: Sendable {
        let name: String
        let customer: Customer
        let outcomes: [AttemptOutcome]
        let state: String
        var keys = ""
    }

    static let cases: [Case] = [
        Case(
            name: "promises",
            customer: .talking(
                "61000001",
                [.wait(.seconds(2)), .press("2"), .wait(.seconds(2)), .press("2"), .wait(.seconds(3)), .hangUp]),
            outcomes: [.answered], state: "waiting", keys: "22"),
        Case(
            name: "has paid, and hangs up at once",
            customer: .talking("61000002", [.wait(.seconds(2)), .press("3"), .hangUp]), outcomes: [.answered],
            state: "waiting", keys: "3"),
        Case(
            name: "wants the bill by fax",
            customer: .talking(
                "61000003",
                [.wait(.seconds(2)), .press("4"), .wait(.seconds(2)), .press("1"), .wait(.seconds(3)), .hangUp],
                fax: "62000003"),
            outcomes: [.answered], state: "finished", keys: "41"),
        Case(
            name: "wants no calls",
            customer: .talking(
                "61000004",
                [.wait(.seconds(2)), .press("9"), .wait(.seconds(2)), .press("9"), .wait(.seconds(3)), .hangUp]),
            outcomes: [.answered], state: "optedOut", keys: "99"),
        Case(
            name: "wants a clerk",
            customer: .talking("61000005", [.wait(.seconds(2)), .press("0"), .wait(.seconds(3)), .hangUp]),
            outcomes: [.answered], state: "finished", keys: "0"),
        Case(
            name: "hangs up in the middle", customer: .talking("61000006", [.wait(.seconds(4)), .hangUp]),
            outcomes: [.answered, .answered], state: "exhausted"),
        Case(
            name: "is busy", customer: Customer(telephone: "61000007", behaviour: .busy), outcomes: [.busy, .busy],
            state: "exhausted"),
        Case(
            name: "does not answer", customer: Customer(telephone: "61000008", behaviour: .neverAnswers),
            outcomes: [.noAnswer, .noAnswer], state: "exhausted"),
        Case(
            name: "refuses", customer: Customer(telephone: "61000009", behaviour: .rejects(after: .zero)),
            outcomes: [.rejected], state: "exhausted"),
        Case(
            name: "has a wrong number",
            customer: Customer(telephone: "61000010", behaviour: .unallocated(announces: false)),
            outcomes: [.wrongNumber], state: "wrongNumber"),
        Case(
            name: "meets congestion",
            customer: Customer(telephone: "61000011", behaviour: .unavailable(retryAfterSeconds: nil)),
            outcomes: [.congestion, .congestion], state: "exhausted"),
    ]

    @Test("Every kind of subscriber comes to its outcome, and every wish is kept")
    func everyKind() async throws {
        let cases = Self.cases
        try await DialerBench.run {
            $0.customers = cases.map(\.customer)
            $0.customers[2].faxMachine = FaxMachine(after: .zero)
        } body: { bench in
            let watching = Task { try await bench.rowsSeenAtInvite(until: 11) }
            try await bench.start(campaign(lines: 20))
            try await bench.settled()
            let attempts = try await bench.attempts()
            for one in cases {
                let own = attempts.filter { $0.number.text == one.customer.e164 && $0.kind == "contact" }
                #expect(own.map(\.outcome) == one.outcomes, "\(one.name)")
                #expect(own.first?.keysPressed ?? "" == one.keys, "\(one.name)")
                #expect(try await bench.state(of: one.customer) == one.state, "\(one.name)")
            }
            let report = try #require(
                try await ReportBook(database: bench.office.database).campaigns().first)
            #expect(report.promises == 1)
            #expect(report.paidClaims == 1)
            #expect(report.optOuts == 1)
            #expect(report.callbacks == 1)
            #expect(report.faxesAsked == 1)
            // What was heard ends where the person hung up or pressed a key, within the frames on the way.
            let leaver = try #require(attempts.first { $0.number.text == cases[5].customer.e164 })
            #expect((3_500...4_600).contains(leaver.heardMs ?? 0), "\(leaver.heardMs ?? -1) ms")
            let payer = try #require(attempts.first { $0.number.text == cases[1].customer.e164 })
            #expect((1_500...2_900).contains(payer.heardMs ?? 0), "\(payer.heardMs ?? -1) ms")
            #expect((payer.announcementMs ?? 0) > 5_000)
            // Nobody was rung that has no attempt, or twice for one.
            let invited = try bench.log().filter { if case .authenticated = $0.event { true } else { false } }
            #expect(invited.compactMap(\.attempt).sorted() == attempts.map(\.id))
            // The guarantee: the row is on disk, and readable for others, when its INVITE arrives.
            let seen = try await watching.value
            #expect(seen.count >= 11)
            #expect(seen.allSatisfy { $0.isOpenOnDisk && $0.openedAt <= $0.invitedAt })
        }
    }

    @Test("Who pays while others are being called is not called, though the billing file is replaced meanwhile")
    func paidInBetween() async throws {
        let slow = Customer.talking("61000021", [.wait(.seconds(3)), .hangUp])
        let payer = Customer.talking("61000022", [.hangUp])
        try await DialerBench.run {
            $0.customers = [slow, payer]
        } body: { bench in
            let entries = bench.exchange.log.entries()
            try await bench.start(campaign(lines: 1, tries: 1))
            _ = try await bench.heard("the first call", in: entries) { $0.event == .answered ? () : nil }
            try bench.pay(Customer.place(1))
            try await bench.finished("arrears")
            #expect(try await bench.state(of: payer) == "paid")
            #expect(try await bench.attempts().map(\.number.text) == [slow.e164])
            #expect(try bench.log().allSatisfy { if case .invited(_, payer.e164) = $0.event { false } else { true } })
        }
    }

    @Test("While the billing file is away nobody is called, and nobody is lost")
    func billingAway() async throws {
        let customer = Customer.talking("61000031", [.hangUp])
        try await DialerBench.run {
            $0.customers = [customer]
        } body: { bench in
            let aside = bench.folder.appending(path: "aside.sqlite")
            let loaded = campaign(lines: 1, tries: 1)
            try await bench.load(loaded)
            try FileManager.default.moveItem(at: bench.billingFile, to: aside)
            try await bench.office.books.contacts.start("arrears")
            _ = try await bench.until("the wait for the file") {
                try await bench.reason(of: customer).contains("being replaced") ? () : nil
            }
            #expect(try await bench.attempts().isEmpty)
            try FileManager.default.moveItem(at: aside, to: bench.billingFile)
            try await bench.finished("arrears")
            #expect(try await bench.attempts().map(\.outcome) == [.answered])
        }
    }

    @Test("A row of the billing file that means nothing keeps its customer waiting, with the reason, and is not held")
    func brokenRow() async throws {
        let customer = Customer.talking("61000032", [.hangUp])
        try await DialerBench.run {
            $0.customers = [customer]
        } body: { bench in
            try await bench.load(campaign(lines: 1, tries: 1))
            try await DatabaseQueue(path: bench.billingFile.path).write { db in
                try db.execute(sql: "UPDATE bill_made SET due_date = '2026-02-31'")
            }
            try await bench.office.books.contacts.start("arrears")
            _ = try await bench.until("the wait for a better row") {
                try await bench.reason(of: customer).contains("due_date") ? () : nil
            }
            #expect(try await bench.attempts().isEmpty)
            let report = try await ReportBook(database: bench.office.database).campaigns()[0]
            #expect(report.waiting == 1 && report.leased == 0)
        }
    }

    @Test("Where the database refuses an attempt, nobody is rung and the contact goes on waiting")
    func refusedAttempt() async throws {
        let customer = Customer.talking("61000033", [.hangUp])
        try await DialerBench.run {
            $0.customers = [customer]
        } body: { bench in
            try await bench.load(campaign(lines: 1, tries: 1))
            try await DatabaseQueue(path: bench.databaseFile.path).write { db in
                try db.execute(
                    sql: """
                        CREATE TRIGGER refusal BEFORE INSERT ON attempt
                        BEGIN SELECT RAISE(ABORT, 'refused by the test'); END
                        """)
            }
            try await bench.office.books.contacts.start("arrears")
            _ = try await bench.until("the lease to be given back") {
                try await bench.reason(of: customer).contains("refused by the test") ? () : nil
            }
            let report = try await ReportBook(database: bench.office.database).campaigns()[0]
            #expect(report.waiting == 1 && report.leased == 0)
            #expect(try bench.log().isEmpty)
        }
    }

    @Test("A call that nobody ends is ended by us")
    func callLimit() async throws {
        let listener = Customer.talking("61000051", [])
        try await DialerBench.run {
            $0.customers = [listener]
            $0.limits.call = .seconds(2)
        } body: { bench in
            try await bench.start(campaign(lines: 1, tries: 1))
            try await bench.finished("arrears")
            let attempt = try #require(try await bench.attempts().first)
            #expect(attempt.outcome == .answered)
            #expect((1_800...2_600).contains(attempt.heardMs ?? 0), "\(attempt.heardMs ?? -1) ms")
            let ends = try bench.log().compactMap { if case .ended(let party, _) = $0.event { party } else { nil } }
            #expect(ends.last == .dialer)
        }
    }
}
