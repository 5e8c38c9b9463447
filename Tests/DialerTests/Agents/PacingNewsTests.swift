import Campaigns
import Foundation
import Testing

@testable import Dialer

/// What predictive campaigns are told of agents and of each other's calls.
@Suite struct PacingNewsTests {
    private let ann = FloorBench.ann
    private let bob = FloorBench.bob

    @Test func `agents are told of as they are, and once for each change`() async throws {
        try await FloorBench.run(wrapUp: .seconds(60)) { bench in
            let floor = bench.floor
            _ = try await bench.work(ann)
            let watch = await floor.watchPacing(of: "arrears", in: "arrears")
            #expect(await bench.agents(watch) == ["0 idle"])
            _ = try await bench.work(bob)
            let customer = try bench.customer()
            let (id, _) = await floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg)
            // Ann has waited longest.
            #expect(await bench.agents(watch) == ["1 idle", "0 talking"])
            try await floor.nearlyDone(ann)
            try await floor.takeBreak(bob, reason: "Meal")
            #expect(await bench.agents(watch) == ["0 nearlyDone", "1 away"])
            await floor.leave(id)
            #expect(await bench.agents(watch) == ["0 wrapUp(limit: Optional(60.0))"])
            try await floor.endWrapUp(ann)
            #expect(await bench.agents(watch) == ["0 idle"])
            await floor.endPacing(watch)
            #expect(await bench.agents(watch) == [])
        }
    }

    @Test func `who leaves after this call is counted on no more`() async throws {
        try await FloorBench.run { bench in
            _ = try await bench.work(ann)
            let watch = await bench.floor.watchPacing(of: "arrears", in: "arrears")
            let customer = try bench.customer()
            let (id, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg)
            _ = await bench.agents(watch)
            try await bench.floor.takeBreak(ann, reason: "Meal")
            #expect(await bench.agents(watch) == ["0 away"])
            await bench.floor.leave(id)
        }
    }

    @Test func `another campaign's calls are told of too, as not one's own`() async throws {
        try await FloorBench.run { bench in
            let floor = bench.floor
            let before = await floor.expectUnseated(FloorBench.arrears, bench.card(), in: "other", weight: 1)
            let watch = await floor.watchPacing(of: "arrears", in: "arrears")
            let own = await floor.expectUnseated(FloorBench.arrears, bench.card(), in: "arrears", weight: 0.5)
            let elsewhere = await floor.expectUnseated(AgentWish(group: "8002"), bench.card(), in: "other", weight: 1)
            #expect(
                await bench.calls(watch) == [
                    .init(before, .placed(weight: 1, isOwn: false)), .init(own, .placed(weight: 0.5, isOwn: true)),
                ])
            await floor.present(bench.card(), to: own)
            await floor.rings(own)
            let customer = try bench.customer()
            let (id, _) = await floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg, expected: own)
            #expect(id == own)
            // Nobody came in time; then she hears the message, and her call ends.
            await floor.leave(own, hasHungUp: false)
            await floor.forget(own)
            for id in [before, elsewhere] { await floor.forget(id) }
            #expect(
                await bench.calls(watch) == [
                    .init(own, .ringing), .init(own, .person), .init(own, .abandoned), .init(own, .ended),
                    .init(before, .ended),
                ])
        }
    }
}

extension FloorBench {
    fileprivate struct Call: Hashable {
        let id: CustomerID
        let state: PacingCallState

        init(_ id: CustomerID, _ state: PacingCallState) { (self.id, self.state) = (id, state) }
    }

    fileprivate func agents(_ watch: AgentFloor.PacingWatchID) async -> [String] {
        await floor.pacingNews(watch).compactMap { news in
            if case .agent(let place, let state) = news.what { "\(place) \(state)" } else { nil }
        }
    }

    fileprivate func calls(_ watch: AgentFloor.PacingWatchID) async -> [Call] {
        await floor.pacingNews(watch).compactMap { news in
            if case .call(let id, let state) = news.what { Call(id, state) } else { nil }
        }
    }
}
