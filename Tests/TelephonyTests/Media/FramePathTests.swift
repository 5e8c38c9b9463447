import CAllocationCounter
import CMediaIO
import Foundation
import Programs
import Testing

@testable import Telephony

@Suite("The frame path")
struct FramePathTests {
    @Test("10,000 frames of a voice leg, a frame leg, a T.38 pair and a conference of three allocate nothing")
    func allocatesNothing() throws {
        let ports = try PortRange(bindAddress: "127.0.0.1", ports: TestPorts.range())
        let (a, b, c, d) = (try ports.open(), try ports.open(), try ports.open(), try ports.open())
        let voices = [Voice(), Voice(), Voice()]
        let roster = LegRoster()
        let voice = VoicePart()
        let hold = Playlist(id: 1, clips: [PromptClip(linear: ramp(999)), PromptClip(linear: ramp(77))], passes: .max)
        let frame = FramePart(concealment: .fade) { received, transmitted, _ in
            for index in received.indices { transmitted.append(received[index]) }
        }
        let cores =
            [
                try core(a, to: b, voice), try core(b, to: a, frame),
                try core(c, to: d, t38Part(c, to: d)), try core(d, to: c, t38Part(d, to: c)),
            ] + (try voices.map { try core(try ports.open(), to: try ports.open(), VoicePart($0)) })
        for core in cores { roster.add(core) }
        for core in cores.suffix(3) { core.commands.post(LegCommand(.hear(Hearing(voices)))) }
        cores[0].commands.post(LegCommand(.play(hold)))
        for _ in 0..<600 { _ = roster.tick(isLate: false) }
        roster.pump()

        let before = CAllocationCounter_count()
        for _ in 0..<10_000 { _ = roster.tick(isLate: false) }
        let allocations = CAllocationCounter_count() - before

        #expect(allocations == 0)
        for core in cores { core.end(isDetached: false) }
        #expect(cores[1].finalStatistics.packetsReceived > 10_000)
        #expect(cores[1].finalStatistics.roundTripMilliseconds != nil)
        #expect(cores[3].finalStatistics.ifpReceived > 10_000)
    }

    @Test("A leg that became T.38 sends RTCP no more, not even BYE")
    func noControlBesideT38() throws {
        let ports = try PortRange(bindAddress: "127.0.0.1", ports: TestPorts.range())
        let (near, far) = (try ports.open(), try ports.open())
        let roster = LegRoster()
        let leg = try core(near, to: far, FramePart(concealment: .fade) { _, _, _ in })
        roster.add(leg)
        for _ in 0..<400 { _ = roster.tick(isLate: false) }
        #expect(takeControl(far) > 0)
        leg.commands.post(LegCommand(.become(t38Part(near, to: far))))
        for _ in 0..<800 { _ = roster.tick(isLate: false) }
        leg.commands.post(LegCommand(.end(isDetached: false)))
        _ = roster.tick(isLate: false)
        #expect(leg.hasEnded)
        #expect(takeControl(far) == 0)
    }

    private func takeControl(_ port: MediaPort) -> Int32 {
        let batch = CMediaIO_batch_create()
        defer { CMediaIO_batch_destroy(batch) }
        return CMediaIO_batch_receive(batch, port.rtcp)
    }

    @Test("The counter sees an allocation when there is one")
    func counterCounts() {
        let before = CAllocationCounter_count()
        let block = malloc(100)
        free(block)
        #expect(CAllocationCounter_count() == before + 1)
    }

    private func core(_ port: MediaPort, to other: MediaPort, _ part: any LegPart) throws -> LegCore {
        let continuation = AsyncStream<MediaEvent>.makeStream().continuation
        return LegCore(port: port, parameters: try parameters(to: other.localPort), part: part, events: continuation)
    }

    private func t38Part(_ port: MediaPort, to other: MediaPort) -> UDPTLPart {
        let indicator: [UInt8] = [0x06]
        let exchange = T38Exchange(receive: { _, _ in }, tick: { $0.emit(ifp: indicator.span) })
        return UDPTLPart(port: port, parameters: T38Parameters(remote: other.local), exchange: exchange)
    }
}
