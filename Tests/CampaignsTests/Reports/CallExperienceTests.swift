import Foundation
import Testing

@testable import Campaigns

@Suite struct CallExperienceTests {
    private let now = Workplace.now

    @Test func `calls are counted by the hour at the site, and our own trouble is left out`() async throws {
        try await withContacts(5) { _, database, book, campaign in
            // Ten in the morning in Shanghai, and eleven.
            let outcomes: [(AttemptOutcome, Duration)] = [
                (.answered, .zero), (.busy, .zero), (.trunkTrouble, .zero), (.noAnswer, .seconds(3_600)),
                (.answered, .seconds(3_600)),
            ]
            for (outcome, later) in outcomes {
                let time = now + later
                let lease = try #require(
                    try await book.lease(campaign: campaign.name, limit: 1, now: time).leases.first)
                let attempt = try #require(try await book.beginAttempt(under: lease, trunk: "a", now: time).attempt)
                _ = try await book.finish(attempt, under: lease, AttemptResult(outcome: outcome), now: time)
            }
            let reports = ReportBook(database: database)
            let calls = try await reports.calls(of: campaign.name, zone: Workplace.zone)
            #expect(calls.calls == 4 && calls.answered == 2)
            #expect(calls.outcomes == [.answered: 2, .busy: 1, .noAnswer: 1])
            #expect(calls.hours[10].calls == 2 && calls.hours[10].answered == 1)
            #expect(calls.hours[11].calls == 2 && calls.hours[11].answered == 1)
            #expect(try await reports.calls(of: nil, zone: Workplace.zone) == calls)
            #expect(try await reports.calls(of: "never started", zone: Workplace.zone) == CallExperience())
            #expect(try await book.numbersOfWaiting(in: campaign.name) == [1, 1, 1, 1, 1])
        }
    }

    @Test func `talks and wrap-ups last as long as agents were in them, breaks in between or not`() async throws {
        try await withContacts(2) { _, database, book, campaign in
            let (agents, ann) = (AgentBook(database: database), try #require(AgentNumber("8001")))
            var time = now
            for lengths in [(60, 0, 10), (20, 40, 30)] {
                let lease = try #require(
                    try await book.lease(campaign: campaign.name, limit: 1, now: time).leases.first)
                let attempt = try #require(try await book.beginAttempt(under: lease, trunk: "a", now: time).attempt)
                let customer = "attempt \(attempt.id)"
                try await agents.turn(ann, to: AgentSpan(.ready, .talking, customer: customer), at: time)
                time = time + .seconds(lengths.0)
                if lengths.1 > 0 {
                    let leaving = AgentSpan(.onBreak, .talking, reason: "Meal", customer: customer)
                    try await agents.turn(ann, to: leaving, at: time)
                    time = time + .seconds(lengths.1)
                }
                _ = try await book.finish(attempt, under: lease, AttemptResult(outcome: .answered), now: time)
                try await agents.turn(ann, to: AgentSpan(.ready, .wrapUp, customer: customer), at: time)
                time = time + .seconds(lengths.2)
                try await agents.turn(ann, to: AgentSpan(.ready, .idle), at: time)
            }
            let reports = ReportBook(database: database)
            let talks = try await reports.talks(of: campaign.name)
            #expect(talks.talks == 2 && talks.meanTalk == 60 && talks.spread < 1e-9)
            #expect(talks.wrapUps == 2 && talks.meanWrapUp == 20)
            #expect(try await reports.talks(of: nil) == talks)
            #expect(try await reports.talks(of: "never started") == TalkExperience())
        }
    }
}
