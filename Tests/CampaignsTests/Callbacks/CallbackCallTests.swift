import Foundation
import GRDB
import Testing

@testable import Campaigns

/// Callbacks that we dial: no two calls at once, none lost, and an end with a reason.
@Suite struct CallbackCallTests {
    let now = CallbackSite.now

    @Test func `who talked to an agent is done, with the agent's number`() async throws {
        try await CallbackSite.run { site in
            let lease = try await site.lease()
            #expect(try await site.status().who == "dialerd")
            let attempt = try await site.begin(lease)
            let row = try await site.database.read { db in
                try Row.fetchOne(db, sql: "SELECT kind, callback, purpose, number, person FROM attempt")
                    .map { row in row.databaseValues.map(\.description).joined(separator: " ") }
            }
            let number = Workplace.number(0).text
            #expect(row == "\"callback\" 1 \"callback\" \"\(number)\" \"\(number)\"")
            #expect(try await site.book.finish(attempt, under: lease, CallbackSite.talked, now: now) == .done)
            let status = try await site.status()
            #expect(status.state == .done && status.who == "8001" && status.reason == "talked to agent 8001")
            #expect(try await site.due(at: now + .seconds(99_999)).isEmpty)
        }
    }

    @Test func `busy is tried again by the rule, and after the last try it is withdrawn with its reason`() async throws
    {
        try await CallbackSite.run { site in
            var time = now
            for _ in 0..<2 {
                time = time + .seconds(600)
                let fate = try await site.call(at: time + .seconds(-600), .busy)
                #expect(fate == .waits(until: time, reason: "again after: busy"))
                #expect(try await site.due(at: time + .seconds(-1)).isEmpty)
            }
            let reason = "3 tries of 3, the last: busy"
            #expect(try await site.call(at: time, .busy) == .withdrawn(reason: reason))
            let status = try await site.status()
            #expect(status.state == .withdrawn && status.reason == reason && status.attemptsUsed == 3)
            let events = try await site.database.read { db in
                try String.fetchAll(db, sql: "SELECT what || ': ' || detail FROM event")
            }
            #expect(events == ["callback withdrawn: \(reason)"])
        }
    }

    static let results: [(AttemptResult, fate: CallbackFate, used: Int)] = [
        (.init(outcome: .answered), .waits(until: now(600), reason: "again after: answered, but no agent talked"), 1),
        (.init(outcome: .noAnswer), .waits(until: now(7_200), reason: "again after: no answer"), 1),
        (.init(outcome: .trunkTrouble), .waits(until: now(60), reason: "again after: trunk trouble"), 0),
        (.init(outcome: .cancelled), .waits(until: now(60), reason: "again after: call given up by us"), 0),
        (.init(outcome: .wrongNumber), .withdrawn(reason: "wrong number is not tried again"), 1),
        (.init(outcome: .rejected), .withdrawn(reason: "call refused is not tried again"), 1),
    ]

    private static func now(_ seconds: Int) -> UTCTime { CallbackSite.now + .seconds(seconds) }

    @Test(arguments: results)
    func `what a try came to decides what becomes of it`(
        result: AttemptResult, fate: CallbackFate, used: Int
    ) async throws {
        try await CallbackSite.run { site in
            let found = try await site.call(result)
            let status = try await site.status()
            #expect(found == fate && status.attemptsUsed == used)
        }
    }

    @Test func `what the person asked for in the call holds`() async throws {
        try await CallbackSite.run(2) { site in
            let optOut = try await site.call(AttemptResult(outcome: .answered)) { attempt in
                try await DoNotCallList(database: site.database).add(
                    attempt.number, source: "key", attempt: attempt, now: now)
            }
            #expect(optOut == .withdrawn(reason: "asked not to be called"))
            let lost = try await site.call(CallbackSite.talked) { attempt in
                try await site.ask(1, attempt: attempt, at: now + .seconds(5))
                try await site.ask(1, attempt: attempt, at: now + .seconds(5))
            }
            #expect(lost == .done)
            #expect(try await site.due(at: now + .seconds(5)).map(\.id) == [3])
        }
    }

    @Test func `a hundred callers side by side call each callback once`() async throws {
        try await CallbackSite.run(20) { site in
            let callbacks = try await site.due()
            let (book, now) = (site.book, now)
            let leased = try await withThrowingTaskGroup(of: Int64?.self) { group in
                for index in 0..<100 {
                    group.addTask {
                        guard case .leased(let lease) = try await book.lease(callbacks[index % 20], now: now) else {
                            return nil
                        }
                        _ = try await book.beginAttempt(under: lease, trunk: "a", now: now)
                        return lease.callback.id
                    }
                }
                return try await group.reduce(into: [Int64]()) { if let id = $1 { $0.append(id) } }
            }
            #expect(leased.sorted() == callbacks.map(\.id).sorted())
            let open = try await site.database.read { db in
                try Int.fetchOne(db, sql: "SELECT count(DISTINCT callback) FROM attempt WHERE finishedAt IS NULL")
            }
            #expect(open == 20)
        }
    }

    @Test func `a lease has one attempt, which is finished once`() async throws {
        try await CallbackSite.run { site in
            let lease = try await site.lease()
            let attempt = try await site.begin(lease)
            let early = await errorCode { try await site.book.release(lease, until: now, reason: "shutdown") }
            #expect(early == .invalidRequest)
            _ = try await site.book.finish(attempt, under: lease, AttemptResult(outcome: .busy), now: now)
            for result in [CallbackSite.talked, AttemptResult(outcome: .busy)] {
                let code = await errorCode {
                    try await site.book.finish(attempt, under: lease, result, now: now)
                }
                #expect(code == .leaseLost)
            }
            let late = now + .seconds(9)
            let again = await errorCode { try await site.book.beginAttempt(under: lease, trunk: "a", now: late) }
            #expect(again == .leaseLost)
            #expect(try await site.status().state == .waiting)
        }
    }

    @Test func `a number is rung by one callback at a time, and not while anybody else rings it`() async throws {
        try await CallbackSite.run { site in
            try await site.ask(0)
            let both = try await site.due()
            var leases: [CallbackLease] = []
            for callback in both {
                if case .leased(let lease) = try await site.book.lease(callback, now: now) { leases.append(lease) }
            }
            let attempt = try await site.begin(leases[0])
            let second = try await site.book.beginAttempt(under: leases[1], trunk: "a", now: now)
            guard case .notNow(now + .seconds(15), let reasons) = second else {
                Issue.record("\(second)")
                return
            }
            #expect(reasons.map(\.rule.name) == ["number-in-use"])
            #expect(try await site.status(2).state == .waiting)
            _ = try await site.book.finish(attempt, under: leases[0], CallbackSite.talked, now: now)
            #expect(try await site.due(at: now + .seconds(15)).map(\.id) == [2])
        }
    }

    @Test func `a clerk and the dialer never have the same one`() async throws {
        try await CallbackSite.run(2) { site in
            let callbacks = try await site.due()
            let taken = try #require(try await site.book.take(who: "li", now: now))
            #expect(taken.id == callbacks[0].id)
            #expect(try await site.book.lease(callbacks[0], now: now) == .gone)
            let lease = try await site.lease()
            #expect(try await site.book.take(who: "li", now: now) == nil)
            #expect(await errorCode { try await site.book.markDone(lease.callback, now: now) } == .leaseLost)
            #expect(await errorCode { try await site.book.giveBack(lease.callback, until: now) } == .leaseLost)
            try await site.book.release(lease, until: now + .seconds(5), reason: "shutdown")
            #expect(try await site.due(at: now + .seconds(5)).map(\.id) == [lease.callback.id])
            try await site.book.giveBack(taken, until: now)
            #expect(try await site.due().map(\.id) == [taken.id])
        }
    }

    @Test func `after a crash an open attempt is interrupted, and the callback goes on waiting by its rule`()
        async throws
    {
        try await CallbackSite.run(3) { site in
            let first = try await site.lease()
            let attempt = try await site.begin(first)
            let second = try await site.lease()
            let byHand = try #require(try await site.book.take(who: "li", now: now))
            let after = try site.place.copyDatabase()
            defer { after.remove() }
            let database = try after.open()
            #expect(try await database.recover(now: now + .seconds(5)) == .init(interrupted: 1, freed: 1))
            let reborn = CallbackBook(database: database, defaultGroup: "clerks")
            #expect(
                try await reborn.due(in: "clerks", limit: 9, now: now + .seconds(5)).map(\.id) == [second.callback.id])
            let states = try await database.read { db in
                try String.fetchAll(db, sql: "SELECT state || ': ' || reason FROM callback ORDER BY id")
            }
            #expect(
                states == [
                    "waiting: again after: interrupted by a restart", "waiting: given back after a restart",
                    "taken: taken by hand",
                ])
            let due = now + .seconds(605)
            #expect(
                try await reborn.due(in: "clerks", limit: 9, now: due).map(\.id) == [
                    second.callback.id, first.callback.id,
                ])
            #expect(byHand.id == 3 && attempt.id == 1)
            let outcome = try await database.read { try String.fetchOne($0, sql: "SELECT outcome FROM attempt") }
            #expect(outcome == "interrupted")
        }
    }

    @Test func `a list of callbacks is the same again after one of them was tried`() async throws {
        try await withListBench { bench in
            let list = "phone,due,wish\n13800138000,2026-11-20 09:30,about the bill\n"
            _ = try await bench.load(.callbacks, list)
            try await bench.database.close()
            let database = try bench.place.open()
            let book = CallbackBook(database: database, defaultGroup: "clerks")
            let callback = try #require(try await book.due(in: "clerks", limit: 9, now: now).first)
            guard case .leased(let lease) = try await book.lease(callback, now: now) else {
                Issue.record("not leased")
                return
            }
            let attempt = try #require(try await book.beginAttempt(under: lease, trunk: "a", now: now).attempt)
            _ = try await book.finish(attempt, under: lease, AttemptResult(outcome: .busy), now: now)
            let again = try await ListBench(bench.place)
            let report = try await again.load(.callbacks, list)
            #expect(report.count(.same) == 1 && report.count(.added) == 0)
            try await again.database.close()
            #expect(try await book.waiting().count == 1)
        }
    }
}
