import Testing

@testable import Campaigns

@Suite struct CustomerHistoryTests {
    @Test func `an agent reads what happened before, the newest first`() async throws {
        try await TalkSite.run { site in
            let history = CustomerHistory(database: site.database)
            func kinds(_ limit: Int = 12) async throws -> [CustomerEvent.Kind] {
                try await history.events(number: site.lease.number, account: site.lease.account, limit: limit).map(
                    \.kind)
            }
            // A call that goes on is not before.
            #expect(try await kinds() == [])
            try await site.say(.promise, note: "at the bank")
            try await site.finish()
            _ = try await site.settle()
            _ = try await FaxQueue(database: site.database).enqueue(
                document: "d", pages: 1, number: site.lease.number, account: site.lease.account, requester: "170",
                now: Workplace.now + .seconds(60))
            try await CallbackBook(database: site.database).ask(
                number: site.lease.number, account: nil, language: nil, wish: "clerk", dueAt: Workplace.now,
                now: Workplace.now + .seconds(120))
            let events = try await history.events(number: site.lease.number, account: site.lease.account)
            #expect(events.prefix(2).map(\.kind) == [.callback, .fax])
            #expect(events.prefix(2).map(\.state) == ["waiting", "waiting"])
            let call = try #require(events.first { $0.kind == .call })
            #expect(call.state == "answered" && call.agent == TalkSite.ann && call.note == "at the bank")
            #expect(call.text == "Came to promise")
            let promise = try #require(events.first { $0.kind == .promise })
            #expect(promise.state == "open" && promise.text == "2026-11-23")
            #expect(events.count == 4)
            #expect(try await kinds(1) == [.callback])
            let stranger = try await history.events(number: Workplace.number(7), account: nil)
            #expect(stranger.isEmpty)
        }
    }
}
