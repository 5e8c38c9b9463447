import Campaigns
import Foundation
import PhoneNetwork
import Testing

@testable import Dialer

/// Calls of the exchange's subscribers, brought to agents' telephones.
@Suite struct AgentCallTests {
    private let ann = FloorBench.ann
    private let bob = FloorBench.bob

    @Test func `a progressive campaign calls as many as agents are free, and connects who answers`() async throws {
        let customers = (0..<4).map { Customer.whistling("6100007\($0)") }
        try await DialerBench.run {
            $0.customers = customers
            $0.agents = ["8001": 1_100, "8002": 1_500]
        } body: { bench in
            let floor = try #require(bench.office.agents)
            try await bench.start(campaign(lines: 20, agents: .init(group: "arrears", mode: .progressive)))
            let (first, second) = (try await bench.work(ann), try await bench.work(bob))
            try await first.ear.hears([850])
            try await second.ear.hears([850])
            let view = try await bench.shows(ann) { $0.activity == .talking }
            #expect(view.customer?.kind == .campaign && view.customer?.debtFen != nil)
            // While both talk nobody else is called.
            #expect(try await bench.attempts().count == 2)
            try await floor.endCall(ann)
            try await first.ear.hears([])
            try await floor.endCall(bob)
            let attempts = try await bench.until("four calls") { [bench] in
                for agent in [ann, bob] { try? await floor.endCall(agent) }
                let attempts = try await bench.attempts().filter { $0.finishedAt != nil }
                return attempts.count == 4 ? attempts : nil
            }
            #expect(attempts.allSatisfy { $0.outcome == .answered && $0.answeredBy == .person })
            // Each is settled when her agent has nothing more to say of it.
            for customer in customers {
                _ = try await bench.until("the settlement") { [bench] in
                    try await bench.state(of: customer) == "finished" ? true : nil
                }
            }
            #expect(try await bench.reason(of: customers[0]) == "talked to an agent")
        }
    }

    @Test func `whose agent is lost as she answers hears who called, is abandoned, and left alone for 72 hours`()
        async throws
    {
        let customer = Customer.talking("61000075", [.wait(.seconds(60))])
        try await DialerBench.run {
            $0.customers = [customer]
            $0.agents = ["8001": 1_100]
        } body: { bench in
            let floor = try #require(bench.office.agents)
            let entries = bench.exchange.log.entries()
            let began = UTCTime.now
            try await bench.start(campaign(lines: 20, agents: .init(group: "arrears", mode: .progressive)))
            _ = try await bench.work(ann)
            _ = try await bench.heard("the call", in: entries) { entry in
                if case .invited = entry.event { () } else { nil }
            }
            try await floor.takeBreak(ann, reason: "away")
            let attempt = try await bench.until("the attempt's end") { [bench] in
                try await bench.attempts().first { $0.finishedAt != nil }
            }
            #expect(attempt.outcome == .answered && attempt.isAbandoned)
            #expect(try await bench.reason(of: customer).contains("left alone for 72 hours"))
            #expect(try await bench.dueAt(of: customer) >= began + .seconds(72 * 3_600))
        }
    }

    @Test func `the time limit of a call ends nobody's talk with an agent`() async throws {
        let customer = Customer.talking("61000078", [.speak(.tone(hertz: 850, .seconds(5))), .hangUp])
        try await DialerBench.run {
            $0.customers = [customer]
            $0.agents = ["8001": 1_100]
            $0.limits.call = .milliseconds(1_500)
        } body: { bench in
            _ = try await bench.work(ann)
            try await bench.start(campaign(lines: 20, agents: .init(group: "arrears", mode: .progressive)))
            try await bench.finished("arrears")
            let ends = try bench.log().compactMap { if case .ended(let party, _) = $0.event { party } else { nil } }
            #expect(ends == [.exchange])
        }
    }

    @Test func `who presses 0 in an announcement has an agent, and where none is at work a callback`() async throws {
        let talks = Customer.talking(
            "61000076", [.wait(.seconds(2)), .press("0"), .wait(.seconds(1)), .speak(.tone(hertz: 850, .seconds(40)))])
        try await DialerBench.run {
            $0.customers = [talks]
            $0.agents = ["8001": 1_100]
        } body: { bench in
            let floor = try #require(bench.office.agents)
            let phone = try await bench.work(ann)
            try await bench.start(campaign(lines: 20, agents: .init(group: "arrears")))
            try await phone.ear.hears([850])
            try await floor.endCall(ann)
            let attempt = try await bench.until("the attempt's end") { [bench] in
                try await bench.attempts().first { $0.finishedAt != nil }
            }
            #expect(attempt.keysPressed == "0" && attempt.outcome == .answered)
            #expect(try await bench.office.books.callbacks.waiting().isEmpty)
            // It is settled when the agent has nothing more to say of it.
            try await bench.until("the settlement") { [bench] in
                try await bench.state(of: talks) == "finished" ? () : nil
            }
        }
        let waits = Customer.talking("61000077", [.wait(.seconds(2)), .press("0"), .wait(.seconds(60))])
        try await DialerBench.run {
            $0.customers = [waits]
            $0.agents = ["8001": 1_100]
        } body: { bench in
            try await bench.start(campaign(lines: 20, agents: .init(group: "arrears")))
            try await bench.settled()
            #expect(try await bench.office.books.callbacks.waiting().map(\.number.text) == [waits.e164])
        }
    }

    @Test func `a caller of 170 who wants a clerk is handed to one, with music until then`() async throws {
        try await DialerBench.run {
            $0.customers = [Customer(telephone: "61000041")]
            $0.passwords = [("02161000041", "246810")]
            $0.agents = ["8001": 1_100]
            $0.callers = [
                ScheduledCaller(
                    number: "02161000041", dials: "170",
                    script: SubscriberScript([
                        .wait(.milliseconds(500)), .press("2"), .wait(.seconds(2)), .press("02161000041#"),
                        .wait(.seconds(2)), .press("246810#"), .wait(.seconds(2)), .press("0"),
                        .wait(.seconds(3)), .speak(.tone(hertz: 850, .seconds(40))),
                    ]))
            ]
        } body: { bench in
            let floor = try #require(bench.office.agents)
            let phone = try await bench.work(ann)
            try await phone.ear.hears([850])
            let view = try await bench.shows(ann) { $0.activity == .talking }
            #expect(view.customer?.kind == .enquiry && view.customer?.number == "+862161000041")
            try await floor.endCall(ann)
            _ = try await bench.until("the end of the enquiry") { [logs = bench.logs] in
                logs.lines.first { $0.message == "enquiry ended" }
            }
        }
    }
}
