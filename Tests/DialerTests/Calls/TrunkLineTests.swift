import Logging
import Programs
import Telephony
import Testing

@testable import Dialer

@Suite("A trunk in use") struct TrunkLineTests {
    @Test("Who finds no free channel waits for one, first come, first served")
    func waiting() async {
        let line = TrunkLine(Trunk(name: "t", host: "127.0.0.1", port: 5060, channels: 1, callsPerSecond: 1_000))
        await line.take(.faxes)
        #expect(await line.live.channelsUsed == 1)
        #expect(await !line.takeForIncomingCall())
        let next = Task { await line.take(.faxes) }
        await line.release(.faxes)
        await next.value
        #expect(await line.live.channelsUsed == 1)
    }

    @Test("It is shown as down when it refuses our packets, and as up again when it answers")
    func upAndDown() async throws {
        let endpoint = try await SIPEndpoint()
        let media = try MediaEngine(threads: 1, bindAddress: "127.0.0.1", ports: TestPorts.range())
        // A port that was free a moment ago: nobody listens there.
        let gone = try await SIPEndpoint()
        await gone.shutDown()
        let line = TrunkLine(Trunk(name: "t", host: "127.0.0.1", port: gone.localPort))
        #expect(await line.live.isUp)
        let caller = OutboundCaller(endpoint: endpoint, media: media, line: line, logger: Logger(label: "t"))
        let dialled = await caller.ring(
            "+862161000000", callID: "a1-t-1@127.0.0.1", callerID: "1", ringLimit: .seconds(5)
        ) { _ in }
        guard case .ended(let end) = dialled else {
            Issue.record("the call did not end: \(dialled)")
            return
        }
        #expect(end.outcome == .trunkTrouble)
        #expect(await !line.live.isUp)
        await line.heard()
        #expect(await line.live.isUp)
        await endpoint.shutDown()
    }
}
