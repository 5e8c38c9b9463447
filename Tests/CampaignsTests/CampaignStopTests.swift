import GRDB
import Testing

@testable import Campaigns

@Suite struct CampaignStopTests {
    let now = Workplace.now

    @Test func `a stop withdraws who waits at once, and who is being called after that call`() async throws {
        try await withContacts(3) { _, database, book, campaign in
            let lease = try #require(try await book.lease(campaign: campaign.name, limit: 1, now: now).leases.first)
            let attempt = try #require(try await book.beginAttempt(under: lease, trunk: "a", now: now).attempt)
            #expect(try await book.stop(campaign.name, now: now) == 2)
            _ = try await book.finish(attempt, under: lease, AttemptResult(outcome: .busy), now: now)
            #expect(try await book.lease(campaign: campaign.name, limit: 9, now: now + .seconds(86_400)).leases == [])
            let report = try #require(try await ReportBook(database: database).campaigns().first)
            #expect(report.state == "finished")
            #expect(report.waiting == 0 && report.leased == 0)
            #expect(report.ended[.withdrawn] == 3)
            let reasons = try await database.read { try String.fetchSet($0, sql: "SELECT reason FROM contact") }
            #expect(reasons == ["the campaign was stopped"])
        }
    }

    @Test func `a campaign that isn't there can't be stopped`() async throws {
        try await withContacts(1) { _, _, book, _ in
            #expect(await errorCode { try await book.stop("other", now: now) } == .notFound)
        }
    }
}
