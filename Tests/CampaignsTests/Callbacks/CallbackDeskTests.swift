import Foundation
import GRDB
import Testing

@testable import Campaigns

/// Whose call a callback is, when the rules allow it, and why it still waits.
@Suite struct CallbackDeskTests {
    let now = CallbackSite.now
    let ann = CallbackSite.ann
    let evening = UTCTime(milliseconds: CallbackSite.now.milliseconds + 13 * 3_600_000)

    @Test func `one without a group is the site's usual one's, else its campaign's, else waits to be taken`()
        async throws
    {
        try await withWorkplace { place in
            let database = try place.open()
            let contacts = ContactBook(database: database)
            let campaign = CampaignDefinition(
                name: "c", title: "C", source: .init(kind: .arrearsPostpaid), window: .always(in: Workplace.zone),
                lines: 1, callerID: "10000", agents: .init(group: "arrears"))
            _ = try await contacts.load(campaign, [Workplace.debtor(0), Workplace.debtor(1)], now: now)
            try await contacts.start("c")
            let leases = try await contacts.lease(campaign: "c", limit: 2, now: now).leases
            try await contacts.handToClerk(leases[0], now: now)
            let attempt = try #require(try await contacts.beginAttempt(under: leases[1], trunk: "a", now: now).attempt)
            let book = CallbackBook(database: database)
            let (debtor, caller) = (leases[1].number, Workplace.number(9))
            try await book.ask(
                number: debtor, account: "1", language: nil, wish: "w", attempt: attempt, dueAt: now, now: now)
            for group in [nil, "vip"] {
                try await book.ask(
                    number: caller, account: nil, language: nil, wish: "w", group: group, dueAt: now, now: now)
            }
            _ = try await contacts.finish(attempt, under: leases[1], AttemptResult(outcome: .answered), now: now)
            #expect(try await book.waiting().map(\.group) == ["arrears", "arrears", nil, "vip"])
            #expect(try await book.due(in: "arrears", limit: 9, now: now).map(\.id) == [1, 2])
            #expect(try await book.due(in: "vip", limit: 9, now: now).map(\.id) == [4])
            let usual = CallbackBook(database: database, defaultGroup: "clerks")
            #expect(try await usual.waiting().map(\.group) == ["clerks", "clerks", "clerks", "vip"])
            #expect(try await usual.due(in: "clerks", limit: 2, now: now).map(\.id) == [1, 2])
            #expect(try await book.take(who: "li", now: now)?.id == 1)
        }
    }

    @Test func `one that an agent promised is theirs alone for half an hour, then the group's`() async throws {
        try await CallbackSite.run(0) { site in
            try await site.ask(agent: ann)
            let last = now + .seconds(1_799)
            #expect(try await site.due(at: last).isEmpty)
            #expect(try await site.book.due(of: [AgentNumber("8002")!], limit: 9, now: last).isEmpty)
            let theirs = try #require(try await site.book.due(of: [ann], limit: 9, now: last).first)
            #expect(theirs.agent(at: last) == ann && theirs.agent(at: now + .seconds(1_800)) == nil)
            #expect(try await site.due(at: now + .seconds(1_800)).count == 1)
            #expect(try await site.book.due(of: [ann], limit: 9, now: now + .seconds(1_800)).isEmpty)
        }
    }

    @Test func `a list says whose callbacks are`() async throws {
        try await withListBench { bench in
            let report = try await bench.load(
                .callbacks,
                "电话,预约时间,事由,坐席组,工号\n13800138000,2026-11-20 09:00,a,vip,\n"
                    + "13800138001,2026-11-20 09:00,b,,8001\n13800138002,2026-11-20 09:00,c,,Li\n")
            #expect(report.count(.added) == 2 && report.refused == 1)
            #expect(report.reasons.first?.contains("is no agent's number") == true)
            let waiting = try await CallbackBook(database: bench.database, defaultGroup: "clerks").waiting()
            #expect(waiting.map(\.group) == ["vip", "clerks"] && waiting.map(\.agent) == [nil, ann])
            #expect(waiting[1].agentUntil == waiting[1].dueAt + CallbackBook.usualPatience)
        }
    }

    @Test func `outside the hours it waits for them with the reason, also where they end after the lease`() async throws
    {
        let rules = GateSite.rules(Rule(name: "hours", demand: .hours(WeekHours(540..<1_200))))
        try await CallbackSite.run(2, rules: rules) { site in
            let morning = now + .seconds(23 * 3_600)
            #expect(try await site.due(at: evening).isEmpty)
            let held = try await site.status()
            #expect(held.state == .waiting && held.reason.contains("rule “hours”") && held.callback.callAt == morning)
            #expect(try await site.due(at: morning).count == 2)

            let lease = try await site.lease(at: morning)
            let night = morning + .seconds(12 * 3_600)
            let answer = try await site.book.beginAttempt(under: lease, trunk: "a", now: night)
            guard case .notNow(let until, _) = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(until == morning + .seconds(86_400))
            #expect(try await site.status().state == .waiting)
            let second = try #require(try await site.book.waiting().first)
            guard case .notNow = try await site.book.lease(second, now: night) else {
                Issue.record("leased at night")
                return
            }
            let attempts = try await site.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM attempt") }
            #expect(attempts == 0)
        }
    }

    @Test func `who asked to be called is exempt from lists and limits unless a rule says so`() async throws {
        try await CallbackSite.run { site in
            try await DoNotCallList(database: site.database).add(Workplace.number(0), source: "list", now: now)
            #expect(try await site.due().count == 1)
        }
        let strict = Rule(name: "strict", demand: .doNotCall, purposes: .callback)
        try await CallbackSite.run(rules: GateSite.rules(strict)) { site in
            let lease = try await site.lease()
            try await DoNotCallList(database: site.database).add(Workplace.number(0), source: "list", now: now)
            guard case .never = try await site.book.beginAttempt(under: lease, trunk: "a", now: now) else {
                Issue.record("called")
                return
            }
            let status = try await site.status()
            #expect(status.state == .withdrawn && status.reason.contains("asked not to be called"))
        }
        let once = Rule(
            name: "once", demand: .limit(Limit(most: 1, of: .attempt, to: .person, within: .seconds(86_400))),
            purposes: .callback)
        try await CallbackSite.run(rules: GateSite.rules(once)) { site in
            _ = try await site.call(.busy)
            // Calls that were asked for aren't held against anybody where the limit doesn't say so.
            #expect(try await site.due(at: now + .seconds(600)).count == 1)
        }
    }

    @Test func `new holidays have who waits because of a rule looked at again`() async throws {
        let holidays = Rule(name: "holidays", demand: .holidays)
        let rules = GateSite.rules(holidays)
        try await CallbackSite.run(rules: rules) { site in
            try await site.database.commit {
                try $0.execute(sql: "INSERT INTO holiday (day, name) VALUES ('2026-11-20', 'Feast')")
            }
            try await rules.reload(from: site.database)
            #expect(try await site.due().isEmpty)
            #expect(try await site.status().reason.contains("Feast"))
            try await site.database.commit { try $0.execute(sql: "DELETE FROM holiday") }
            try await rules.reload(from: site.database)
            #expect(try await site.due().count == 1)
        }
    }

    @Test func `what is due and not called is there with why`() async throws {
        try await CallbackSite.run(2) { site in
            _ = try await site.call(.busy)
            try await site.ask(2, group: "vip")
            try await site.ask(3, agent: ann)
            try await site.ask(4, at: now + .seconds(3_600))
            let byHand = try #require(try await site.book.take(who: "li", now: now))
            #expect(byHand.number == Workplace.number(1))
            let missed = try await site.book.missed(now: now)
            #expect(
                missed.map(\.why) == [
                    "again after: busy", "waiting for an agent of vip", "waiting for agent 8001, who promised it",
                ])
            let later = try await site.book.missed(now: now + .seconds(3_600))
            #expect(
                later.map(\.why) == [
                    "waiting for an agent of clerks", "waiting for an agent of vip", "waiting for an agent of clerks",
                    "waiting for an agent of clerks",
                ])
            let nobodys = CallbackBook(database: site.database)
            let alone = try await nobodys.missed(limit: 1, now: now + .seconds(700))
            #expect(alone.map(\.why) == ["of no group of agents: somebody must take it"])
        }
    }
}
