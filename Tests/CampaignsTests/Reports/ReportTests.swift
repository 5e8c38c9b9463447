import Foundation
import Testing

@testable import Campaigns

@Suite struct ReportTests {
    let now = Workplace.now

    @Test func `the report adds up, and tells played to the end from heard by a person`() async throws {
        try await withContacts(5) { _, database, book, campaign in
            let leases = try await book.lease(campaign: campaign.name, limit: 4, now: now).leases
            var attempts: [Attempt] = []
            for lease in leases {
                attempts.append(try #require(try await book.beginAttempt(under: lease, trunk: "a", now: now).attempt))
            }
            let whole = announcement(heard: 20)
            let results = [
                AttemptResult(outcome: .answered, answeredAt: now, answeredBy: .person, announcement: whole),
                AttemptResult(outcome: .answered, answeredAt: now, announcement: whole),
                AttemptResult(outcome: .answered, answeredAt: now, announcement: announcement(heard: 7)),
            ]
            try await DoNotCallList(database: database).add(
                leases[2].number,
                source: "key",
                attempt: attempts[2],
                now: now
            )
            for (index, result) in results.enumerated() {
                _ = try await book.finish(attempts[index], under: leases[index], result, now: now)
            }
            let reports = ReportBook(database: database)
            let report = try #require(try await reports.campaigns().first)
            #expect(report.selected == 5)
            #expect(report.waiting == 1)
            #expect(report.leased == 1)
            #expect(report.ended[.finished] == 2)
            #expect(report.ended[.optedOut] == 1)
            #expect(report.attempts[.answered] == 3)
            #expect(report.attempts[.busy] == 0)
            #expect(report.attemptsOpen == 1)
            #expect(report.announcementsPlayedToEnd == 2)
            #expect(report.announcementsHeardToEndByPerson == 1)
            #expect(report.optOuts == 1)
            #expect(try await reports.openAttempts().map(\.id) == [attempts[3].id])
            let records = try await reports.attempts()
            #expect(records.map(\.callIDStem) == attempts.map(\.callIDStem))
            #expect(records[1].answeredBy == .unknown)
            #expect(records[2].heardMs == 7000)
            let json = String(decoding: try JSONEncoder().encode(report), as: UTF8.self)
            #expect(json.contains("\"noAnswer\":0"))
        }
    }

    @Test func `the fax report counts pages as confirmed, not as sent`() async throws {
        try await withWorkplace { place in
            let database = try place.open()
            let queue = FaxQueue(database: database)
            _ = try await queue.enqueue(
                document: "d",
                pages: 2,
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
            _ = try await queue.finishDelivery(attempt, under: lease, AttemptResult(outcome: .answered), now: now)
            let report = try await ReportBook(database: database).faxes()
            #expect(report.jobs == 1 && report.waiting == 1 && report.delivered == 0)
            #expect(report.pagesTotal == 2 && report.pagesConfirmed == 1)
            #expect(report.attempts[.answered] == 1)
        }
    }

    private func announcement(heard: Int) -> AttemptResult.Announcement {
        .init(id: "x", language: .mandarin, total: .seconds(20), heard: .seconds(heard))
    }
}
