import Foundation
import GRDB
import Synchronization
import Testing

@testable import Campaigns

/// Many callers at work, the files taken as they are at random moments, and everything that anybody had been told by
/// then looked for in what a new process makes of them.
@Suite struct CrashTests {
    private static let now = Workplace.now

    /// What callers were told is done.
    private struct Told {
        var begun: Set<Int64> = []
        var finished: [Int64: AttemptOutcome] = [:]
        var pages: Set<[Int64]> = []
        var count = 0
    }

    private final class Ledger: Sendable {
        private let told = Mutex(Told())
        private let moments = Mutex<[(Workplace, Told)]>([])
        private let place: Workplace

        init(place: Workplace) { self.place = place }

        /// Notes what a caller was told, and at every 25th time dies: takes the files as they are.
        func note(_ change: (inout Told) -> Void) throws {
            let snapshot = told.withLock { told -> Told? in
                change(&told)
                told.count += 1
                return told.count % 25 == 0 ? told : nil
            }
            guard let snapshot else { return }
            let copy = try place.copyDatabase()
            moments.withLock { $0.append((copy, snapshot)) }
        }

        var deaths: [(Workplace, Told)] { moments.withLock { $0 } }
    }

    @Test func `at whatever moment the process dies, nothing that was told is lost and nobody rings twice`()
        async throws
    {
        try await withContacts(120) { place, database, book, campaign in
            // The copies below are whole only as long as the main file stands still.
            try await database.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_autocheckpoint = 0") }
            let faxes = FaxQueue(database: database)
            for index in 0..<20 {
                let number = Workplace.number(500 + index)
                _ = try await faxes.enqueue(document: "d", pages: 4, number: number, requester: "170", now: Self.now)
            }
            let ledger = Ledger(place: place)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for caller in 0..<8 {
                    group.addTask {
                        try await call(database, book, campaign, pressesKeys: caller % 2 == 0, ledger)
                    }
                    group.addTask { try await sendFaxes(faxes, ledger) }
                }
                try await group.waitForAll()
            }
            #expect(ledger.deaths.count >= 10)
            for (copy, told) in ledger.deaths {
                try await examine(copy, told)
                copy.remove()
            }
        }
    }

    private func call(
        _ database: DialerDatabase,
        _ book: ContactBook,
        _ campaign: CampaignDefinition,
        pressesKeys: Bool,
        _ ledger: Ledger
    ) async throws {
        while let lease = try await book.lease(campaign: campaign.name, limit: 1, now: Self.now).leases.first {
            guard let attempt = try await book.beginAttempt(under: lease, trunk: "a", now: Self.now).attempt else {
                continue
            }
            try ledger.note { $0.begun.insert(attempt.id) }
            if pressesKeys {
                try await DoNotCallList(database: database).add(
                    lease.number,
                    source: "key",
                    attempt: attempt,
                    now: Self.now
                )
            }
            let outcome: AttemptOutcome = pressesKeys ? .answered : .busy
            _ = try await book.finish(attempt, under: lease, AttemptResult(outcome: outcome), now: Self.now)
            try ledger.note { $0.finished[attempt.id] = outcome }
        }
    }

    private func sendFaxes(_ faxes: FaxQueue, _ ledger: Ledger) async throws {
        while let lease = try await faxes.leaseDue(limit: 1, now: Self.now).first {
            guard case .begun(let attempt) = try await faxes.beginDelivery(under: lease, trunk: "a", now: Self.now)
            else { continue }
            try ledger.note { $0.begun.insert(attempt.id) }
            for page in lease.unconfirmedPages {
                try await faxes.confirmPage(page, of: lease, attempt: attempt, now: Self.now)
                try ledger.note { $0.pages.insert([lease.job, Int64(page)]) }
            }
            _ = try await faxes.finishDelivery(attempt, under: lease, AttemptResult(outcome: .answered), now: Self.now)
            try ledger.note { $0.finished[attempt.id] = .answered }
        }
    }

    private func examine(_ place: Workplace, _ told: Told) async throws {
        let database = try place.open()
        let recovered = try await database.recover(now: Self.now)
        let records = try await ReportBook(database: database).attempts()
        let outcomes = Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0.outcome) })
        #expect(told.begun.isSubset(of: outcomes.keys))
        // Nothing stays open; who was told an end finds that end; the others are interrupted and may have rung.
        #expect(outcomes.values.allSatisfy { $0 != nil })
        for (id, outcome) in told.finished { #expect(outcomes[id] == outcome) }
        #expect(outcomes.values.count { $0 == .interrupted } == recovered.interrupted)
        let found = try await database.read { db in
            let pages = try Row.fetchAll(db, sql: "SELECT faxJob, page FROM faxPage")
            return (
                pages: Set(pages.map { [$0["faxJob"] as Int64, $0["page"] as Int64] }),
                leases: try Int.fetchOne(db, sql: "SELECT count(*) FROM lease"),
                leased: try Int.fetchOne(db, sql: "SELECT count(*) FROM contact WHERE state = 'leased'"),
                ringAgain: try Int.fetchOne(
                    db,
                    sql: """
                        SELECT count(*) FROM contact JOIN attempt ON attempt.contact = contact.id
                        WHERE state = 'waiting' AND outcome = 'interrupted' AND dueAt < finishedAt + 86400000
                        """
                ),
                integrity: try String.fetchOne(db, sql: "PRAGMA integrity_check")
            )
        }
        #expect(told.pages.isSubset(of: found.pages))
        #expect(found.leases == 0 && found.leased == 0 && found.ringAgain == 0)
        #expect(found.integrity == "ok")
    }
}
