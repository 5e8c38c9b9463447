import Campaigns
import Telephony
import Testing

@testable import Dialer

/// Customers who are handed on to somebody outside, and those who are asked there; who hears whom is found by the tones.
@Suite struct OutsideFloorTests {
    private let ann = FloorBench.ann
    private let bob = FloorBench.bob

    /// A customer, whistling 850 Hz, who talks to Ann, 1,100 Hz; outside is 1,900 Hz.
    private struct Talk: Sendable {
        let bench: FloorBench
        let customer: TestCustomer
        let id: CustomerID
        let news: AsyncStream<AgentNews>
        let ann: TestTelephones.Call
        let outside: TestOutside
    }

    private func withCall(
        heldOpen: Bool = true, _ body: @Sendable (Talk) async throws -> Void
    ) async throws {
        try await FloorBench.run(heldOpen: heldOpen, hasOutside: true) { bench in
            let outside = try #require(bench.outside)
            var phone: TestTelephones.Call?
            if heldOpen {
                phone = try await bench.work(ann)
            } else {
                try await bench.floor.logIn(ann)
                try await bench.floor.ready(ann)
            }
            let customer = try bench.customer()
            let (id, news) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg)
            if phone == nil { phone = try await bench.telephones.answers("8001") }
            let call = try #require(phone)
            try await call.ear.hears([850])
            try await body(
                Talk(bench: bench, customer: customer, id: id, news: news, ann: call, outside: outside))
            await bench.floor.leave(id)
            try await bench.shows(ann, "idle") { $0.activity == .idle }
            _ = try await bench.until("nobody outside") { await bench.floor.outside.isEmpty ? () : nil }
            await customer.hangUp()
        }
    }

    @Test func `handed on, she has music until they answer, and then they talk while her agent writes it down`()
        async throws
    {
        try await withCall { talk in
            try await talk.bench.floor.transfer(ann, outside: "repair")
            let view = try await talk.bench.shows(ann, "it rings") { $0.advice?.handsOn == true }
            #expect(view.advice?.title == "Repair desk" && view.advice?.hasAnswered == false)
            let ringing = try await talk.outside.rings()
            try await talk.customer.ear.hears([])
            try await talk.ann.ear.hears([])
            let them = try await talk.outside.answer(ringing)
            try await talk.customer.ear.hears([1_900])
            try await them.ear.hears([850])
            try await talk.ann.ear.hears([])
            try await talk.bench.shows(ann, "free") { $0.activity == .idle && $0.advice == nil }
            // Her agent is free for others while they talk.
            let second = try talk.bench.customer(whistling: 1_500)
            let (other, _) = await talk.bench.floor.wait(
                for: FloorBench.arrears, talk.bench.card("attempt 2"), leg: second.leg)
            try await talk.ann.ear.hears([1_500])
            try await them.ear.hears([850])
            await talk.bench.floor.leave(other)
            await talk.bench.floor.leave(talk.id)
            try await talk.outside.ends(ringing)
            #expect(talk.outside.rung == ["112"])
            await second.hangUp()
        }
    }

    @Test func `asked first, they talk to her agent, then all three talk, then she is theirs until they hang up`()
        async throws
    {
        try await withCall { talk in
            try await talk.bench.floor.consult(ann, outside: "repair")
            let ringing = try await talk.outside.rings()
            // While it rings the agent talks to her still.
            try await talk.customer.ear.hears([1_100])
            await #expect(throws: AgentError.self) { try await talk.bench.floor.conference(ann) }
            await #expect(throws: AgentError.self) { try await talk.bench.floor.completeTransfer(ann) }
            await #expect(throws: AgentError.self) { try await talk.bench.floor.consult(ann, bob) }
            let them = try await talk.outside.answer(ringing)
            try await talk.ann.ear.hears([1_900])
            try await them.ear.hears([1_100])
            try await talk.customer.ear.hears([])
            try await talk.bench.floor.conference(ann)
            try await talk.customer.ear.hears([1_100, 1_900])
            try await talk.ann.ear.hears([850, 1_900])
            try await them.ear.hears([850, 1_100])
            try await talk.bench.floor.completeTransfer(ann)
            try await talk.customer.ear.hears([1_900])
            try await them.ear.hears([850])
            try await talk.ann.ear.hears([])
            await them.hangUp()
            var told: [AgentNews] = []
            for await item in talk.news {
                told.append(item)
                if item == .ended { break }
            }
            #expect(told == [.connected(ann), .ended])
        }
    }

    @Test func `back from who was asked, she has her agent again and they are hung up`() async throws {
        try await withCall { talk in
            try await talk.bench.floor.consult(ann, outside: "repair")
            let ringing = try await talk.outside.rings()
            let them = try await talk.outside.answer(ringing)
            try await them.ear.hears([1_100])
            try await talk.bench.floor.endConsultation(ann)
            try await talk.outside.ends(ringing)
            try await talk.customer.ear.hears([1_100])
            try await talk.ann.ear.hears([850])
        }
    }

    @Test func `where they refuse she is back with her agent, who is told why`() async throws {
        try await withCall { talk in
            try await talk.bench.floor.transfer(ann, outside: "repair")
            let ringing = try await talk.outside.rings()
            await ringing.reject(status: 486)
            try await talk.bench.shows(ann, "why") { $0.notice == "Repair desk is busy." && $0.advice == nil }
            try await talk.customer.ear.hears([1_100])
            try await talk.ann.ear.hears([850])
            #expect(talk.outside.rung == ["112"])
        }
    }

    @Test func `who hangs up while it rings outside leaves nobody ringing`() async throws {
        try await withCall { talk in
            try await talk.bench.floor.transfer(ann, outside: "repair")
            let ringing = try await talk.outside.rings()
            await talk.bench.floor.leave(talk.id)
            try await talk.outside.ends(ringing)
            try await talk.bench.shows(ann, "free") { $0.activity == .idle }
        }
    }

    @Test func `whose agent puts his telephone down while it rings is theirs when they answer`() async throws {
        try await withCall(heldOpen: false) { talk in
            try await talk.bench.floor.transfer(ann, outside: "repair")
            let ringing = try await talk.outside.rings()
            await talk.ann.hangUp()
            try await talk.bench.shows(ann, "gone") { $0.activity == .idle }
            try await talk.customer.ear.hears([])
            let them = try await talk.outside.answer(ringing)
            try await talk.customer.ear.hears([1_900])
            try await them.ear.hears([850])
            await talk.bench.floor.leave(talk.id)
            try await talk.outside.ends(ringing)
        }
    }

    @Test func `whose agent has gone meanwhile goes to the next of the group where nobody answers`() async throws {
        try await withCall { talk in
            try await talk.bench.floor.transfer(ann, outside: "repair")
            let ringing = try await talk.outside.rings()
            await talk.ann.hangUp()
            try await talk.bench.shows(ann, "gone") { $0.phone == .down }
            let second = try await talk.bench.work(bob)
            await ringing.reject(status: 603)
            try await second.ear.hears([850])
            try await talk.customer.ear.hears([1_500])
            var told: [AgentNews] = []
            for await item in talk.news {
                told.append(item)
                if told.count == 3 { break }
            }
            #expect(told == [.connected(ann), .waitsAgain, .connected(bob)])
        }
    }

    @Test func `an agent who loses his telephone while he asks leaves her to the next, and nobody on the line`()
        async throws
    {
        try await withCall { talk in
            try await talk.bench.floor.consult(ann, outside: "repair")
            let ringing = try await talk.outside.rings()
            let them = try await talk.outside.answer(ringing)
            try await them.ear.hears([1_100])
            let second = try await talk.bench.work(bob)
            await talk.ann.hangUp()
            try await talk.outside.ends(ringing)
            try await second.ear.hears([850])
        }
    }

    @Test func `an agent who ends the call while it rings ends all of it`() async throws {
        try await withCall { talk in
            try await talk.bench.floor.transfer(ann, outside: "repair")
            let ringing = try await talk.outside.rings()
            try await talk.bench.floor.endCall(ann)
            try await talk.outside.ends(ringing)
            var told = talk.news.makeAsyncIterator()
            #expect(await told.next() == .connected(ann))
            #expect(await told.next() == .ended)
        }
    }

    @Test(arguments: 0..<5) func `all three let go at once, and nobody is left`(turn: Int) async throws {
        try await withCall { talk in
            try await talk.bench.floor.transfer(ann, outside: "repair")
            let ringing = try await talk.outside.rings()
            async let theirs = talk.outside.answer(ringing)
            async let hers: Void = talk.bench.floor.leave(talk.id)
            async let his: Void = talk.ann.hangUp()
            _ = try await (theirs, hers, his)
            try await talk.outside.ends(ringing)
            try await talk.bench.shows(ann, "without a call") { $0.activity == .idle && $0.phone == .down }
            #expect(talk.outside.rung == ["112"])
        }
    }

    @Test func `when the dialer is stopped they talk to the end, and only then is the floor closed`() async throws {
        try await withCall { talk in
            try await talk.bench.floor.transfer(ann, outside: "repair")
            let ringing = try await talk.outside.rings()
            let them = try await talk.outside.answer(ringing)
            try await them.ear.hears([850])
            await talk.bench.floor.close()
            try await talk.bench.shows(ann, "logged out") { $0.presence == .loggedOut }
            try await talk.customer.ear.hears([1_900])
            try await them.ear.hears([850])
            #expect(await talk.bench.floor.outside.count == 1)
            let board = await talk.bench.board.state
            #expect(board.calls.map(\.kind) == [.transfer] && board.calls.map(\.activity) == ["Repair desk"])
            await talk.bench.floor.leave(talk.id)
            try await talk.outside.ends(ringing)
        }
    }

    @Test func `nobody is rung whom the file of agents doesn't name, and each order is kept in the books`()
        async throws
    {
        try await withCall { talk in
            for name in ["pilot", "112", "+8613800000000"] {
                await #expect(throws: AgentError.self) { try await talk.bench.floor.transfer(ann, outside: name) }
                await #expect(throws: AgentError.self) { try await talk.bench.floor.consult(ann, outside: name) }
            }
            #expect(talk.outside.rung.isEmpty)
            try await talk.bench.floor.transfer(ann, outside: "repair")
            let ringing = try await talk.outside.rings()
            let act = try await talk.bench.until("the act") {
                try await talk.bench.database.acts(on: "attempt 1").last
            }
            #expect(act.who == "agent 8001" && act.what == "handed on outside" && act.detail == "repair")
            await talk.bench.floor.leave(talk.id)
            try await talk.outside.ends(ringing)
        }
    }

    @Test func `where every line is busy she stays with her agent, and nobody is rung later`() async throws {
        try await withCall { talk in
            let line = talk.bench.line
            var held: [LineAllotment.Claim] = []
            while await line.takeForIncomingCall() { held.append(.transfers) }
            try await talk.bench.floor.transfer(ann, outside: "repair")
            try await talk.customer.ear.hears([])
            // As if the time for it were over.
            await talk.bench.floor.hasNoLine(1)
            let view = try await talk.bench.shows(ann, "why") { $0.notice != nil }
            #expect(view.notice == "Repair desk could not be reached: all lines are busy.")
            try await talk.customer.ear.hears([1_100])
            for _ in held { await line.releaseIncomingCall() }
            _ = try await talk.bench.until("the line is given back") {
                await line.live.channelsUsed == 0 ? () : nil
            }
            #expect(talk.outside.rung.isEmpty)
        }
    }
}
