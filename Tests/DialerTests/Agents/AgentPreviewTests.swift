import Campaigns
import Testing

@testable import Dialer

/// Agents who are shown whom they may call, on a floor with real telephones.
@Suite struct AgentPreviewTests {
    private let ann = FloorBench.ann
    private let bob = FloorBench.bob
    private let hour = CampaignDefinition.Agents.Preview(time: .seconds(3_600))

    private func end(_ ends: AsyncStream<AgentFloor.PreviewEnd>) async -> AgentFloor.PreviewEnd? {
        var end: AgentFloor.PreviewEnd?
        for await element in ends { end = element }
        return end
    }

    @Test func `who calls whom he is shown talks to her when she answers`() async throws {
        try await FloorBench.run { bench in
            let began = UTCTime.now
            let phone = try await bench.work(ann)
            let (id, ends) = try #require(
                await bench.floor.preview(FloorBench.arrears, bench.card("contact 7"), hour))
            let view = try await bench.shows(ann, "the card") { $0.activity == .previewing }
            #expect(view.customer == bench.card("contact 7") && view.preview?.then == .skip)
            // He is nobody else's.
            #expect(await bench.floor.expect(FloorBench.arrears, bench.card()) == nil)
            #expect(await bench.floor.preview(FloorBench.arrears, bench.card(), hour) == nil)
            try await bench.floor.call(ann)
            #expect(await end(ends) == .called)
            #expect(await bench.floor.mayRing(id))
            try await bench.shows(ann, "reserved") { $0.activity == .reserved && $0.preview == nil }
            await #expect(throws: AgentError.self) { try await bench.floor.call(ann) }
            let customer = try bench.customer()
            _ = await bench.floor.wait(
                for: FloorBench.arrears, bench.card("attempt 7"), leg: customer.leg, expected: id)
            try await phone.ear.hears([850])
            await bench.floor.forget(id)
            let spans = try await bench.until("the last span") {
                let spans = try await bench.book.spans(of: ann, from: began, until: .now + .seconds(60))
                return spans.count == 6 ? spans.map(\.span) : nil
            }
            #expect(
                spans[2...4] == [
                    AgentSpan(.ready, .previewing, customer: "contact 7"),
                    AgentSpan(.ready, .reserved, customer: "contact 7"),
                    AgentSpan(.ready, .talking, customer: "attempt 7"),
                ])
            await customer.hangUp()
        }
    }

    @Test(arguments: ["skip", "break", "log out", "telephone"])
    func `who doesn't call is free of her, and it is said how`(way: String) async throws {
        try await FloorBench.run { bench in
            let phone = try await bench.work(ann)
            let (id, ends) = try #require(await bench.floor.preview(FloorBench.arrears, bench.card(), hour))
            switch way {
            case "skip": try await bench.floor.skip(ann)
            case "break": try await bench.floor.takeBreak(ann, reason: "lunch")
            case "log out": try await bench.floor.logOut(ann)
            default: await phone.hangUp()
            }
            #expect(await end(ends) == (way == "skip" ? .skipped(ann) : .left(ann)))
            let view = try await bench.shows(ann, "idle") { $0.activity == .idle }
            #expect((view.presence == .ready) == (way == "skip") && view.customer == nil)
            #expect(await !bench.floor.mayRing(id))
            await bench.floor.forget(id)
            #expect(await bench.floor.guests.isEmpty)
        }
    }

    @Test(arguments: CampaignDefinition.Agents.Preview.Then.allCases)
    func `who says nothing is asked no longer than the campaign says`(
        then: CampaignDefinition.Agents.Preview.Then
    ) async throws {
        try await FloorBench.run { bench in
            _ = try await bench.work(ann)
            let (id, ends) = try #require(
                await bench.floor.preview(
                    FloorBench.arrears, bench.card(), .init(time: .milliseconds(50), then: then)))
            #expect(await end(ends) == (then == .call ? .called : .skipped(ann)))
            #expect(await bench.floor.hasAgent(id) == (then == .call))
            await bench.floor.forget(id)
            try await bench.shows(ann, "free") { $0.activity == .idle && $0.presence == .ready }
        }
    }

    @Test func `by hand an agent is shown whom he chose on a break too, but not in a call or without a telephone`()
        async throws
    {
        try await FloorBench.run(["8001": 1_100]) { bench in
            func refused(_ number: AgentNumber) async -> String? {
                do {
                    let (id, _) = try await bench.floor.previewByHand(number, FloorBench.arrears, bench.card())
                    await bench.floor.forget(id)
                    return nil
                } catch { return "\(error)" }
            }
            #expect(await refused(ann) == "Agent 8001 is logged out. Log in first.")
            _ = try await bench.work(ann)
            #expect(await refused(ann) == nil)
            try await bench.floor.takeBreak(ann, reason: "paperwork")
            let (id, _) = try await bench.floor.previewByHand(ann, FloorBench.arrears, bench.card())
            let view = try await bench.shows(ann, "the card") { $0.activity == .previewing }
            #expect(view.presence == .onBreak && view.customer == bench.card())
            #expect(await refused(ann) == "You have somebody already. Finish with that customer first.")
            await bench.floor.forget(id, notice: "Contact 1 is not called now: paid.")
            try await bench.shows(ann, "why") { $0.notice == "Contact 1 is not called now: paid." }
            // His telephone rings, and nobody picks it up.
            try await bench.floor.logIn(bob)
            #expect(
                await refused(bob) == "Your telephone is not connected. Say that you are ready, and pick it up.")
        }
    }

    @Test func `a supervisor who calls by hand leaves the call that he hears`() async throws {
        try await FloorBench.run { bench in
            let phone = try await bench.work(ann)
            _ = try await bench.work(FloorBench.cat)
            try await bench.floor.takeBreak(FloorBench.cat, reason: "listening")
            let customer = try bench.customer()
            let (id, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg)
            try await phone.ear.hears([850])
            try await bench.floor.supervise(FloorBench.cat, ann, .listen)
            let (other, _) = try await bench.floor.previewByHand(FloorBench.cat, FloorBench.arrears, bench.card())
            let view = try await bench.floor.view(of: FloorBench.cat)
            #expect(view.supervises == nil && view.activity == .previewing)
            await bench.floor.forget(other)
            await bench.floor.forget(id)
            await customer.hangUp()
        }
    }

    @Test func `of a pool whoever answers first has the agent who waits for another, and nobody is counted twice`()
        async throws
    {
        try await FloorBench.run { bench in
            let phone = try await bench.work(ann)
            let floor = bench.floor
            func standing() async -> PowerPacing.Standing { await floor.standing(of: "power", in: "arrears") }
            #expect(await standing() == .init(free: 1))
            let first = try #require(
                await floor.expect(FloorBench.arrears, bench.card("contact 1"), in: "power", isSurplus: false))
            #expect(
                await floor.expect(FloorBench.arrears, bench.card("contact 2"), in: "power", isSurplus: false) == nil)
            let second = try #require(
                await floor.expect(FloorBench.arrears, bench.card("contact 2"), in: "power", isSurplus: true))
            #expect(await standing() == .init(reserved: 1, withoutAgent: 1))
            // Who waits to be called gets the next agent, and not hers who is on the line.
            let (callback, _) = await floor.reserve(
                AgentWish(group: "arrears", priority: 11), bench.card("callback 1"))
            let customer = try bench.customer()
            let (same, _) = await floor.wait(
                for: FloorBench.arrears, bench.card("attempt 2"), leg: customer.leg, expected: second)
            #expect(same == second)
            try await phone.ear.hears([850])
            let view = try await bench.shows(ann, "the second") { $0.activity == .talking }
            #expect(view.customer == bench.card("attempt 2"))
            #expect(await standing() == .init(withoutAgent: 1))
            #expect(await floor.mayRing(first))
            // An agent who becomes free is the callback's first, and then waits for the one who rings still.
            _ = try await bench.work(bob)
            #expect(await standing() == .init(withoutAgent: 1))
            #expect(await floor.hasAgent(callback))
            await floor.forget(callback)
            #expect(await standing() == .init(reserved: 1))
            #expect(await floor.hasAgent(first))
            // What is over counts until it is on record.
            try await floor.takeBreak(bob, reason: "away")
            await floor.leave(first)
            #expect(await standing() == .init(withoutAgent: 1))
            await floor.forget(first)
            await floor.forget(second)
            try await bench.shows(ann, "free") { $0.activity == .idle }
            #expect(await standing() == .init(free: 1))
            await customer.hangUp()
        }
    }
}
