import Foundation
import GRDB
import Testing

@testable import Campaigns

/// What a death of the process at any moment leaves behind, and what the next one makes of it.
@Suite struct RecoveryTests {
    let now = Workplace.now

    @Test func `a begun attempt is on disk before its INVITE may leave, and after a crash is interrupted`() async throws
    {
        try await withContacts(2) { place, _, book, campaign in
            let leases = try await book.lease(campaign: campaign.name, limit: 2, now: now).leases
            _ = try await book.beginAttempt(under: leases[0], trunk: "a", now: now)

            let after = try place.copyDatabase()
            defer { after.remove() }
            let database = try after.open()
            #expect(try await database.recover(now: now + .seconds(5)) == .init(interrupted: 1, freed: 1))
            #expect(try await database.recover(now: now + .seconds(6)) == .init())
            let reborn = ContactBook(database: database)
            let again = try await reborn.lease(campaign: campaign.name, limit: 9, now: now + .seconds(10)).leases
            #expect(again.map(\.contact) == [leases[1].contact])
            let answer = try await reborn.lease(campaign: campaign.name, limit: 9, now: now + .seconds(20))
            let due = now + .seconds(5) + .seconds(86_400)
            #expect(answer == .nothingDue(next: due, inFlight: 1))
            let tomorrow = try await reborn.lease(campaign: campaign.name, limit: 9, now: due).leases
            #expect(tomorrow.map(\.contact) == [leases[0].contact])
            #expect(tomorrow.first?.attemptsUsed == 1)
        }
    }

    @Test func `what the customer said survives a crash in the middle of the call`() async throws {
        try await withContacts(3) { place, database, book, campaign in
            let leases = try await book.lease(campaign: campaign.name, limit: 3, now: now).leases
            var attempts: [Attempt] = []
            for lease in leases {
                attempts.append(try #require(try await book.beginAttempt(under: lease, trunk: "a", now: now).attempt))
            }
            try await PromiseBook(database: database).promise(
                account: leases[0].account,
                dueDay: Workplace.today.adding(days: 3),
                in: Workplace.zone,
                attempt: attempts[0],
                now: now
            )
            try await DoNotCallList(database: database).add(
                leases[1].number,
                source: "key",
                attempt: attempts[1],
                now: now
            )
            try await CallbackBook(database: database).ask(
                number: leases[2].number,
                account: leases[2].account,
                language: .english,
                wish: "clerk",
                attempt: attempts[2],
                dueAt: now,
                now: now
            )
            let after = try place.copyDatabase()
            defer { after.remove() }
            let reborn = try after.open()
            _ = try await reborn.recover(now: now)
            let states = try await reborn.read { db in
                try String.fetchAll(db, sql: "SELECT state || ': ' || reason FROM contact ORDER BY id")
            }
            #expect(
                states == [
                    "waiting: promised to pay on 2026-11-23", "optedOut: asked not to be called",
                    "finished: asked for a clerk, who calls back",
                ]
            )
            #expect(try await CallbackBook(database: reborn).waiting().count == 1)
        }
    }

    @Test func `a confirmed page stays confirmed over a crash, and the rest is sent as a continuation`() async throws {
        try await withWorkplace { place in
            let database = try place.open()
            let queue = FaxQueue(database: database)
            let job = try await queue.enqueue(
                document: "bill",
                pages: 3,
                number: Workplace.number(0),
                requester: "170",
                now: now
            )
            let lease = try #require(try await queue.leaseDue(limit: 1, now: now).first)
            guard case .begun(let attempt) = try await queue.beginDelivery(under: lease, trunk: "a", now: now) else {
                Issue.record("the delivery didn't begin")
                return
            }
            try await queue.confirmPage(1, of: lease, attempt: attempt, now: now)
            let after = try place.copyDatabase()
            defer { after.remove() }
            let reborn = try after.open()
            #expect(try await reborn.recover(now: now).interrupted == 1)
            let again = FaxQueue(database: reborn)
            let next = try #require(try await again.leaseDue(limit: 1, now: now + .seconds(120)).first)
            #expect(next.job == job)
            #expect(next.unconfirmedPages == [2, 3])
            #expect(next.isContinuation)
        }
    }

    @Test func `two processes never work on one database`() async throws {
        try await withWorkplace { place in
            let first = try place.open()
            #expect(await errorCode { try place.open() } == .databaseInUse)
            try await first.close()
            let second = try place.open()
            try await second.close()
        }
    }

    @Test func `a lease is not freed while its owner lives, however long that takes`() async throws {
        try await withContacts(1) { _, database, book, campaign in
            let lease = try #require(try await book.lease(campaign: campaign.name, limit: 1, now: now).leases.first)
            let nextYear = now + .seconds(365 * 86_400)
            #expect(try await database.recover(now: nextYear) == .init())
            #expect(try await book.lease(campaign: campaign.name, limit: 1, now: nextYear).leases.isEmpty)
            #expect(try await book.beginAttempt(under: lease, trunk: "a", now: nextYear).attempt != nil)
        }
    }
}
