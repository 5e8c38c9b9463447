import Foundation
import GRDB
import Testing

@testable import Campaigns

/// What `dialerd explain` says, in whole sentences.
@Suite struct CallExplanationTests {
    let now = GateSite.now
    let first = GateSite.first
    let second = GateSite.second

    private func explain(_ site: GateSite, at time: UTCTime = GateSite.now) async throws -> CallExplanation {
        try await ExplanationBook(database: site.database, rules: site.book.rules).explain(contact: 1, now: time)
    }

    @Test func `who may be called is said so, with each number`() async throws {
        try await GateSite.run(rules: GateSite.rules(), campaign: GateSite.campaign()) { site in
            let said = try await explain(site)
            #expect(said.mayBeCalledNow && said.nextAt == now)
            #expect(
                said.lines == [
                    "Contact 1 of campaign “test”, account \(Workplace.debtor(0).due.account), may be called now, "
                        + "when a line is free.",
                    "Its state: waiting, not called yet.", "0 of 4 tries are used; 0 of 1 stage heard.",
                    "It was never called.", "…0001:", "  The call is allowed now.", "…0002:",
                    "  The call is allowed now.",
                ])
        }
    }

    @Test func `rests, holds, own hours and past calls are told in the called party's time`() async throws {
        let london = TimeZone(identifier: "Europe/London")!
        let numbers = [ContactNumber(first), ContactNumber(second, zone: london, hours: 540..<1080)]
        try await GateSite.run(numbers, rules: GateSite.rules(), campaign: GateSite.campaign()) { site in
            _ = try await site.call(.busy)
            let said = try await explain(site, at: now + .seconds(60))
            #expect(!said.mayBeCalledNow && said.nextAt == now + .seconds(900))
            #expect(
                said.sentences == [
                    "Contact 1 of campaign “test”, account \(Workplace.debtor(0).due.account), is not called now, but "
                        + "from Friday 2026-11-20 10:15 in Asia/Shanghai on if nothing else happens.",
                    "Its state: waiting, again after: busy.",
                    "By the retry policy it rests until Friday 2026-11-20 10:10 in Asia/Shanghai.",
                    "1 of 4 tries are used; 0 of 1 stage heard.",
                    "Called on Friday 2026-11-20 10:00 in Asia/Shanghai at …0001: busy.",
                ])
            #expect(
                said.numbers[0].sentences == [
                    "The call is allowed now.",
                    "The number rests until Friday 2026-11-20 10:15 in Asia/Shanghai after its last try.",
                ])
            #expect(said.numbers[1].nextAt == RuleSamples.time("2026-11-20T09:00:00Z"))
            #expect(
                said.numbers[1].sentences.first
                    == "The call is not allowed now, but from Friday 2026-11-20 09:00 in Europe/London on if nothing "
                    + "else happens.")
        }
    }

    @Test func `promises, claims, wrong numbers, pauses and ends have their sentences`() async throws {
        let retry = RetryPolicy(budget: 4, triesPerNumber: 1, rules: [.busy: .init(wait: .seconds(60), limit: 9)])
        let campaign = GateSite.campaign(retry: retry)
        let steps: [(sql: String, sentence: String)] = [
            ("UPDATE contactNumber SET isWrong = 1 WHERE position = 1", "  The number is not in use or not theirs."),
            (
                "UPDATE contactNumber SET attemptsUsed = 1 WHERE position = 2",
                "  It was tried 1 times, as often as a number of this campaign may be."
            ),
            (
                """
                INSERT INTO promise (account, dueDay, suspendsUntil, madeAt, state)
                SELECT account, '2026-11-21', 1795276800000, 1, 'open' FROM contact
                """,
                "The customer promised to pay; until Sunday 2026-11-22 00:00 in Asia/Shanghai nobody asks."
            ),
            ("UPDATE contact SET heldBy = 'gap'", "The rule “gap” held it back when it was last looked at."),
            (
                "UPDATE campaign SET state = 'paused'",
                "Contact 1 of campaign “test”, account \(Workplace.debtor(0).due.account), is not called, because the "
                    + "campaign is paused."
            ),
            (
                "UPDATE contact SET state = 'leased'",
                "Contact 1 of campaign “test”, account \(Workplace.debtor(0).due.account), is being called now."
            ),
            (
                "UPDATE contact SET state = 'paid', reason = 'it paid', endedAt = \(GateSite.now.milliseconds)",
                "Contact 1 of campaign “test”, account \(Workplace.debtor(0).due.account), is not called any more: it "
                    + "ended on Friday 2026-11-20 10:00 in Asia/Shanghai as paid, because it paid."
            ),
        ]
        try await GateSite.run(rules: GateSite.rules(), campaign: campaign) { site in
            for (sql, sentence) in steps {
                try await site.database.commit { try $0.execute(sql: sql) }
                let lines = try await explain(site).lines
                #expect(lines.contains(sentence), "\(lines)")
            }
        }
    }

    @Test func `what is said is what the lease then does`() async throws {
        let rules = GateSite.rules(GateRuleTests.oncePerDay)
        try await GateSite.run(rules: rules, campaign: GateSite.campaign()) { site in
            var time = now
            for _ in 0..<6 {
                let said = try await explain(site, at: time)
                guard let next = said.nextAt else { break }
                if next > time {
                    #expect(try await site.lease(at: UTCTime(milliseconds: next.milliseconds - 1)) == nil)
                }
                time = next
                #expect(try await site.call(at: time, .busy) != nil, "\(said.lines)")
            }
            #expect(try await explain(site, at: time).nextAt == nil)
        }
    }

    @Test func `a number alone is judged by lists and limits`() async throws {
        let rules = GateSite.rules(GateRuleTests.oncePerDay)
        try await GateSite.run(rules: rules, campaign: GateSite.campaign()) { site in
            let book = ExplanationBook(database: site.database, rules: rules)
            _ = try await site.call(.busy)
            #expect(try await book.contacts(number: first) == [1])
            #expect(try await book.contacts(number: first, campaign: "other") == [])
            #expect(try await book.contacts(account: Workplace.debtor(0).due.account) == [1])
            let said = try await book.explain(number: first, now: now + .seconds(1))
            #expect(said.nextAt == now + .seconds(86_400))
            #expect(said.sentences.first == "The number …0001, as to a dunning call:")
            #expect(said.sentences.last == "Called on Friday 2026-11-20 10:00 in Asia/Shanghai at …0001: busy.")
            try await DoNotCallList(database: site.database).add(first, campaign: "test", source: "x", now: now)
            let ofTest = try await book.explain(number: first, campaign: "test", now: now)
            #expect(ofTest.nextAt == nil && !ofTest.mayBeCalledNow)
            #expect(try await book.explain(number: second, now: now).mayBeCalledNow)
            #expect(await errorCode { try await book.explain(number: first, campaign: "none", now: now) } == .notFound)
            #expect(await errorCode { try await book.explain(contact: 77, now: now) } == .notFound)
        }
    }
}
