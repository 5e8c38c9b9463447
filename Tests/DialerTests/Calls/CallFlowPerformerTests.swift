import Campaigns
import Foundation
import Programs
import Telephony
import Testing

@testable import Dialer

@Suite("The performing of a call flow")
struct CallFlowPerformerTests {
    /// Answers everything with `unavailable`.
    private struct EmptyDesk: CallFlowDesk {
        func answer(_ question: CallFlowQuestion) async -> CallFlowAnswer { .unavailable }
    }

    @Test("A far end that sends no packet is hung up on, and what it was played is known")
    func remoteSilence() async throws {
        // Read before the call is up: its silence begins then.
        let prompts = try TestPrompts.library.get()
        let engine = try MediaEngine(threads: 1, bindAddress: "127.0.0.1", ports: TestPorts.range())
        let (near, far) = (try await SIPEndpoint(), try await SIPEndpoint())
        let answering = Task {
            for await call in far.incomingCalls {
                // Bound, so that nothing is refused by the system; but nobody speaks.
                let port = try engine.openPort()
                let local = LocalAudio(host: "127.0.0.1", port: port.localPort)
                let settled = try #require(call.offer?.answeredWithAudio(local, origin: .new(host: "127.0.0.1")))
                await call.answer(with: settled.answer)
                for await _ in call.events {}
                port.close()
            }
        }
        let caller = OutboundCaller(
            endpoint: near, media: engine, line: TrunkLine(Trunk(name: "far", host: "127.0.0.1", port: far.localPort)),
            logger: LogBook().logger)
        let dialled = await caller.ring(
            "114", callID: "silence@127.0.0.1", callerID: "10000", ringLimit: .seconds(5)
        ) { _ in }
        guard case .answered(let answered) = dialled else { throw Missed("the answer") }
        var limits = CallLimits()
        limits.silence = .seconds(1)
        let facts = ArrearsFacts(
            account: PrivateNumber("10000001"), debt: .prepaid(balanceFen: 100, accruedFen: 900), language: .english,
            today: CalendarDay(.now, in: .gmt), questionsNumber: "02110000")
        var performer = CallFlowPerformer(
            AnnouncementFlow(facts: facts, keys: []), on: answered.voice(on: engine, limits: limits),
            prompts: prompts, desk: EmptyDesk())
        let record = await performer.run()
        #expect(record.callEnd?.party == .us)
        #expect(record.flowEnd == .hungUp)
        #expect((900...4_000).contains(record.announcement?.milliseconds ?? 0))
        #expect(record.media?.packetsReceived == 0)
        await near.shutDown()
        await far.shutDown()
        try await answering.value
    }

    @Test("A wish asked for again while it is being kept is kept once; one that failed is tried anew")
    func keptOnce() async throws {
        let keeper = WishKeeper()
        let (gate, opener) = AsyncStream<Void>.makeStream()
        let (begun, beginner) = AsyncStream<Void>.makeStream()
        async let first = keeper.once(.callback) {
            beginner.yield()
            for await _ in gate { break }
            return .kept
        }
        for await _ in begun { break }
        async let second = keeper.once(.callback) { throw Missed("must not run") }
        opener.yield()
        #expect(try await first == .kept)
        #expect(try await second == .kept)
        #expect(try await keeper.once(.callback) { throw Missed("must not run") } == .kept)

        await #expect(throws: Missed.self) { _ = try await keeper.once(.alreadyPaid) { throw Missed("a full disk") } }
        #expect(try await keeper.once(.alreadyPaid) { .kept } == .kept)
    }
}
