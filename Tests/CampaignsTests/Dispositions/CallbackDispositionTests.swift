import Foundation
import GRDB
import Testing

@testable import Campaigns

/// What an agent says came of a callback.
@Suite struct CallbackDispositionTests {
    private static let now = CallbackSite.now

    private func say(_ does: Disposition.Deed, of attempt: Attempt, _ database: DialerDatabase) async throws {
        try await DispositionBook(database: database).keep(
            TalkSite.word(does, of: attempt), of: TalkSite.customer, now: Self.now)
    }

    static let fates: [(Disposition.Deed?, CallbackStatus.State, String)] = [
        (nil, .done, "talked to agent 8001"),
        (.done, .done, "Came to done (agent 8001)"),
        (.again, .waiting, "again after: Came to again (agent 8001)"),
        (.callback, .done, "Came to callback (agent 8001)"),
        (.wrongNumber, .withdrawn, "Came to wrong-number (agent 8001)"),
        (.doNotCall, .done, "Came to do-not-call (agent 8001)"),
    ]

    @Test(arguments: fates, [false, true])
    func `what was said decides, also where the process dies before it is settled`(
        fate: (does: Disposition.Deed?, state: CallbackStatus.State, reason: String), dies: Bool
    ) async throws {
        try await CallbackSite.run { site in
            let lease = try await site.lease()
            let attempt = try await site.begin(lease)
            try await site.book.finishTalk(attempt, under: lease, CallbackSite.talked, now: Self.now)
            #expect(try await site.status().state == .taken)
            #expect(try await site.book.take(who: "li", now: Self.now) == nil)
            if let does = fate.does { try await say(does, of: attempt, site.database) }
            if !dies { _ = try await site.book.settleTalk(attempt, under: lease, now: Self.now) }
            let after = dies ? try site.place.copyDatabase() : nil
            defer { after?.remove() }
            let database = try after?.open() ?? site.database
            if dies { #expect(try await database.recover(now: Self.now) == .init(settled: 1)) }
            let status = try #require(try await CallbackBook(database: database).status(1))
            #expect(status.state == fate.state && status.reason == fate.reason && status.attemptsUsed == 1)
            #expect(status.who == (fate.state == .done ? "8001" : status.who))
            guard fate.does == .again else { return }
            let book = CallbackBook(database: database, defaultGroup: "clerks")
            let early = try await book.due(in: "clerks", limit: 9, now: Self.now + .seconds(3_599))
            let due = try await book.due(in: "clerks", limit: 9, now: Self.now + .seconds(3_600))
            #expect(early.isEmpty && due.map(\.id) == [1])
        }
    }

    @Test func `again counts as a try of the budget`() async throws {
        try await CallbackSite.run(retry: RetryPolicy(budget: 1, rules: [:])) { site in
            let lease = try await site.lease()
            let attempt = try await site.begin(lease)
            try await site.book.finishTalk(attempt, under: lease, CallbackSite.talked, now: Self.now)
            try await say(.again, of: attempt, site.database)
            let fate = try await site.book.settleTalk(attempt, under: lease, now: Self.now)
            #expect(fate == .withdrawn(reason: "1 tries of 1, the last: Came to again (agent 8001)"))
        }
    }
}
