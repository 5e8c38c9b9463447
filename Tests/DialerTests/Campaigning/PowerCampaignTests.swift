import Campaigns
import Foundation
import PhoneNetwork
import Testing

@testable import Dialer

/// Campaigns that call more people than agents are free, against the exchange.
@Suite struct PowerCampaignTests {
    private let ann = FloorBench.ann

    private func campaign(ratio: Int = 200) -> CampaignDefinition {
        DialerTests.campaign(
            lines: 20, agents: .init(group: "arrears", mode: .power, power: .init(ratioPercent: ratio)))
    }

    @Test func `more are called than agents are free: one talks, one meets nobody, and then the allowance is used up`()
        async throws
    {
        let customers = (0..<6).map { Customer.whistling("6100015\($0)", for: .seconds(60)) }
        try await DialerBench.run {
            $0.customers = customers
            $0.agents = ["8001": 1_100]
        } body: { bench in
            let floor = try #require(bench.office.agents)
            try await bench.load(campaign())
            // One of 3 % of 34 is left.
            try await bench.tally(answers: 34, abandoned: 0, campaign: "arrears")
            try await bench.office.books.contacts.start("arrears")
            let phone = try await bench.work(ann)
            try await phone.ear.hears([850])
            let abandoned = try await bench.until("the one who meets nobody") { [bench] in
                try await bench.attempts().first { $0.isAbandoned && $0.finishedAt != nil }
            }
            #expect(abandoned.outcome == .answered && abandoned.answeredBy == .person)
            #expect(try await bench.attempts().count == 2)
            // From now on one call for each reserved agent.
            try await floor.endCall(ann)
            for count in 3...5 {
                _ = try await bench.shows(ann) { $0.activity == .talking && $0.customer?.call == "attempt \(count)" }
                #expect(try await bench.attempts().count == count)
                try await floor.endCall(ann)
            }
            try await bench.until("the last call") { [bench] in
                try? await floor.endCall(FloorBench.ann)
                return try await bench.attempts().filter { $0.finishedAt != nil }.count == 6 ? () : nil
            }
            #expect(try await bench.attempts().count { $0.isAbandoned } == 1)
        }
    }

    @Test func `without answers to hold against as many are called as agents are free`() async throws {
        let customers = (0..<3).map { Customer.whistling("6100016\($0)", for: .seconds(60)) }
        try await DialerBench.run {
            $0.customers = customers
            $0.agents = ["8001": 1_100]
        } body: { bench in
            try await bench.load(campaign(ratio: 300))
            // One was abandoned today, and 3 % of those who answered are little more than one.
            try await bench.tally(answers: 40, abandoned: 1, campaign: "arrears")
            try await bench.office.books.contacts.start("arrears")
            let phone = try await bench.work(ann)
            for count in 1...3 {
                _ = try await bench.shows(ann) { $0.activity == .talking && $0.customer?.call == "attempt \(count)" }
                try await phone.ear.hears([850])
                #expect(try await bench.attempts().count == count)
                try await bench.office.agents?.endCall(ann)
            }
            try await bench.finished("arrears")
            #expect(try await bench.attempts().allSatisfy { !$0.isAbandoned && $0.outcome == .answered })
        }
    }

    @Test func `whoever answers first has the agent, though he waited for another who rings still`() async throws {
        let silent = Customer(telephone: "61000170", behaviour: .neverAnswers)
        let talks = Customer.whistling("61000171", for: .seconds(60))
        try await DialerBench.run {
            $0.customers = [silent, talks]
            $0.agents = ["8001": 1_100]
        } body: { bench in
            try await bench.load(campaign())
            try await bench.tally(answers: 1_000, abandoned: 0, campaign: "arrears")
            try await bench.office.books.contacts.start("arrears")
            let phone = try await bench.work(ann)
            try await phone.ear.hears([850])
            let view = try await bench.shows(ann) { $0.activity == .talking }
            #expect(view.customer?.number == talks.e164)
            try await bench.office.agents?.endCall(ann)
            _ = try await bench.until("both") { [bench] in
                let attempts = try await bench.attempts().filter { $0.finishedAt != nil }
                return Set(attempts.map(\.outcome)) == [.answered, .noAnswer] ? () : nil
            }
            #expect(try await bench.attempts().allSatisfy { !$0.isAbandoned })
        }
    }

    @Test func `while nobody is at work, or on a break, nobody is called`() async throws {
        try await DialerBench.run {
            $0.customers = [.whistling("61000172", for: .seconds(60))]
            $0.agents = ["8001": 1_100]
        } body: { bench in
            try await bench.load(campaign(ratio: 300))
            try await bench.tally(answers: 1_000, abandoned: 0, campaign: "arrears")
            try await bench.office.books.contacts.start("arrears")
            let phone = try await bench.logIn(ann)
            let floor = try #require(bench.office.agents)
            #expect(await floor.standing(of: "arrears", in: "arrears") == .init())
            #expect(try await bench.attempts().isEmpty)
            try await floor.ready(ann)
            try await phone.ear.hears([850])
            try await floor.endCall(ann)
            try await bench.finished("arrears")
        }
    }
}
