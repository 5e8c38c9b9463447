import Foundation
import GRDB
import Testing

@testable import Campaigns

@Suite struct ContactBookTests {
    let now = Workplace.now

    @Test func `a debtor goes from the billing file to a finished contact`() async throws {
        try await withWorkplace { place in
            let billing = try place.writeBilling(accounts: 10)
            try await billing.validate()
            let database = try place.open()
            let book = ContactBook(database: database)
            let campaign = Workplace.campaign()
            let selection = try await billing.select(campaign.source, today: Workplace.today)
            #expect(selection.debtors.count == 4)
            #expect(selection.refused.isEmpty)
            let counts = try await book.load(campaign, selection.debtors, now: now)
            #expect(counts == .init(added: 4))
            try await book.start(campaign.name)

            let leases = try await book.lease(campaign: campaign.name, limit: 10, now: now).leases
            #expect(leases.count == 4)
            let lease = try #require(leases.first)
            #expect(try await book.dueCheck(lease, billing: billing, now: now) == .due(lease.due))
            let attempt = try #require(try await book.beginAttempt(under: lease, trunk: "a", now: now).attempt)
            try await database.record(.ringing, of: attempt, at: now + .seconds(1))
            let heard = AttemptResult.Announcement(
                id: "arrears-postpaid",
                language: .mandarin,
                total: .seconds(20),
                heard: .seconds(20)
            )
            let fate = try await book.finish(
                attempt,
                under: lease,
                AttemptResult(outcome: .answered, sipStatus: 200, keysPressed: "1", announcement: heard),
                now: now + .seconds(30)
            )
            #expect(fate == .ended(.finished, reason: "announcement played to the end"))
            let row = try await database.read { db in
                try Row.fetchOne(db, sql: "SELECT * FROM attempt").map { ["\($0["outcome"]!)", "\($0["ringingAt"]!)"] }
            }
            #expect(row == ["answered", "\((now + .seconds(1)).milliseconds)"])
        }
    }

    @Test func `the same selection again changes nothing`() async throws {
        try await withContacts(5) { _, _, book, campaign in
            let again = try await book.load(campaign, (0..<5).map { Workplace.debtor($0) }, now: now)
            #expect(again == .init(refreshed: 5))
        }
    }

    @Test func `a thousand concurrent callers never lease a contact twice`() async throws {
        try await withContacts(300) { _, database, book, campaign in
            let leased = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for _ in 0..<1000 {
                    group.addTask {
                        try await book.lease(campaign: campaign.name, limit: 1, now: now).leases.map(\.contact)
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(leased.count == 300)
            #expect(Set(leased).count == 300)
            // The crowd shared its transactions.
            #expect(await database.commitCount < 100)
        }
    }
}
