import Testing

@testable import Telephony

@Suite("Keys")
struct KeyTests {
    @Test("A key stops an interruptible prompt: silence within 100 ms, then the key is told")
    func keyStopsPrompt() async throws {
        let engine = try makeStillEngine()
        let far = try ScriptedSocket(engine)
        let port = try engine.openPort()
        let leg = VoiceLeg(engine: engine, port: port, parameters: try parameters(to: far.port.localPort))
        let clip = PromptClip(linear: Array(repeating: 9_000, count: 80_000))
        leg.play(Playlist(id: 3, clips: [clip]))
        let loud = G711.table(for: .pcma).encode(9_000)
        func hears(_ byte: UInt8) -> Bool {
            engine.tick()
            return far.take().last?.last == byte
        }
        #expect((0..<10).contains { _ in hears(loud) })
        far.press(5, to: port.localPort)
        #expect((0..<5).contains { _ in hears(0xD5) })

        leg.post(.end(isDetached: false))
        engine.tick()
        let events = try await leg.remainingEvents()
        #expect(events.first == .firstPacket)
        guard case .playbackStopped(playlist: 3, let heard, clip: 0) = events[1] else {
            Issue.record("the key did not stop the prompt: \(events)")
            return
        }
        #expect(heard > 0 && heard < 5_000 && heard % 20 == 0)
        #expect(events[2] == .digit("5"))
        guard case .ended = events.last else {
            Issue.record("the last event is \(String(describing: events.last))")
            return
        }
        #expect(events.count == 4)
    }

    @Test(
        "Each press is one key, whatever is lost",
        arguments: [[0], [3], [4], [6], [0, 6], [1, 2, 5]] as [Set<Int>]
    )
    func onceDespiteLoss(kept: Set<Int>) async throws {
        let engine = try makeEngine()
        let far = try ScriptedSocket(engine)
        let port = try engine.openPort()
        let leg = VoiceLeg(engine: engine, port: port, parameters: try parameters(to: far.port.localPort))
        for code: UInt8 in [1, 1, 11, 10] { far.press(code, kept: kept, to: port.localPort) }
        _ = try await leg.next { $0 == .digit("*") }
        let statistics = try await within { await leg.close() }
        #expect(statistics.keysReceived == 4)
        #expect(statistics.rejectedPackets == 0)
    }

    @Test("Repeated, reordered and late packets of a press are no new key")
    func reorderedPackets() {
        var receiver = TelephoneEventReceiver()
        func take(_ code: UInt8, _ timestamp: UInt32, isEnd: Bool = false) -> UInt8? {
            let payload: [UInt8] = [code, isEnd ? 0x8A : 0x0A, 0, 160]
            return receiver.receive(payload.span, timestamp: timestamp, source: 1)
        }
        #expect(take(4, 1_000) == 4)
        #expect(take(4, 1_000, isEnd: true) == nil)
        #expect(take(5, 3_000) == 5)
        #expect(take(4, 1_000) == nil)
        #expect(take(5, 3_000 + 0xFFFF) == nil, "a key held for long goes on in a second segment")
        #expect(take(16, 90_000) == nil, "a flash is no key")
        #expect(take(6, 68_535 - 40_001) == 6, "timestamps that begin anew far below are no late packet")
        #expect(take(6, 68_535 - 40_001, isEnd: true) == nil)
        let tooShort = receiver.receive([1, 2].span, timestamp: 99_000, source: 1)
        #expect(tooShort == nil)
    }

    @Test("Keys sent by one leg arrive at another, in order, with playback going on afterwards")
    func sendsKeys() async throws {
        let engine = try makeEngine()
        let (first, second) = (try engine.openPort(), try engine.openPort())
        let sender = VoiceLeg(engine: engine, port: first, parameters: try parameters(to: second.localPort))
        let receiver = VoiceLeg(engine: engine, port: second, parameters: try parameters(to: first.localPort))
        sender.play(Playlist(id: 1, clips: [PromptClip(linear: ramp(4_000))]))
        try sender.send(digits: "17#")
        _ = try await sender.next { $0 == .playbackFinished(playlist: 1, heardMilliseconds: 500) }
        await receiver.close()
        let digits = try await receiver.remainingEvents().filter { if case .digit = $0 { true } else { false } }
        #expect(digits == [.digit("1"), .digit("7"), .digit("#")])
    }

    @Test("A key's packets carry marker, growing duration and a threefold end")
    func packetsOfAKey() {
        var sender = TelephoneEventSender()
        sender.enqueue([9])
        let packets = (0..<10).map { sender.next(timestamp: 1_000 + 160 * UInt32($0)) }
        #expect(packets.compactMap { $0?.duration } == [160, 320, 480, 640, 800, 800, 800])
        #expect(packets.compactMap { $0?.isEnd } == [false, false, false, false, true, true, true])
        #expect(packets.compactMap { $0?.isFirst } == [true, false, false, false, false, false, false])
        #expect(packets.allSatisfy { $0 == nil || $0?.timestamp == 1_000 })
        let further = sender.next(timestamp: 5_000)
        #expect(further == nil)
    }

    @Test("What can't be sent as keys is refused with a sentence")
    func refusesNonsense() async throws {
        let engine = try makeEngine()
        let (port, other) = (try engine.openPort(), try engine.openPort())
        let without = VoiceLeg(
            engine: engine,
            port: other,
            parameters: try parameters(to: port.localPort, telephoneEvent: nil)
        )
        let leg = VoiceLeg(engine: engine, port: port, parameters: try parameters(to: other.localPort))
        #expect(throws: MediaError.self) { try leg.send(digits: "12x") }
        #expect(throws: MediaError.self) { try leg.send(digits: String(repeating: "1", count: 65)) }
        #expect(throws: MediaError.self) { try without.send(digits: "1") }
    }
}
