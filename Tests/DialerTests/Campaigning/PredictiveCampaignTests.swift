import Campaigns
import Foundation
import PhoneNetwork
import Testing

@testable import Dialer

/// Campaigns that pace themselves, against the exchange.
@Suite struct PredictiveCampaignTests {
    private let ann = FloorBench.ann

    private func campaign(_ mode: CampaignDefinition.Agents.Mode = .predictive) -> CampaignDefinition {
        DialerTests.campaign(lines: 20, agents: .init(group: "arrears", mode: mode))
    }

    @Test func `as many are called as will find an agent, why is on the board and in the record, and it is kept`()
        async throws
    {
        let customers = (0..<12).map { Customer.whistling("610001\(50 + $0)", for: .seconds(60)) }
        try await DialerBench.run {
            $0.customers = customers
            $0.agents = ["8001": 1_100]
        } body: { bench in
            let floor = try #require(bench.office.agents)
            try await bench.load(campaign())
            try await bench.tally(answers: 1_000, abandoned: 0, campaign: "arrears")
            try await bench.office.books.contacts.start("arrears")
            let phone = try await bench.work(ann)
            // One agent, of a thousand persons nobody was abandoned, and a third of the calls reaches one: more than one call.
            _ = try await bench.until("calls without an agent of their own") { [bench] in
                try await bench.attempts().count > 1 ? () : nil
            }
            try await phone.ear.hears([850])
            let pacing = try await bench.until("why") { [bench] in
                await bench.office.live.board.state.pacings.first { $0.figures?.placed == 0 }
            }
            #expect(pacing.id == "arrears" && pacing.words.contains("met nobody today"))
            // Who meets nobody is counted at once, long before her call is over.
            _ = try await bench.until("the day's share") { [bench] in
                await bench.office.live.board.state.pacings.first?.figures.flatMap {
                    $0.standing.today.abandoned > 0 ? () : nil
                }
            }
            try await bench.until("everybody") { [bench] in
                try? await floor.endCall(FloorBench.ann)
                return try await bench.attempts().filter { $0.finishedAt != nil }.count == 12 ? () : nil
            }
            let attempts = try await bench.attempts()
            #expect(Set(attempts.map(\.number)).count == 12)
            #expect(attempts.allSatisfy { $0.outcome == .answered && $0.answeredBy == .person })
            // As soon as it isn't predictive any more, what was learned is kept.
            try await bench.load(campaign(.progressive))
            let kept = try await bench.until("what was learned") { [bench] in
                try await PacingBook(database: bench.office.database).experience(of: "arrears")
                    as CampaignPacing.Memory?
            }
            #expect(kept.experience.rate.chance(weight: 1) > 0.3)
        }
    }

    @Test func `while a telephone must be rung first, one is called for each free agent`() async throws {
        let customers = (0..<3).map { Customer.whistling("6100018\($0)", for: .seconds(60)) }
        try await DialerBench.run {
            $0.customers = customers
            $0.agents = ["8001": 1_100]
            $0.heldOpen = false
        } body: { bench in
            let floor = try #require(bench.office.agents)
            try await bench.load(campaign())
            try await bench.tally(answers: 1_000, abandoned: 0, campaign: "arrears")
            try await bench.office.books.contacts.start("arrears")
            try await floor.logIn(ann)
            try await floor.ready(ann)
            _ = try await bench.until("why not") { [bench] in
                await bench.office.live.board.state.pacings.first.flatMap {
                    $0.figures == nil && $0.words.contains("agent 8001") ? () : nil
                }
            }
            _ = try await bench.until("the first call") { [bench] in
                try await bench.attempts().first { $0.answeredAt != nil }
            }
            #expect(try await bench.attempts().count == 1)
        }
    }

    @Test func `a call that nobody will be free for is given up as one that nobody answered`() async throws {
        try await DialerBench.run {
            $0.customers = [Customer(telephone: "61000190", behaviour: .neverAnswers)]
            $0.agents = ["8001": 1_100]
        } body: { bench in
            try await bench.load(
                DialerTests.campaign(
                    lines: 20, tries: 1, ringing: .seconds(60), agents: .init(group: "arrears", mode: .predictive)))
            try await bench.office.books.contacts.start("arrears")
            _ = try await bench.work(ann)
            _ = try await bench.until("it rings") { [bench] in try await bench.attempts().first { $0.ringingAt != nil }
            }
            await bench.office.ringing.cancelSurplus(CustomerID(number: 1))
            let attempt = try await bench.until("its end") { [bench] in
                try await bench.attempts().first { $0.finishedAt != nil }
            }
            #expect(attempt.outcome == .noAnswer && attempt.detail?.hasPrefix("given up") == true)
            try await bench.finished("arrears")
        }
    }
}
