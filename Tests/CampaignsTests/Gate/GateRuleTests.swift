import Foundation
import GRDB
import Testing

@testable import Campaigns

/// The rules at the lease and in the transaction that opens the attempt.
@Suite struct GateRuleTests {
    let now = GateSite.now
    let first = GateSite.first
    let second = GateSite.second
    static let oncePerDay = Rule(
        name: "once-a-day",
        demand: .limit(Limit(most: 1, of: .attempt, to: .person, within: .seconds(86_400))))

    @Test func `another campaign that called the person since the lease is counted in the transaction of the attempt`()
        async throws
    {
        try await GateSite.run([ContactNumber(first)], rules: GateSite.rules(Self.oncePerDay)) { site in
            let other = GateSite.campaign("other")
            try await site.add(to: other, [ContactNumber(second)])
            let mine = try #require(try await site.lease())
            let theirs = try #require(try await site.lease(of: "other"))
            let attempt = try #require(try await site.book.beginAttempt(under: theirs, trunk: "a", now: now).attempt)
            _ = try await site.book.finish(attempt, under: theirs, AttemptResult(outcome: .busy), now: now)
            let answer = try await site.book.beginAttempt(under: mine, trunk: "a", now: now + .seconds(1))
            guard case .notNow(now + .seconds(86_400), let reasons) = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(reasons.map(\.rule.name) == ["once-a-day"])
            #expect(try await site.state()?.heldBy == "once-a-day")
        }
    }

    @Test func `calls about another account of the same person are not calls about this one`() async throws {
        let perDebt = Rule(
            name: "per-debt", demand: .limit(Limit(most: 1, of: .attempt, to: .account, within: .seconds(86_400))))
        try await GateSite.run([ContactNumber(first)], rules: GateSite.rules(perDebt)) { site in
            // The person of this contact is its account; the other account has the same person.
            let known = Workplace.debtor(0)
            let other = Debtor(
                person: known.person, name: "x", language: nil, numbers: [ContactNumber(second)],
                due: Workplace.debtor(1).due)
            _ = try await site.book.load(GateSite.campaign("other"), [other], now: now)
            try await site.book.start("other")
            let lease = try #require(try await site.lease(of: "other"))
            let attempt = try #require(try await site.book.beginAttempt(under: lease, trunk: "a", now: now).attempt)
            _ = try await site.book.finish(attempt, under: lease, AttemptResult(outcome: .busy), now: now)
            #expect(try await site.lease(at: now + .seconds(1)) != nil)
        }
    }

    @Test func `a call that we gave up counts where it rang, and not where it did not`() async throws {
        for rang in [true, false] {
            let rules = GateSite.rules(Self.oncePerDay)
            try await GateSite.run([ContactNumber(first)], rules: rules) { site in
                let ringing = rang ? now : nil
                _ = try await site.call(AttemptResult(outcome: .cancelled, ringingAt: ringing))
                let isLeft = try await site.lease(at: now + .seconds(3600)) == nil
                #expect(isLeft == rang)
            }
        }
    }

    @Test func `do-not-call is one campaign's or everybody's`() async throws {
        for (campaign, isCalled) in [(nil, false), ("test", false), ("other", true)] as [(String?, Bool)] {
            try await GateSite.run([ContactNumber(first)], campaign: GateSite.campaign("test")) { site in
                try await DoNotCallList(database: site.database).add(
                    first, campaign: campaign, source: "clerk", now: now)
                let lease = try await site.lease()
                #expect((lease != nil) == isCalled)
                #expect(try await site.state()?.state == (isCalled ? "leased" : "optedOut"))
            }
        }
    }

    @Test func `a service campaign calls who consented to its topic, and nobody who is in dunning`() async throws {
        let rules = GateSite.rules(
            Rule(name: "consent", demand: .consent),
            Rule(name: "no-dunning", demand: .noDunning(askAgain: .seconds(86_400))))
        let service = GateSite.campaign("offers", purpose: .service)
        for (topic, dunning, state) in [
            (nil, false, "withdrawn"), ("other", false, "withdrawn"), ("service", false, "leased"),
            ("service", true, "waiting"),
        ] as [(String?, Bool, String)] {
            try await GateSite.run([ContactNumber(first)], rules: rules, campaign: service) { site in
                if let topic {
                    try await site.database.commit { db in
                        try db.execute(
                            sql: "INSERT INTO consent VALUES (?, ?, 1, 'form 7')", arguments: [first.text, topic])
                    }
                }
                if dunning { try await site.add(to: GateSite.campaign("dunning"), [ContactNumber(second)]) }
                _ = try await site.lease()
                let found = try #require(try await site.state())
                #expect(found.state == state, "\(found)")
                guard dunning else { return }
                #expect(found.heldBy == "no-dunning" && found.dueAt == now + .seconds(86_400))
                _ = try await site.book.stop("dunning", now: now)
                #expect(try await site.lease(at: found.dueAt) != nil)
            }
        }
    }

    @Test func `a dunning call needs no consent`() async throws {
        let rules = GateSite.rules(Rule(name: "consent", demand: .consent))
        try await GateSite.run(rules: rules) { site in
            let lease = try await site.lease()
            #expect(lease != nil)
        }
    }

    @Test func `who waits because of a holiday is looked at again when the holidays change, and only then`()
        async throws
    {
        let rules = GateSite.rules(Rule(name: "holidays", demand: .holidays))
        try await GateSite.run([ContactNumber(first)], rules: rules) { site in
            try await holiday(site, "INSERT INTO holiday (day, name) VALUES ('2026-11-20', 'a feast')")
            try await rules.reload(from: site.database)
            #expect(try await site.lease() == nil)
            let held = try #require(try await site.state())
            #expect(held.heldBy == "holidays")
            #expect(held.dueAt == Workplace.today.adding(days: 1).start(in: Workplace.zone))
            // Nothing has changed: nobody is looked at again.
            try await rules.reload(from: site.database)
            #expect(try await site.state() == held)
            try await holiday(site, "DELETE FROM holiday")
            try await rules.reload(from: site.database)
            #expect(try await site.state()?.dueAt == now)
            #expect(try await site.lease() != nil)
        }
    }

    @Test func `without holidays only the first reading looks at everybody again`() async throws {
        let rules = GateSite.rules(Self.oncePerDay)
        try await GateSite.run([ContactNumber(first)], rules: rules) { site in
            _ = try await site.call(.busy)
            let later = now + .seconds(3600)
            #expect(try await site.lease(at: later) == nil)
            let held = try #require(try await site.state())
            #expect(held.heldBy == "once-a-day")
            try await rules.reload(from: site.database)
            // By the retry policy it was due long ago; the rules of this process may be others than before.
            #expect(try await site.state()?.dueAt == now + .seconds(900))
            #expect(try await site.lease(at: later) == nil)
            try await rules.reload(from: site.database)
            #expect(try await site.state() == held)
        }
    }

    @Test func `a number that rests keeps no rule from being looked at again`() async throws {
        let rules = GateSite.rules(Rule(name: "holidays", demand: .holidays))
        try await GateSite.run(rules: rules) { site in
            _ = try await site.call(.noAnswer)
            try await holiday(site, "INSERT INTO holiday (day, name) VALUES ('2026-11-20', 'a feast')")
            try await rules.reload(from: site.database)
            #expect(try await site.lease(at: now + .seconds(600)) == nil)
            #expect(try await site.state()?.heldBy == "holidays")
        }
    }

    private func holiday(_ site: GateSite, _ sql: String) async throws {
        try await site.database.commit { try $0.execute(sql: sql) }
    }
}
