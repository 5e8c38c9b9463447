import Campaigns
import Foundation
import PhoneNetwork
import ServiceLifecycle
import Testing

@testable import Dialer

/// Callbacks, called for agents with real telephones.
@Suite struct CallbackTests {
    private let ann = FloorBench.ann
    private let bob = FloorBench.bob

    @Test func `a callback that is due is called for a free agent, who talks to the customer`() async throws {
        let customer = Customer.whistling("61000081", for: .seconds(40))
        try await DialerBench.run {
            $0.customers = [customer]
            $0.agents = ["8001": 1_100]
        } body: { bench in
            let phone = try await bench.work(ann)
            try await bench.ask(customer)
            try await phone.ear.hears([850])
            let view = try await bench.shows(ann) { $0.activity == .talking }
            let attempt = try #require(try await bench.attempts().first)
            #expect(view.customer?.kind == .callback && view.customer?.title == "clerk")
            #expect(view.customer?.number == customer.e164 && view.customer?.call == "attempt \(attempt.id)")
            #expect(attempt.kind == "callback" && attempt.finishedAt == nil)
            let taken = try await bench.callback()
            #expect(taken.state == .taken && taken.who == "dialerd")
            try await bench.office.agents?.endCall(ann)
            let done = try await bench.callback { $0.endedAt != nil }
            #expect(done.state == .done && done.who == "8001")
            let records = try await bench.attempts()
            #expect(records.map(\.outcome) == [.answered] && records[0].answeredBy == .person)
        }
    }

    @Test func `the attempt is on disk before the INVITE, and a busy line is tried again until the tries are used`()
        async throws
    {
        let customer = Customer(telephone: "61000082", behaviour: .busy)
        try await DialerBench.run {
            $0.customers = [customer]
            $0.agents = ["8001": 1_100]
        } body: { bench in
            async let seen = bench.rowsSeenAtInvite(until: 3)
            _ = try await bench.work(ann)
            try await bench.ask(customer)
            let status = try await bench.callback { $0.endedAt != nil }
            #expect(status.state == .withdrawn && status.reason == "3 tries of 3, the last: busy")
            let rows = try await seen
            #expect(rows.count == 3 && rows.allSatisfy { $0.isOpenOnDisk && $0.openedAt <= $0.invitedAt })
            let attempts = try await bench.attempts()
            #expect(attempts.map(\.outcome) == [.busy, .busy, .busy])
            // Whoever was reserved is free again.
            _ = try await bench.shows(ann) { $0.activity == .idle && $0.presence == .ready }
        }
    }

    @Test func `while nobody is at work nobody is called, and it is said why`() async throws {
        let customer = Customer.whistling("61000083", for: .seconds(40))
        try await DialerBench.run {
            $0.customers = [customer]
            $0.agents = ["8001": 1_100]
        } body: { bench in
            try await bench.ask(customer)
            let missed = try await bench.callbacks.missed(now: .now)
            #expect(missed.map(\.why) == ["waiting for an agent of arrears"])
            // He is there, but on a break: a wish for him waits, and no telephone rings.
            let phone = try await bench.logIn(ann)
            try await bench.waitsForAgent()
            let attempts = try await bench.attempts()
            #expect(attempts.isEmpty)
            try await bench.office.agents?.ready(ann)
            try await phone.ear.hears([850])
            try await bench.office.agents?.endCall(ann)
            _ = try await bench.callback { $0.state == .done }
        }
    }

    @Test func `the agent who promised it calls, though others are free`() async throws {
        let customer = Customer.whistling("61000084", for: .seconds(40))
        try await DialerBench.run {
            $0.customers = [customer]
            $0.agents = ["8001": 1_100, "8002": 1_500]
        } body: { bench in
            _ = try await bench.work(ann)
            let phone = try await bench.work(bob)
            try await bench.ask(customer, agent: bob)
            try await phone.ear.hears([850])
            try await bench.office.agents?.endCall(bob)
            let status = try await bench.callback { $0.state == .done }
            #expect(status.who == "8002")
        }
    }

    @Test(arguments: [true, false])
    func `where the agent who promised it is away too long, any of the group calls`(isLoggedIn: Bool) async throws {
        let customer = Customer.whistling("61000085", for: .seconds(40))
        try await DialerBench.run {
            $0.customers = [customer]
            $0.agents = ["8001": 1_100, "8002": 1_500]
        } body: { bench in
            let phone = try await bench.work(ann)
            if isLoggedIn { _ = try await bench.logIn(bob) }
            try await bench.ask(customer, agent: bob)
            if isLoggedIn { try await bench.waitsForAgent() }
            try await phone.ear.hears([850])
            try await bench.office.agents?.endCall(ann)
            let status = try await bench.callback { $0.state == .done }
            let attempt = try #require(try await bench.attempts().first)
            let until = try #require(status.callback.agentUntil)
            #expect(status.who == "8001" && attempt.openedAt >= until)
        }
    }

    @Test func `an agent who becomes free is a callback's before he is a campaign's`() async throws {
        let debtors = (0..<4).map { Customer.whistling("6100009\($0)") }
        let customer = Customer.whistling("61000086", for: .seconds(40))
        try await DialerBench.run {
            $0.customers = debtors
            $0.lines = customer.lines
            $0.agents = ["8001": 1_100]
        } body: { bench in
            let floor = try #require(bench.office.agents)
            try await bench.start(campaign(lines: 20, agents: .init(group: "arrears", mode: .progressive)))
            let phone = try await bench.work(ann)
            try await phone.ear.hears([850])
            try await bench.ask(customer)
            try await bench.waitsForAgent()
            try await floor.endCall(ann)
            let view = try await bench.shows(ann) { $0.activity == .talking && $0.customer?.kind == .callback }
            #expect(view.customer?.number == customer.e164)
            let kinds = try await bench.attempts().map(\.kind)
            #expect(kinds == ["contact", "callback"])
            try await floor.endCall(ann)
            _ = try await bench.callback { $0.state == .done }
        }
    }

    @Test func `who answers and has lost the agent hears who called, and is called again`() async throws {
        let customer = Customer.talking("61000087", [.wait(.seconds(60))])
        try await DialerBench.run {
            $0.lines = customer.lines
            $0.agents = ["8001": 1_100]
        } body: { bench in
            let entries = bench.exchange.log.entries()
            _ = try await bench.work(ann)
            try await bench.ask(customer)
            _ = try await bench.heard("the call", in: entries) { entry in
                if case .invited = entry.event { () } else { nil }
            }
            try await bench.office.agents?.takeBreak(ann, reason: "away")
            let waits = try await bench.callback { $0.attemptsUsed == 1 }
            #expect(waits.state == .waiting && waits.reason == "again after: answered, but no agent talked")
            let attempt = try #require(try await bench.attempts().first)
            #expect(attempt.outcome == .answered && attempt.isAbandoned)
        }
    }

    @Test func `a shutdown lets the call end that is up, and begins no other`() async throws {
        let (first, second) = (
            Customer.whistling("61000088", for: .seconds(40)), Customer.whistling("61000089", for: .seconds(40))
        )
        try await DialerBench.run {
            $0.lines = first.lines + second.lines
            $0.agents = ["8001": 1_100]
            $0.runsCallbacks = false
        } body: { bench in
            let floor = try #require(bench.office.agents)
            let running = try bench.runCallbacks()
            let phone = try await bench.work(ann)
            try await bench.ask(first)
            try await phone.ear.hears([850])
            try await bench.ask(second)
            try await bench.waitsForAgent()
            await running.services.triggerGracefulShutdown()
            // The second gave up its place; the first is talked to the end.
            try await bench.until("nobody waits for an agent") {
                await floor.guests.values.contains { $0.reservation != nil } ? nil : ()
            }
            let view = try await bench.shows(ann) { $0.activity == .talking }
            #expect(view.customer?.number == first.e164)
            try await floor.endCall(ann)
            try await running.task.value
            let states = [try await bench.callbacks.status(1)?.state, try await bench.callbacks.status(2)?.state]
            let attempts = try await bench.attempts()
            #expect(states == [.done, .waiting] && attempts.count == 1)
        }
    }
}
