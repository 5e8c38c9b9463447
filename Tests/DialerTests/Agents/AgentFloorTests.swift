import Campaigns
import Crypto
import Foundation
import Testing

@testable import Dialer
@testable import Telephony

/// Real telephones on loopback; what is said at one end is found again at the other by its tone.
@Suite struct AgentFloorTests {
    private let ann = FloorBench.ann
    private let bob = FloorBench.bob

    @Test func `who is brought to an agent hears him and is heard, after the page has shown who it is`() async throws {
        try await FloorBench.run { bench in
            let phone = try await bench.work(ann)
            let customer = try bench.customer()
            try await customer.ear.hears([])
            let (id, news) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg)
            var told = news.makeAsyncIterator()
            #expect(await told.next() == .connected(ann))
            let view = try await bench.shows(ann, "the customer") { $0.activity == .talking }
            #expect(view.customer == bench.card())
            try await customer.ear.hears([1_100])
            try await phone.ear.hears([850])
            await bench.floor.leave(id)
            try await phone.ear.hears([])
            try await customer.ear.hears([])
            try await bench.shows(ann, "free again") { $0.activity == .idle && $0.presence == .ready }
            await customer.hangUp()
        }
    }

    @Test func `on hold she hears music and he nothing, muted he hears her alone`() async throws {
        try await FloorBench.run { bench in
            let phone = try await bench.work(ann)
            let customer = try bench.customer()
            let (id, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg)
            try await phone.ear.hears([850])
            try await bench.floor.hold(ann, true)
            try await phone.ear.hears([])
            try await customer.ear.hears([])
            try await bench.floor.hold(ann, false)
            try await bench.floor.mute(ann, true)
            try await phone.ear.hears([850])
            try await customer.ear.hears([])
            try await bench.floor.mute(ann, false)
            try await customer.ear.hears([1_100])
            await bench.floor.leave(id)
            await customer.hangUp()
        }
    }

    @Test func `a customer handed on to another group is that agent's, and nobody's else`() async throws {
        try await FloorBench.run { bench in
            let (first, second) = (try await bench.work(ann), try await bench.work(bob))
            let customer = try bench.customer()
            let wish = AgentWish(group: "8001")
            let (id, news) = await bench.floor.wait(for: wish, bench.card(), leg: customer.leg)
            try await first.ear.hears([850])
            try await bench.floor.transfer(ann, to: AgentWish(group: "8002"))
            try await second.ear.hears([850])
            try await first.ear.hears([])
            try await customer.ear.hears([1_500])
            await #expect(throws: AgentError.self) { try await bench.floor.hold(ann, true) }
            await bench.floor.leave(id)
            var told: [AgentNews] = []
            for await item in news { told.append(item) }
            #expect(told == [.connected(ann), .waitsAgain, .connected(bob)])
            await customer.hangUp()
        }
    }

    @Test func `where a telephone drops in the middle of a call, the customer goes to the next agent`() async throws {
        try await FloorBench.run { bench in
            let first = try await bench.work(ann)
            let customer = try bench.customer()
            let (id, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg)
            try await first.ear.hears([850])
            let second = try await bench.work(bob)
            await first.hangUp()
            try await second.ear.hears([850])
            try await customer.ear.hears([1_500])
            let view = try await bench.shows(ann, "a break") { $0.presence == .onBreak }
            #expect(view.reason == AgentMachine.phoneWasLost && view.activity == .idle)
            await bench.floor.leave(id)
            await customer.hangUp()
        }
    }

    @Test func `a telephone that nobody answers costs its agent a break and the customer nothing`() async throws {
        try await FloorBench.run(["8002": 1_500], heldOpen: false) { bench in
            try await bench.floor.logIn(ann)
            try await bench.floor.ready(ann)
            let customer = try bench.customer()
            let (id, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg)
            try await bench.shows(ann, "ringing") { $0.phone == .ringing }
            try await bench.floor.logIn(bob)
            try await bench.floor.ready(bob)
            // As if the time for it were over.
            try await bench.floor.takeBreak(ann, reason: "away")
            let second = try await bench.telephones.answers("8002")
            try await second.ear.hears([850])
            try await bench.shows(ann, "hung up") { $0.phone == .down && $0.activity == .idle }
            await bench.floor.leave(id)
            try await bench.shows(bob, "down again") { $0.phone == .down }
            await customer.hangUp()
        }
    }

    @Test func `who hangs up while an agent's telephone rings leaves nobody to talk to nobody`() async throws {
        try await FloorBench.run(["8002": 1_500], heldOpen: false) { bench in
            try await bench.floor.logIn(ann)
            try await bench.floor.ready(ann)
            let customer = try bench.customer()
            let (id, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg)
            try await bench.shows(ann, "ringing") { $0.phone == .ringing }
            await bench.floor.leave(id)
            let view = try await bench.shows(ann, "free again") { $0.activity == .idle && $0.phone == .down }
            #expect(view.presence == .ready && view.customer == nil)
            await customer.hangUp()
        }
    }

    @Test(arguments: 0..<5) func `both hang up at once, and nobody is stuck`(turn: Int) async throws {
        try await FloorBench.run { bench in
            let phone = try await bench.work(ann)
            let customer = try bench.customer()
            let (id, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg)
            try await phone.ear.hears([850])
            async let hers: Void = bench.floor.leave(id)
            async let his: Void = phone.hangUp()
            async let ended: Void = { try? await bench.floor.endCall(ann) }()
            _ = await (hers, his, ended)
            try await bench.shows(ann, "idle, without a telephone") { $0.activity == .idle && $0.phone == .down }
            try await bench.floor.ready(ann)
            _ = try await bench.telephones.answers("8001")
            try await bench.shows(ann, "ready again") { $0.phone == .up && $0.presence == .ready }
            await customer.hangUp()
        }
    }

    @Test func `of two who want one agent the second is told her place, and has him after the first`() async throws {
        try await FloorBench.run { bench in
            let phone = try await bench.work(ann)
            let (one, two, three) = (
                try bench.customer(), try bench.customer(whistling: 1_900), try bench.customer(whistling: 1_900)
            )
            let (first, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: one.leg)
            let (second, news) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: two.leg)
            let (third, later) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: three.leg)
            try await phone.ear.hears([850])
            await bench.floor.leave(first)
            try await phone.ear.hears([1_900])
            await bench.floor.leave(third)
            await bench.floor.leave(second)
            var told: [AgentNews] = []
            for await item in news { told.append(item) }
            #expect(told == [.waits(ahead: 0, nil), .connected(ann)])
            told = []
            for await item in later { told.append(item) }
            #expect(told == [.waits(ahead: 1, nil), .waits(ahead: 0, nil)])
            for customer in [one, two, three] { await customer.hangUp() }
        }
    }

    @Test func `after three calls who waits is told how long it will be, and so is the live board`() async throws {
        try await FloorBench.run { bench in
            let phone = try await bench.work(ann)
            let (one, two) = (try bench.customer(), try bench.customer(whistling: 1_900))
            for call in 1...3 {
                let (id, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: one.leg)
                try await phone.ear.hears([850])
                #expect(await bench.floor.expectedWait(in: "arrears", ahead: 0) == nil, "after \(call - 1)")
                await bench.floor.leave(id)
                try await bench.shows(ann, "free") { $0.activity == .idle }
            }
            let (first, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: one.leg)
            let (second, news) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: two.leg)
            var told = news.makeAsyncIterator()
            guard case .waits(ahead: 0, let wait?) = await told.next() else { throw Missed("the wait") }
            // Each tone was heard for 200 ms.
            #expect(wait >= .milliseconds(200))
            #expect(await bench.floor.expectedWait(in: "arrears", ahead: 1) == wait * 2)
            #expect(await bench.floor.expectedWaitOfNext(in: "arrears") == Int(wait * 2 / .seconds(1)))
            for id in [second, first] { await bench.floor.leave(id) }
            for customer in [one, two] { await customer.hangUp() }
        }
    }

    @Test func `an agent who logs out while he is reserved gives the customer to the next`() async throws {
        try await FloorBench.run { bench in
            _ = try await bench.work(ann)
            let card = bench.card()
            let id = try #require(await bench.floor.expect(FloorBench.arrears, card))
            #expect(await bench.floor.expect(FloorBench.arrears, card) == nil)
            try await bench.shows(ann, "reserved") { $0.activity == .reserved && $0.customer == card }
            let second = try await bench.work(bob)
            try await bench.floor.logOut(ann)
            let customer = try bench.customer()
            let (same, _) = await bench.floor.wait(for: FloorBench.arrears, card, leg: customer.leg, expected: id)
            #expect(same == id)
            try await second.ear.hears([850])
            try await bench.shows(ann, "logged out") { $0.presence == .loggedOut && $0.phone == .down }
            await bench.floor.leave(id)
            await customer.hangUp()
        }
    }

    @Test func `who wants an agent where nobody is at work, or the last one goes, is told so`() async throws {
        try await FloorBench.run(wrapUp: .seconds(3_600)) { bench in
            let customer = try bench.customer()
            var (id, news) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg)
            var told = news.makeAsyncIterator()
            #expect(await told.next() == .nobody)
            await bench.floor.leave(id)
            _ = try await bench.work(ann)
            try await bench.floor.takeBreak(ann, reason: "lunch")
            (id, news) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg)
            told = news.makeAsyncIterator()
            #expect(await told.next() == .waits(ahead: 0, nil))
            try await bench.floor.logOut(ann)
            #expect(await told.next() == .nobody)
            await bench.floor.leave(id)
            await customer.hangUp()
        }
    }

    @Test func `who is to be called has an agent when it is her turn, before those of lower priority`() async throws {
        try await FloorBench.run { bench in
            let phone = try await bench.work(ann)
            let (one, two) = (try bench.customer(), try bench.customer(whistling: 1_900))
            let (first, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: one.leg)
            try await phone.ear.hears([850])
            let (second, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: two.leg)
            let wish = AgentWish(group: "arrears", priority: 20)
            let (called, reserved) = await bench.floor.reserve(wish, bench.card("callback 1"))
            // He is nobody's who is called without waiting.
            #expect(await bench.floor.expect(FloorBench.arrears, bench.card()) == nil)
            await bench.floor.leave(first)
            var agents: [AgentNumber] = []
            for await agent in reserved { agents.append(agent) }
            #expect(agents == [ann])
            let view = try await bench.shows(ann, "reserved") { $0.activity == .reserved }
            #expect(view.customer == bench.card("callback 1"))
            // Once it is hers, nobody takes it away.
            await bench.floor.giveUp(called)
            #expect(await bench.floor.hasAgent(called))
            await bench.floor.leave(called)
            try await phone.ear.hears([1_900])
            await bench.floor.leave(second)
            for customer in [one, two] { await customer.hangUp() }
        }
    }

    @Test func `the wait of who is to be called ends where nobody is at work, or she is given up`() async throws {
        try await FloorBench.run { bench in
            func isReserved(_ reserved: AsyncStream<AgentNumber>) async -> Bool {
                for await _ in reserved { return true }
                return false
            }
            var (id, reserved) = await bench.floor.reserve(FloorBench.arrears, bench.card())
            #expect(await isReserved(reserved) == false)
            await bench.floor.leave(id)
            _ = try await bench.work(ann)
            try await bench.floor.takeBreak(ann, reason: "lunch")
            (id, reserved) = await bench.floor.reserve(FloorBench.arrears, bench.card())
            await bench.floor.giveUp(id)
            #expect(await isReserved(reserved) == false)
            (id, reserved) = await bench.floor.reserve(FloorBench.arrears, bench.card())
            try await bench.floor.logOut(ann)
            #expect(await isReserved(reserved) == false)
            await bench.floor.leave(id)
            #expect(await bench.floor.guests.isEmpty)
        }
    }

    @Test func `while his telephone rings for her the book says whom he is reserved for`() async throws {
        try await FloorBench.run(["8002": 1_500], heldOpen: false) { bench in
            let began = UTCTime.now
            try await bench.floor.logIn(ann)
            try await bench.floor.ready(ann)
            let customer = try bench.customer()
            let (id, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card("attempt 7"), leg: customer.leg)
            try await within(.seconds(30), "the span") {
                while true {
                    let spans = try await bench.book.spans(of: ann, from: began, until: .now + .seconds(60))
                    if spans.last?.span == AgentSpan(.ready, .reserved, customer: "attempt 7") { return }
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
            await bench.floor.leave(id)
            await customer.hangUp()
        }
    }

    @Test func `every second from login to logout is in the book once`() async throws {
        try await FloorBench.run(wrapUp: .seconds(3_600)) { bench in
            let began = UTCTime.now
            let phone = try await bench.work(ann)
            let customer = try bench.customer()
            let (id, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card("attempt 7"), leg: customer.leg)
            try await phone.ear.hears([850])
            await bench.floor.leave(id)
            try await bench.shows(ann, "wrap-up") { $0.activity == .wrapUp }
            try await bench.floor.endWrapUp(ann)
            try await bench.floor.takeBreak(ann, reason: "lunch")
            try await bench.floor.logOut(ann)
            try await bench.shows(ann, "logged out") { $0.presence == .loggedOut }
            let spans = try await bench.until("the last span") {
                let spans = try await bench.book.spans(of: ann, from: began, until: .now + .seconds(60))
                return spans.count == 6 && spans.allSatisfy { $0.endedAt != nil } ? spans : nil
            }
            #expect(
                spans.map(\.span) == [
                    AgentSpan(.onBreak, .idle, reason: "logged in"), AgentSpan(.ready, .idle),
                    AgentSpan(.ready, .talking, customer: "attempt 7"),
                    AgentSpan(.ready, .wrapUp, customer: "attempt 7"),
                    AgentSpan(.ready, .idle), AgentSpan(.onBreak, .idle, reason: "lunch"),
                ])
            for (one, next) in zip(spans, spans.dropFirst()) { #expect(one.endedAt == next.startedAt) }
            await customer.hangUp()
        }
    }

    @Test func `a recorded call has the customer on the left and the agent on the right, with its checksum`()
        async throws
    {
        try await FloorBench.run(recording: .all) { bench in
            let phone = try await bench.work(ann)
            let customer = try bench.customer()
            let card = bench.card("attempt 9")
            let (id, _) = await bench.floor.wait(for: FloorBench.arrears, card, leg: customer.leg)
            try await phone.ear.hears([850])
            try await customer.ear.hears([1_100])
            try await bench.shows(ann, "recorded") { $0.recording == .on }
            _ = try await bench.until("800 ms on disk") {
                let file = try await bench.recordings.recordings(of: "attempt 9").first?.file
                let bytes = try? file.map { try Data(contentsOf: bench.folder.appending(path: $0)).count }
                return bytes ?? 0 > 58 + 16 * 800 ? () : nil
            }
            try await bench.floor.pauseRecording(ann, true)
            try await bench.shows(ann, "paused") { $0.recording == .paused }
            await bench.floor.leave(id)
            let kept = try await bench.until("the recording") {
                try await bench.recordings.recordings(of: "attempt 9").first { $0.result != nil }
            }
            #expect(kept.agent == ann)
            let data = try Data(contentsOf: bench.folder.appending(path: kept.file))
            #expect(SHA256.hash(data: data).map { String(format: "%02x", $0) }.joined() == kept.result?.sha256)
            let table = G711.table(for: .pcma)
            for (side, tone) in [(0, 850.0), (1, 1_100.0)] {
                let samples = stride(from: 58 + side, to: data.count, by: 2).map { table.linear[Int(data[$0])] }
                let window = Array(samples.dropFirst(1_600).prefix(1_600))
                #expect(Ear.tones.filter { Ear.level(of: $0, in: window) > 500 } == [tone])
            }
            await customer.hangUp()
        }
    }

    @Test func `on demand a call is recorded when its agent says so, and an old recording's file is removed`()
        async throws
    {
        try await FloorBench.run(recording: .onDemand) { bench in
            let phone = try await bench.work(ann)
            let customer = try bench.customer()
            let (id, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg)
            try await phone.ear.hears([850])
            await #expect(throws: AgentError.self) { try await bench.floor.pauseRecording(ann, true) }
            try await bench.floor.record(ann)
            await bench.floor.leave(id)
            let kept = try await bench.until("the recording") {
                try await bench.recordings.recordings(of: "attempt 1").first { $0.result != nil }
            }
            let file = bench.folder.appending(path: kept.file)
            #expect(FileManager.default.fileExists(atPath: file.path))
            try await bench.recorder(keeps: .zero).sweep()
            #expect(!FileManager.default.fileExists(atPath: file.path))
            let removed = try await bench.recordings.recordings(of: "attempt 1")
            #expect(removed.first?.removedAt != nil)
            await customer.hangUp()
        }
    }

    @Test func `the live board shows who is at work, whom they have, masked, and who waits`() async throws {
        try await FloorBench.run { bench in
            _ = try await bench.work(ann)
            let (one, two) = (try bench.customer(), try bench.customer())
            let (first, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: one.leg)
            let (second, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: two.leg)
            func shows(_ what: String, _ isShown: @escaping @Sendable (LiveState) -> Bool) async throws -> LiveState {
                try await within(.seconds(30), what) {
                    for await state in await bench.board.snapshots() where isShown(state) { return state }
                    throw Missed(what)
                }
            }
            let busy = try await shows("one talks, one waits") { state in
                state.agents.first?.activity == .talking && state.queues.contains { $0.waiting == 1 }
            }
            #expect(busy.agents.map(\.id) == ["8001"])
            #expect(busy.agents.first?.customer == MaskedNumber(masking: "0001"))
            #expect(busy.queues.first { $0.id == "arrears" }?.since != nil)
            await bench.floor.leave(second)
            await bench.floor.leave(first)
            _ = try await shows("free") { state in
                state.queues.first { $0.id == "arrears" }.map { $0.waiting == 0 && $0.free == 1 } ?? false
            }
            try await bench.floor.logOut(ann)
            _ = try await shows("gone") { $0.agents.isEmpty }
            for customer in [one, two] { await customer.hangUp() }
        }
    }
}
