import Foundation
import GRDB
import Testing

@testable import Campaigns

@Suite struct ResultTests {
    /// One contact that was reached and promised, one that was busy, one that was never called.
    private func withResults<Value>(_ body: (Workplace, DialerDatabase, URL) async throws -> Value) async throws
        -> Value
    {
        try await withContacts(3) { place, database, book, campaign in
            let now = Workplace.now
            let leases = try await book.lease(campaign: campaign.name, limit: 2, now: now).leases
            for (index, lease) in leases.enumerated() {
                let attempt = try #require(try await book.beginAttempt(under: lease, trunk: "a", now: now).attempt)
                if index == 0 {
                    let day = try #require(CalendarDay(iso: "2026-11-25"))
                    try await PromiseBook(database: database).promise(
                        account: lease.account, amount: lease.due.amount, dueDay: day, in: Workplace.zone,
                        attempt: attempt, now: now)
                }
                let result = AttemptResult(outcome: index == 0 ? .answered : .busy, answeredBy: .person)
                _ = try await book.finish(attempt, under: lease, result, now: now)
            }
            return try await body(place, database, place.directory.appending(path: "results"))
        }
    }

    @Test func `the CSV file has a row for every contact, its number masked`() async throws {
        try await withResults { _, database, file in
            #expect(try await ResultBook(database: database).writeCSV(to: file) == 3)
            let lines = String(decoding: try Data(contentsOf: file), as: UTF8.self).split(separator: "\r\n").map(
                String.init)
            #expect(lines[0] == "\u{FEFF}" + CampaignResults.columns.joined(separator: ","))
            let (first, second, third) = (SampleBilling.account(0), SampleBilling.account(1), SampleBilling.account(2))
            #expect(
                lines[1] == "arrears-postpaid,\(first),2026-09,waiting,promised to pay on 2026-11-25,1,…0000,answered,"
                    + "person,2026-11-20T02:00:00Z,0,2026-11-25,open,,,,,5000")
            #expect(lines[2].hasPrefix("arrears-postpaid,\(second),2026-09,waiting,again after: busy,1,…0001,busy,,"))
            #expect(
                lines[3].hasPrefix("arrears-postpaid,\(third),2026-09,waiting,")
                    && lines[3].hasSuffix(",0,…0002,,,,0,,,,,,,"))
        }
    }

    @Test func `the SQLite file is the contract's, and replaces the last one whole`() async throws {
        try await withResults { place, database, file in
            try Data("an older one".utf8).write(to: file)
            let book = ResultBook(database: database, showsFullNumbers: true)
            #expect(try await book.writeSQLite(campaign: "arrears-postpaid", to: file, now: Workplace.now) == 3)
            let queue = try DatabaseQueue(path: file.path)
            try await queue.read { db in
                let columns = try db.columns(in: "campaign_result").map(\.name)
                let madeAt = try String.fetchOne(db, sql: "SELECT made_at FROM result_file")
                let version = try Int.fetchOne(db, sql: "PRAGMA user_version")
                let number = try String.fetchOne(
                    db, sql: "SELECT number FROM campaign_result WHERE promise_state = 'open'")
                #expect(columns == CampaignResults.columns && version == 1)
                #expect(madeAt == "2026-11-20T02:00:00Z" && number == Workplace.number(0).text)
            }
            try queue.close()
            let left = try FileManager.default.contentsOfDirectory(atPath: place.directory.path)
            #expect(!left.contains { $0.hasSuffix(".new") || $0.hasPrefix("results-") || $0.hasPrefix("results.") })
        }
    }

    @Test func `the view says the same to whoever reads our database`() async throws {
        try await withResults { _, database, _ in
            try await database.read { db in
                let columns = try db.columns(in: "campaign_result").map(\.name)
                let attempts = try Int.fetchOne(db, sql: "SELECT sum(attempts) FROM campaign_result")
                #expect(columns == CampaignResults.columns && attempts == 2)
            }
        }
    }

    @Test func `an unknown campaign and a place that can't be written are told, and the old file stays`() async throws {
        try await withResults { place, database, file in
            try Data("an older one".utf8).write(to: file)
            let book = ResultBook(database: database)
            #expect(await errorCode { try await book.writeCSV(campaign: "x", to: file) } == .notFound)
            #expect(try String(contentsOf: file, encoding: .utf8) == "an older one")
            let nowhere = place.directory.appending(path: "no/such/place.csv")
            #expect(await errorCode { try await book.writeCSV(to: nowhere) } == .resultFile)
            #expect(await errorCode { try await book.writeSQLite(to: nowhere) } == .resultFile)
        }
    }
}
