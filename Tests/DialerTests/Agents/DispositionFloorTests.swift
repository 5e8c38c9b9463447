import Campaigns
import Foundation
import Testing

@testable import Dialer

/// When an agent's word about a call is taken, and when the call is over for what waits for it.
@Suite struct DispositionFloorTests {
    private let ann = FloorBench.ann
    private let bob = FloorBench.bob

    private func code(_ body: () async throws -> some Any) async -> AgentError.Code? {
        do { _ = try await body() } catch { return (error as? AgentError)?.code }
        return nil
    }

    @Test func `a call is over with the wrap-up, which waits for what is being stored and ends with it`() async throws {
        try await FloorBench.run(wrapUp: .seconds(3_000)) { bench in
            let floor = bench.floor
            #expect(await code { try await floor.beginStoring(ann) } == .noCall)
            let phone = try await bench.work(ann)
            let customer = try bench.customer()
            let (id, _) = await floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg)
            try await phone.ear.hears([850])
            let talking = try await floor.view(of: ann)
            #expect(talking.dispositions.map(\.code) == ["settled", "call-back", "refused", "do-not-call"])
            #expect(talking.outcome == nil && talking.wrapUpEnds == nil)
            await floor.leave(id)
            let writing = try await bench.shows(ann, "the wrap-up") { $0.activity == .wrapUp }
            #expect(writing.wrapUpEnds?.timeIntervalSince(writing.since).rounded() == 3_000)
            async let end: Void = floor.talkIsOver("attempt 1")
            let (talk, _) = try await floor.beginStoring(ann)
            #expect(await code { try await floor.beginStoring(ann) } == .notAllowed)
            await floor.wrapUpIsOver(talk, of: ann)
            #expect(try await floor.view(of: ann).activity == .wrapUp)
            await floor.endStoring(talk, outcome: Disposition.usual[0])
            await end
            #expect(try await floor.view(of: ann).activity == .idle)
            #expect(await floor.talks.isEmpty)
            // Of what is over nobody waits.
            await floor.talkIsOver("attempt 1")
            await customer.hangUp()
        }
    }

    @Test func `what is said while talking is shown, and leaves the wrap-up its time`() async throws {
        try await FloorBench.run(wrapUp: .seconds(3_000)) { bench in
            let floor = bench.floor
            let phone = try await bench.work(ann)
            let customer = try bench.customer()
            let (id, _) = await floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg)
            try await phone.ear.hears([850])
            let (talk, _) = try await floor.beginStoring(ann)
            await floor.endStoring(talk, outcome: Disposition.usual[0])
            try await bench.shows(ann, "the outcome") { $0.outcome?.code == "settled" && $0.dispositions.isEmpty }
            await floor.leave(id)
            try await bench.shows(ann, "the wrap-up") { $0.activity == .wrapUp && $0.outcome?.code == "settled" }
            try await floor.endWrapUp(ann)
            #expect(await floor.talks.isEmpty)
            await customer.hangUp()
        }
    }

    @Test func `who has the customer last says what came of it, not who handed her on or gave advice`() async throws {
        try await FloorBench.run(wrapUp: .seconds(3_000)) { bench in
            let floor = bench.floor
            let (first, second) = (try await bench.work(ann), try await bench.work(bob))
            let customer = try bench.customer()
            let (id, _) = await floor.wait(
                for: AgentWish(group: "8001"), bench.card(), leg: customer.leg)
            try await first.ear.hears([850])
            try await floor.consult(ann, bob)
            try await second.ear.hears([1_100])
            #expect(await code { try await floor.beginStoring(bob) } == .notAllowed)
            try await floor.completeTransfer(ann)
            try await second.ear.hears([850])
            #expect(await code { try await floor.beginStoring(ann) } == .notAllowed)
            #expect(try await floor.view(of: ann).dispositions.isEmpty)
            #expect(try await floor.view(of: bob).dispositions.isEmpty == false)
            await floor.leave(id)
            async let end: Void = floor.talkIsOver("attempt 1")
            // The wrap-up of who handed her on is nobody's business.
            try await floor.endWrapUp(bob)
            await end
            #expect(try await floor.view(of: ann).activity == .wrapUp)
            await customer.hangUp()
        }
    }

    @Test func `who logs out in the wrap-up leaves no call that waits for him`() async throws {
        try await FloorBench.run(wrapUp: .seconds(3_000)) { bench in
            let phone = try await bench.work(ann)
            let customer = try bench.customer()
            let (id, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg)
            try await phone.ear.hears([850])
            await bench.floor.leave(id)
            async let end: Void = bench.floor.talkIsOver("attempt 1")
            try await bench.floor.logOut(ann)
            await end
            await customer.hangUp()
        }
    }
}
