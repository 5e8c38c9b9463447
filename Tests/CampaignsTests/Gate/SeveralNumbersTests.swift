import Foundation
import GRDB
import Testing

@testable import Campaigns

/// A contact's numbers are tried in their order, each with its own hours, rests and limits.
@Suite struct SeveralNumbersTests {
    let now = GateSite.now
    let first = GateSite.first
    let second = GateSite.second

    @Test func `a number whose own hours are closed leaves its turn to the next`() async throws {
        // Ten in the morning in Shanghai is two at night in London.
        let london = TimeZone(identifier: "Europe/London")!
        let cases: [(ContactNumber, rung: E164, because: String)] = [
            (ContactNumber(first), first, "no hours"),
            (ContactNumber(first, hours: 540..<720), first, "open"),
            (ContactNumber(first, hours: 1080..<1200), second, "evenings only"),
            (ContactNumber(first, zone: london, hours: 540..<720), second, "night there"),
            (ContactNumber(first, zone: london, hours: 60..<180), first, "night there, and wanted so"),
        ]
        for (number, rung, because) in cases {
            try await GateSite.run([number, ContactNumber(second)], rules: GateSite.rules()) { site in
                let lease = try await site.lease()
                #expect(lease?.number == rung, "\(because)")
            }
        }
    }

    @Test func `where every number must wait, the contact waits for the one that opens first`() async throws {
        let numbers = [ContactNumber(first, hours: 1080..<1200), ContactNumber(second, hours: 840..<900)]
        try await GateSite.run(numbers, rules: GateSite.rules()) { site in
            #expect(try await site.lease() == nil)
            let state = try #require(try await site.state())
            #expect(state.state == "waiting" && state.heldBy == "own-hours")
            #expect(state.dueAt == now + .seconds(4 * 3600))
            #expect(try await site.lease(at: state.dueAt)?.number == second)
        }
    }

    @Test func `after a try the next number waits only betweenNumbers, and the same one its whole wait`() async throws {
        try await GateSite.run { site in
            #expect(try #require(try await site.call(.noAnswer)).number == first)
            #expect(try await site.lease(at: now + .seconds(599)) == nil)
            let next = try #require(try await site.call(at: now + .seconds(600), .noAnswer))
            #expect(next.number == second)
            #expect(next.fate == .waits(until: now + .seconds(3 * 3600), reason: "again after: no answer"))
            #expect(try await site.lease(at: now + .seconds(3 * 3600))?.number == first)
        }
    }

    @Test func `who was reached at one number is not called at another ten minutes later`() async throws {
        for outcome in [AttemptOutcome.interrupted, .answered] {
            try await GateSite.run { site in
                let fate = try #require(try await site.call(outcome)).fate
                guard case .waits(now + .seconds(86_400), _) = fate else {
                    Issue.record("\(outcome): \(fate)")
                    return
                }
                #expect(try await site.lease(at: now + .seconds(86_399)) == nil)
            }
        }
    }

    @Test func `a wrong number goes on to the next at once, and with the last one the contact ends`() async throws {
        try await GateSite.run { site in
            let fate = try #require(try await site.call(.wrongNumber)).fate
            #expect(
                fate == .waits(until: now, reason: "again at another number: the number is not in use or not theirs"))
            let last = try #require(try await site.call(.wrongNumber))
            #expect(last.number == second)
            #expect(last.fate == .ended(.wrongNumber, reason: "the number is not in use or not theirs"))
        }
    }

    @Test func `wrong numbers use up the budget as well`() async throws {
        let retry = RetryPolicy(budget: 2, rules: RetryPolicy.contactDefault.rules)
        let numbers = (1...4).map { ContactNumber(Workplace.number($0)) }
        try await GateSite.run(numbers, campaign: GateSite.campaign(retry: retry)) { site in
            _ = try await site.call(.wrongNumber)
            let fate = try #require(try await site.call(.wrongNumber)).fate
            #expect(fate == .ended(.exhausted, reason: "2 tries of 2, the last: wrong number"))
        }
    }

    @Test func `the budget of a number and that of the contact never stack`() async throws {
        let busy: [RetryPolicy.Result: RetryPolicy.Rule] = [.busy: .init(wait: .seconds(60), limit: 100)]
        // Budget, tries per number, and how often each of two numbers is rung then.
        for (budget, perNumber, rung) in [(5, 2, [2, 2]), (3, 2, [2, 1]), (2, 5, [1, 1]), (4, nil, [2, 2])]
            as [(Int, Int?, [Int])]
        {
            let retry = RetryPolicy(
                budget: budget, triesPerNumber: perNumber, betweenNumbers: .seconds(60), rules: busy)
            try await GateSite.run(campaign: GateSite.campaign(retry: retry)) { site in
                var (time, counts, last) = (now, [first: 0, second: 0], ContactFate.waits(until: now, reason: ""))
                // A budget that is never reached would ring for ever.
                for _ in 0..<20 {
                    guard let (number, fate) = try await site.call(at: time, .busy) else { break }
                    (counts[number]!, last, time) = (counts[number]! + 1, fate, time + .seconds(60))
                }
                #expect([counts[first]!, counts[second]!].reduce(0, +) == rung.reduce(0, +), "\(budget) \(counts)")
                #expect(counts.values.allSatisfy { $0 <= perNumber ?? budget })
                guard case .ended(.exhausted, _) = last else {
                    Issue.record("\(last)")
                    return
                }
            }
        }
    }

    @Test func `a contact whose every number is used up or wrong ends, and says which it was`() async throws {
        for (column, state, reason) in [
            ("attemptsUsed = 9", "exhausted", "every number was tried as often as it may be"),
            ("isWrong = 1", "wrongNumber", "no number is theirs"),
        ] {
            let retry = RetryPolicy(budget: 4, triesPerNumber: 2, rules: [:])
            try await GateSite.run(campaign: GateSite.campaign(retry: retry)) { site in
                try await site.database.commit { try $0.execute(sql: "UPDATE contactNumber SET \(column)") }
                #expect(try await site.lease() == nil)
                let found = try #require(try await site.state())
                #expect((found.state, found.reason) == (state, reason))
            }
        }
    }

    @Test func `a budget that was lowered meanwhile holds at once`() async throws {
        let rules: [RetryPolicy.Result: RetryPolicy.Rule] = [.busy: .init(wait: .seconds(60), limit: 9)]
        try await GateSite.run(campaign: GateSite.campaign(retry: RetryPolicy(budget: 9, rules: rules))) { site in
            _ = try await site.call(.busy)
            _ = try await site.call(at: now + .seconds(600), .busy)
            let strict = GateSite.campaign(retry: RetryPolicy(budget: 2, rules: rules))
            _ = try await site.book.load(strict, [], now: now)
            #expect(try await site.lease(at: now + .seconds(3600)) == nil)
            #expect(try await site.state()?.reason == "2 tries of 2")
        }
    }

    @Test func `one number that asked not to be called leaves the others`() async throws {
        try await GateSite.run { site in
            try await DoNotCallList(database: site.database).add(first, source: "clerk", now: now)
            #expect(try #require(try await site.lease()).number == second)
        }
        try await GateSite.run { site in
            let lease = try #require(try await site.lease())
            try await DoNotCallList(database: site.database).add(first, source: "clerk", now: now)
            guard case .notNow(now, let reasons) = try await site.book.beginAttempt(under: lease, trunk: "a", now: now)
            else {
                Issue.record("the other number may be rung")
                return
            }
            #expect(reasons.map(\.rule.name) == ["do-not-call"])
            #expect(try #require(try await site.lease()).number == second)
        }
    }

    @Test func `a number that another campaign put on the list during the call ends nobody who did not ask`()
        async throws
    {
        try await GateSite.run { site in
            let call = try await site.call(AttemptResult(outcome: .noAnswer)) { lease, _ in
                try await DoNotCallList(database: site.database).add(lease.number, source: "list", now: now)
            }
            guard case .waits = try #require(call).fate else {
                Issue.record("\(String(describing: call))")
                return
            }
            #expect(try await site.lease(at: now + .seconds(600))?.number == second)
        }
    }

    @Test
    func `after no answer the next try goes on to the hour at which the person answers, never sooner than the rule`()
        async throws
    {
        // It is ten; the person answered twice at three in the afternoon, some days ago.
        for (seeks, hour) in [(true, 15), (false, 13)] {
            let rules: [RetryPolicy.Result: RetryPolicy.Rule] = [
                .noAnswer: .init(wait: .seconds(3 * 3600), limit: 9), .notHeard: .init(wait: .seconds(60), limit: 9),
            ]
            let retry = RetryPolicy(budget: 9, seeksBestHour: seeks, rules: rules)
            let campaign = GateSite.campaign(retry: retry)
            try await GateSite.run([ContactNumber(first)], rules: GateSite.rules(), campaign: campaign) { site in
                let midnight = Workplace.today.start(in: Workplace.zone)
                for days in [-3, -2] {
                    let afternoon = midnight + .seconds(days * 86_400 + 15 * 3600)
                    try await site.database.commit { try $0.execute(sql: "UPDATE contact SET retryAt = 1, dueAt = 1") }
                    try await site.database.commit { try $0.execute(sql: "UPDATE contactNumber SET retryAt = 1") }
                    _ = try #require(try await site.call(at: afternoon, .answered))
                }
                let fate = try #require(try await site.call(.noAnswer)).fate
                let expected = midnight + .seconds(hour * 3600)
                #expect(fate == .waits(until: expected, reason: "again after: no answer"))
            }
        }
    }
}
