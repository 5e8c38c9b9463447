import Foundation
import GRDB
import Testing

@testable import Campaigns

@Suite struct TallyTests {
    /// Does what callers, customers and clerks do, in an order that the seed decides.
    private func liveThrough(_ steps: Int, seed: UInt64, at site: RecordSite) async throws {
        var random = SplitMix64(seed: seed)
        let life = RandomLife(site: site)
        try await life.load(contacts: 40)
        for _ in 0..<steps { try await life.step(&random) }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `what is counted as things happen is what counting all of them anew gives`(seed: UInt64) async throws {
        try await withRecords { site in
            try await liveThrough(250, seed: seed, at: site)
            let book = TallyBook(database: site.database)
            #expect(try await book.check().isNone)
            let before = try await contents(site)
            #expect(before.attempts > 50 && before.happenings > 20 && before.calls > 20, "\(before)")
            try await book.rebuild()
            #expect(try await book.check().isNone)
            #expect(try await contents(site) == before)
        }
    }

    private struct Contents: Equatable {
        var (attempts, happenings, calls) = (0, 0, 0)
    }

    private func contents(_ site: RecordSite) async throws -> Contents {
        try await site.database.read { db in
            func sum(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
            return Contents(
                attempts: try sum("SELECT sum(attempts) FROM attemptTally"),
                happenings: try sum("SELECT sum(count) FROM happeningTally"),
                calls: try sum("SELECT sum(calls) FROM callTally"))
        }
    }

    static let damages: [(sql: String, differences: TallyBook.Differences)] = [
        ("UPDATE attemptTally SET attempts = attempts + 1", .init(attempts: 2, happenings: 0, calls: 0)),
        ("DELETE FROM attemptTally WHERE outcome = 'busy'", .init(attempts: 1, happenings: 0, calls: 0)),
        ("DELETE FROM happeningTally", .init(attempts: 0, happenings: 1, calls: 0)),
        ("UPDATE callTally SET calls = calls + 1 WHERE outcome = 'busy'", .init(attempts: 0, happenings: 0, calls: 1)),
        ("UPDATE callTally SET quarter = 0 WHERE outcome = 'busy'", .init(attempts: 0, happenings: 0, calls: 2)),
        ("UPDATE callTally SET sums = zeroblob(84)", .init(attempts: 0, happenings: 0, calls: 2)),
    ]

    @Test(arguments: damages)
    func `a tally that says something else than the records is found, and counting anew mends it`(
        damage: (sql: String, differences: TallyBook.Differences)
    ) async throws {
        try await withRecords { site in
            _ = try await site.callEverybody(4)
            let book = TallyBook(database: site.database)
            #expect(try await book.check().isNone)
            try await site.database.commit { try $0.execute(sql: damage.sql) }
            #expect(try await book.check() == damage.differences)
            try await book.rebuild()
            #expect(try await book.check().isNone)
        }
    }

    @Test func `a spoilt cell of durations keeps no call from its end`() async throws {
        try await withRecords { site in
            _ = try await site.callEverybody(2)
            try await site.database.commit { try $0.execute(sql: "UPDATE callTally SET sums = zeroblob(84)") }
            _ = try await site.callEverybody(2)
            #expect(
                try await site.database.read { try Int.fetchOne($0, sql: "SELECT sum(attempts) FROM attemptTally") }
                    == 4)
        }
    }

    @Test func `no tally tells how long a call was to those without the key`() async throws {
        try await withRecords { site in
            _ = try await site.callEverybody(1)
            try await site.database.read { db in
                let cell = try #require(try Row.fetchOne(db, sql: "SELECT calls, sums FROM callTally"))
                #expect(cell["calls"] == 1)
                // 20 s of talk, 19 s heard.
                let sums: Data = cell["sums"]
                for number in [20_000, 19_000] as [Int64] {
                    let bytes = withUnsafeBytes(of: number.bigEndian) { Data($0) }
                    #expect(sums.range(of: bytes) == nil)
                }
                #expect(sums.count == 84)
            }
        }
    }

    @Test func `an older database is counted when its schema grows`() async throws {
        try await withRecords { site in
            _ = try await site.callEverybody(3)
            let counted = try await site.database.read { db in
                try Row.fetchAll(db, sql: "SELECT * FROM attemptTally").count
            }
            try await site.database.commit { db in
                try db.execute(sql: "DELETE FROM attemptTally; DELETE FROM happeningTally")
                try TallyBook.recount(db)
            }
            #expect(counted == 2)
            #expect(try await TallyBook(database: site.database).check().isNone)
        }
    }
}
