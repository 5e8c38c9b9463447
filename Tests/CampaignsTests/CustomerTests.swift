import GRDB
import Testing

@testable import Campaigns

/// Promises, claims, opt-outs, callbacks: what customers say holds for every campaign.
@Suite struct CustomerTests {
    let now = Workplace.now
    let answered = AttemptResult(outcome: .answered, sipStatus: 200, answeredBy: .person)

    @Test func `a promise keeps every campaign off the account until its day is over`() async throws {
        try await withContacts(1) { _, database, book, campaign in
            let lease = try #require(try await book.lease(campaign: campaign.name, limit: 1, now: now).leases.first)
            let attempt = try #require(try await book.beginAttempt(under: lease, trunk: "a", now: now).attempt)
            let day = Workplace.today.adding(days: 3)
            try await PromiseBook(database: database).promise(
                account: lease.account,
                dueDay: day,
                in: Workplace.zone,
                attempt: attempt,
                now: now
            )
            let over = day.adding(days: 1).start(in: Workplace.zone)
            let fate = try await book.finish(attempt, under: lease, answered, now: now)
            #expect(fate == .waits(until: over, reason: "promised to pay on 2026-11-23"))

            let other = CampaignDefinition(
                name: "other",
                title: "Other",
                source: campaign.source,
                window: campaign.window,
                lines: 1,
                callerID: "10000"
            )
            _ = try await book.load(other, [Workplace.debtor(0)], now: now)
            try await book.start(other.name)
            let almost = UTCTime(milliseconds: over.milliseconds - 1)
            #expect(try await book.lease(campaign: other.name, limit: 1, now: almost).leases.isEmpty)
            #expect(try await book.lease(campaign: campaign.name, limit: 1, now: almost).leases.isEmpty)
            #expect(try await book.lease(campaign: other.name, limit: 1, now: over).leases.count == 1)
        }
    }

    @Test func `a promise is kept when the debt is gone, and broken when its day is over and it is not`() async throws {
        try await withWorkplace { place in
            let billing = try place.writeBilling(accounts: 2)
            let database = try place.open()
            let book = ContactBook(database: database)
            let campaign = Workplace.campaign()
            let debtors = try await billing.select(campaign.source, today: Workplace.today).debtors
            _ = try await book.load(campaign, debtors, now: now)
            try await book.start(campaign.name)
            for debtor in debtors {
                try await PromiseBook(database: database).promise(
                    account: debtor.due.account,
                    dueDay: Workplace.today,
                    in: Workplace.zone,
                    attempt: nil,
                    now: now
                )
            }
            let tomorrow = now + .seconds(86_400)
            let leases = try await book.lease(campaign: campaign.name, limit: 2, now: tomorrow).leases
            #expect(leases.count == 2)
            guard case .due(leases[1].due, _, _) = try await book.dueCheck(leases[1], billing: billing, now: tomorrow)
            else {
                Issue.record("still owes")
                return
            }
            try await place.markPaid(account: leases[0].account)
            #expect(try await book.dueCheck(leases[0], billing: billing, now: tomorrow) == .ended(.paid))
            let states = try await database.read {
                try String.fetchAll($0, sql: "SELECT state FROM promise ORDER BY account")
            }
            #expect(states == ["kept", "broken"])
        }
    }

    @Test func `who says that it is paid is left alone while the payment is booked`() async throws {
        try await withContacts(1) { _, database, book, campaign in
            let lease = try #require(try await book.lease(campaign: campaign.name, limit: 1, now: now).leases.first)
            let attempt = try #require(try await book.beginAttempt(under: lease, trunk: "a", now: now).attempt)
            let claims = PaidClaims(database: database)
            try await claims.record(lease, attempt: attempt, now: now)
            try await claims.record(lease, attempt: attempt, now: now + .seconds(1))
            let fate = try await book.finish(attempt, under: lease, answered, now: now)
            #expect(fate == .waits(until: now + campaign.claimPatience, reason: "says that it is paid"))
        }
    }

    @Test func `who asked not to be called is not called, at whichever step that is known`() async throws {
        try await withContacts(2) { _, database, book, campaign in
            let optOuts = DoNotCallList(database: database)
            let leases = try await book.lease(campaign: campaign.name, limit: 2, now: now).leases
            try await optOuts.add(leases[0].number, source: "clerk", now: now)
            guard case .never(let reasons) = try await book.beginAttempt(under: leases[0], trunk: "a", now: now) else {
                Issue.record("opted out")
                return
            }
            #expect(reasons.map(\.rule.name) == ["do-not-call"])
            let attempt = try #require(try await book.beginAttempt(under: leases[1], trunk: "a", now: now).attempt)
            try await optOuts.add(leases[1].number, source: "key", attempt: attempt, now: now)
            let fate = try await book.finish(attempt, under: leases[1], answered, now: now)
            #expect(fate == .ended(.optedOut, reason: "asked not to be called"))
            #expect(try await optOuts.contains(leases[0].number))
            try await optOuts.remove(leases[0].number, who: "li", now: now)
            #expect(try await optOuts.contains(leases[0].number) == false)
        }
    }

    @Test func `a callback is one clerk's, can be given back, and is done once`() async throws {
        try await withWorkplace { place in
            let book = CallbackBook(database: try place.open())
            for number in 0..<2 {
                try await book.ask(
                    number: Workplace.number(number),
                    account: nil,
                    language: .english,
                    wish: "clerk",
                    dueAt: now + .seconds(number),
                    now: now
                )
            }
            #expect(try await book.waiting().count == 2)
            let first = try #require(try await book.take(who: "li", now: now))
            #expect(first.number == Workplace.number(0))
            #expect(try await book.take(who: "wang", now: now) == nil)
            try await book.giveBack(first, until: now)
            let again = try #require(try await book.take(who: "wang", now: now))
            #expect(again.id == first.id)
            try await book.markDone(again, now: now)
            #expect(await errorCode { try await book.markDone(again, now: now) } == .leaseLost)
            #expect(try await book.take(who: "li", now: now + .seconds(5))?.number == Workplace.number(1))
        }
    }
}
