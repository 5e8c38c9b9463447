import Foundation
import GRDB
import Testing

@testable import Campaigns

/// How much promises are of, from the call to the figures.
@Suite struct PromisedAmountTests {
    private let now = Workplace.now

    private func figures(_ database: DialerDatabase) async throws -> [String] {
        let day = CalendarDay(now, in: .gmt)
        let question = try ReportQuestion(from: day, to: day, by: nil, in: .gmt)
        let report = try await ReportBook(database: database).report(question)
        return ["promisedAmount", "keptAmount", "brokenAmount"].map { name in
            Figure.named(name)?.value(report.total)?.plain ?? ""
        }
    }

    @Test func `amounts of promises made, kept and broken add up, and those without an amount are left out`()
        async throws
    {
        try await withWorkplace { place in
            let database = try place.open()
            let promises = PromiseBook(database: database)
            let amounts = [Fen(1_050), Fen(2_000), Fen(400), nil]
            for (index, amount) in amounts.enumerated() {
                try await promises.promise(
                    account: "\(index)", amount: amount, dueDay: Workplace.today, in: Workplace.zone, attempt: nil,
                    now: now)
            }
            #expect(try await figures(database) == ["34.50", "0.00", "0.00"])
            try await database.commit { db in
                for (account, state) in [("0", "kept"), ("1", "broken"), ("3", "kept")] {
                    _ = try PromiseBook.settle(db, account: account, state: state, now: now)
                }
            }
            #expect(try await figures(database) == ["34.50", "10.50", "20.00"])
            #expect(try await TallyBook(database: database).check().isNone)
            try await TallyBook(database: database).rebuild()
            #expect(try await figures(database) == ["34.50", "10.50", "20.00"])
        }
    }

    @Test func `a database of before has its promises, without amounts`() async throws {
        try await withWorkplace { place in
            let older = try DatabaseQueue(path: place.databaseFile.path)
            try DialerSchema.migrator.migrate(older, upTo: "tallies and results")
            try await older.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO promise (account, dueDay, suspendsUntil, madeAt, state)
                        VALUES ('7', '2026-11-25', 9, 0, 'open')
                        """)
                let columns = try db.columns(in: "campaign_result").map(\.name)
                #expect(columns == CampaignResults.columns.dropLast())
            }
            try older.close()
            let database = try place.open()
            let (settled, columns) = try await database.commit { db in
                let settled = try PromiseBook.settle(db, account: "7", state: "kept", now: now)
                return (settled, try db.columns(in: "campaign_result").map(\.name))
            }
            #expect(settled == 1 && columns == CampaignResults.columns)
            #expect(try await figures(database) == ["0.00", "0.00", "0.00"])
            #expect(try await TallyBook(database: database).check().isNone)
        }
    }
}
