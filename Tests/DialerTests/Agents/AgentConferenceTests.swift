import Campaigns
import Telephony
import Testing

@testable import Dialer

/// Three on a line: who hears whom is found by the tones.
@Suite struct AgentConferenceTests {
    private let ann = FloorBench.ann
    private let bob = FloorBench.bob
    private let cat = FloorBench.cat

    /// A customer with Ann, and Bob free.
    private func withCall(
        _ body:
            @Sendable (
                _ bench: FloorBench, _ customer: Ear, _ ann: TestTelephones.Call, _ bob: TestTelephones.Call
            ) async throws -> Void
    ) async throws {
        try await FloorBench.run { bench in
            let first = try await bench.work(ann)
            let customer = try bench.customer()
            let (id, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg)
            try await first.ear.hears([850])
            let second = try await bench.work(bob)
            try await body(bench, customer.ear, first, second)
            await bench.floor.leave(id)
            for agent in [ann, bob] { try await bench.shows(agent, "idle") { $0.activity == .idle } }
            await customer.hangUp()
        }
    }

    @Test func `an agent asks another while she has music, then all three talk, then he hands her on`() async throws {
        try await withCall { bench, customer, first, second in
            try await bench.floor.consult(ann, bob)
            try await first.ear.hears([1_500])
            try await second.ear.hears([1_100])
            try await customer.hears([])
            try await bench.floor.conference(ann)
            try await customer.hears([1_100, 1_500])
            try await first.ear.hears([850, 1_500])
            try await second.ear.hears([850, 1_100])
            try await bench.floor.completeTransfer(ann)
            try await customer.hears([1_500])
            try await second.ear.hears([850])
            try await first.ear.hears([])
            try await bench.shows(bob, "the customer is his") { $0.activity == .talking && !$0.isConference }
            try await bench.shows(ann, "free again") { $0.activity == .idle }
        }
    }

    @Test func `an adviser who goes leaves the customer to her agent`() async throws {
        try await withCall { bench, customer, first, second in
            try await bench.floor.consult(ann, bob)
            try await first.ear.hears([1_500])
            await #expect(throws: AgentError.self) { try await bench.floor.consult(ann, bob) }
            await second.hangUp()
            try await first.ear.hears([850])
            try await customer.hears([1_100])
            await #expect(throws: AgentError.self) { try await bench.floor.completeTransfer(ann) }
            await #expect(throws: AgentError.self) { try await bench.floor.conference(ann) }
        }
    }

    @Test func `a customer who goes while advice is asked leaves nobody in a call`() async throws {
        try await withCall { bench, _, first, second in
            try await bench.floor.consult(ann, bob)
            try await first.ear.hears([1_500])
        }
    }

    @Test func `a supervisor listens, whispers, barges in, and takes the call over`() async throws {
        try await withCall { bench, customer, first, _ in
            try await bench.floor.logIn(cat)
            let third = try await bench.telephones.answers("8003")
            try await bench.shows(cat, "telephone up") { $0.phone == .up }
            await #expect(throws: AgentError.self) { try await bench.floor.supervise(bob, ann, .listen) }
            try await bench.floor.supervise(cat, ann, .listen)
            try await third.ear.hears([850, 1_100])
            try await first.ear.hears([850])
            try await customer.hears([1_100])
            try await bench.floor.supervise(cat, ann, .whisper)
            try await first.ear.hears([850, 1_900])
            try await customer.hears([1_100])
            try await bench.floor.supervise(cat, ann, .barge)
            try await customer.hears([1_100, 1_900])
            try await bench.floor.takeOver(cat)
            try await customer.hears([1_900])
            try await third.ear.hears([850])
            try await first.ear.hears([])
            try await bench.shows(cat, "the customer is hers") { $0.activity == .talking && $0.supervises == nil }
            try await bench.floor.endCall(cat)
            try await bench.shows(cat, "over") { $0.activity == .idle }
        }
    }

    @Test func `a supervisor who logs an agent out lets him talk to the end, and moves another to other groups`()
        async throws
    {
        try await withCall { bench, _, first, _ in
            try await bench.floor.logOut(ann, by: cat)
            try await first.ear.hears([850])
            try await bench.floor.endCall(ann)
            try await bench.shows(ann, "logged out") { $0.presence == .loggedOut }
            try await bench.floor.logIn(ann)
            _ = try await bench.telephones.answers("8001")
            await #expect(throws: AgentError.self) { try await bench.floor.change(bob, to: ["x": 1], by: cat) }
            try await bench.floor.change(bob, to: ["8002": 3], by: cat)
            #expect(await bench.floor.expect(FloorBench.arrears, bench.card()) == nil)
            let id = try #require(await bench.floor.expect(AgentWish(group: "8002"), bench.card()))
            await bench.floor.leave(id)
        }
    }
}
