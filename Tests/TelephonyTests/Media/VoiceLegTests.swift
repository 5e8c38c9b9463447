import Testing

@testable import Telephony

@Suite("Voice legs")
struct VoiceLegTests {
    @Test("Two legs play prompts to each other and both hear them to the end")
    func promptsBothWays() async throws {
        let engine = try makeEngine(threads: 2)
        let (first, second) = (try engine.openPort(), try engine.openPort())
        let caller = VoiceLeg(engine: engine, port: first, parameters: try parameters(to: second.localPort))
        let callee = VoiceLeg(engine: engine, port: second, parameters: try parameters(to: first.localPort))
        caller.play(Playlist(id: 1, clips: [PromptClip(linear: ramp(2_000)), PromptClip(linear: ramp(1_203))]))
        callee.play(Playlist(id: 2, clips: [PromptClip(linear: ramp(1_600))]))

        let finished = try await caller.next { if case .playbackFinished = $0 { true } else { false } }
        #expect(finished == .playbackFinished(playlist: 1, heardMilliseconds: 400))
        _ = try await callee.next { $0 == .playbackFinished(playlist: 2, heardMilliseconds: 200) }

        let statistics = try await within { await callee.close() }
        _ = try await within { await caller.close() }
        #expect(statistics.packetsReceived >= 20)
        #expect(statistics.packetsLost == 0)
        #expect(statistics.rejectedPackets == 0)
        #expect(statistics.voicedMilliseconds >= 320)
    }

    @Test("A prompt waits while the far end holds the call, and is told as heard only when it was sent")
    func waitsOnHold() async throws {
        let engine = try makeEngine()
        let (port, other) = (try engine.openPort(), try engine.openPort())
        var parameters = try parameters(to: other.localPort)
        parameters.remote.sends = false
        let (stream, continuation) = AsyncStream.makeStream(of: MediaEvent.self)
        let leg = LegCore(port: port, parameters: parameters, part: VoicePart(), events: continuation)
        let roster = LegRoster()
        roster.add(leg)
        leg.commands.post(LegCommand(.play(Playlist(id: 1, clips: [PromptClip(linear: ramp(400))]))))
        for _ in 0..<10 { _ = roster.tick(isLate: false) }
        #expect(leg.session.statistics.packetsSent == 0)
        parameters.remote.sends = true
        leg.commands.post(LegCommand(.update(parameters.remote)))
        for _ in 0..<3 { _ = roster.tick(isLate: false) }
        leg.commands.post(LegCommand(.end(isDetached: false)))
        _ = roster.tick(isLate: false)
        roster.pump()
        let events = await stream.reduce(into: []) { $0.append($1) }
        #expect(events == [.playbackFinished(playlist: 1, heardMilliseconds: 50), .ended(leg.finalStatistics)])
        #expect(leg.finalStatistics.packetsSent == 3)
    }

    @Test("A playlist arrives bit-exactly, without a gap between its clips", arguments: AudioCodec.allCases)
    func bitExact(codec: AudioCodec) async throws {
        let engine = try makeStillEngine()
        let (first, second) = (try engine.openPort(), try engine.openPort())
        let recorder = Recorder()
        let ear = FrameLeg(
            engine: engine,
            port: second,
            parameters: try parameters(to: first.localPort, codec: codec)
        ) { received, _, _ in recorder.append(received) }
        let voice = VoiceLeg(
            engine: engine,
            port: first,
            parameters: try parameters(to: second.localPort, codec: codec)
        )
        let clips = [ramp(1_000), ramp(37, from: 5_000), [], ramp(801, from: 9_000)]
        voice.play(Playlist(id: 7, clips: clips.map { PromptClip(linear: $0) }, passes: 2))
        // 23 frames, and 60 ms that the jitter buffer holds back.
        for _ in 0..<30 { engine.tick() }
        let finished = try await voice.next { if case .playbackFinished = $0 { true } else { false } }
        #expect(finished == .playbackFinished(playlist: 7, heardMilliseconds: 459))
        let table = G711.table(for: codec)
        let spoken = clips.flatMap(\.self).map { table.linear[Int(table.encode($0))] }
        #expect(recorder.samples.contains(spoken + spoken))
        withExtendedLifetime(ear) {}
    }
}
