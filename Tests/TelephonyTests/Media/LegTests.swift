import Glibc
import Synchronization
import Testing

@testable import Telephony

@Suite("Legs")
struct LegTests {
    @Test("A far end behind NAT is followed, and nobody else is listened to afterwards")
    func symmetricRTP() async throws {
        let engine = try makeEngine()
        let (nat, stranger) = (try ScriptedSocket(engine), try ScriptedSocket(engine))
        let announced = try engine.openPort()
        let port = try engine.openPort()
        let leg = VoiceLeg(engine: engine, port: port, parameters: try parameters(to: announced.localPort))
        nat.sendAudio(to: port.localPort)
        _ = try await nat.receive()
        for _ in 0..<3 { stranger.sendAudio(to: port.localPort) }
        nat.take()
        // Ten frames later the strangers' packets have been seen.
        for _ in 0..<10 { _ = try await nat.receive() }
        let statistics = try await within { await leg.close() }
        #expect(statistics.packetsReceived == 1)
        #expect(statistics.foreignPackets == 3)
    }

    @Test("What came before the leg began, such as the network's ringing, is not taken for the far end's voice")
    func discardsRinging() async throws {
        let engine = try makeEngine()
        let far = try ScriptedSocket(engine)
        let port = try engine.openPort()
        for _ in 0..<100 { far.sendAudio(to: port.localPort) }
        let leg = VoiceLeg(engine: engine, port: port, parameters: try parameters(to: far.port.localPort))
        far.press(1, to: port.localPort)
        _ = try await leg.next { $0 == .digit("1") }
        let statistics = try await within { await leg.close() }
        #expect(statistics.packetsReceived <= 7)
        #expect(statistics.packetsLost == 0)
    }

    @Test("A stranger who was first loses the leg to the announced address")
    func announcedAddressWins() throws {
        let announced = MediaAddress(address: 1, port: 10)
        let stranger = MediaAddress(address: 2, port: 20)
        var latch = SourceLatch(announced: announced)
        func accepts(_ source: MediaAddress) -> Bool { latch.accepts(source) }
        #expect(accepts(stranger))
        #expect(latch.destination == stranger)
        #expect(accepts(announced))
        #expect(accepts(stranger) == false)
        latch.announce(announced)
        #expect(accepts(stranger) == false, "the same answer again opens nothing")
        latch.announce(stranger)
        #expect(accepts(stranger))
    }

    @Test("Silence of the far end is told once, after the configured time")
    func remoteSilent() async throws {
        let engine = try makeEngine()
        let (port, other) = (try engine.openPort(), try engine.openPort())
        var parameters = try parameters(to: other.localPort)
        parameters.silenceLimitMilliseconds = 100
        let leg = VoiceLeg(engine: engine, port: port, parameters: parameters)
        _ = try await leg.next { $0 == .remoteSilent }
        let statistics = try await within { await leg.close() }
        #expect(statistics.frames >= 5)
        #expect(try await leg.remainingEvents() == [.ended(statistics)])
    }

    @Test("A far end that suppresses silence but sends reports is not told as silent")
    func reportsAreLife() async throws {
        let engine = try makeEngine()
        let (port, far) = (try engine.openPort(), try engine.openPort())
        var parameters = try parameters(to: far.localPort)
        parameters.silenceLimitMilliseconds = 600
        let (stream, continuation) = AsyncStream.makeStream(of: MediaEvent.self)
        let leg = LegCore(port: port, parameters: parameters, part: VoicePart(), events: continuation)
        let roster = LegRoster()
        roster.add(leg)
        for _ in 0..<5 {
            // An empty receiver report (RFC 3550 §6.4.2). RTCP is read once in 25 frames.
            far.sendControl([0x80, 201, 0, 1, 0, 0, 0, 1], count: 8, to: port.local.control)
            for _ in 0..<25 { _ = roster.tick(isLate: false) }
        }
        #expect(leg.signals.free == SignalRing.capacity)
        for _ in 0..<30 { _ = roster.tick(isLate: false) }
        leg.commands.post(LegCommand(.end(isDetached: false)))
        _ = roster.tick(isLate: false)
        roster.pump()
        let events = await stream.reduce(into: []) { $0.append($1) }
        #expect(events == [.remoteSilent, .ended(leg.finalStatistics)])
    }

    @Test("A closed leg frees its ports and answers close() again; detach() is refused")
    func closes() async throws {
        let engine = try makeEngine()
        let port = try engine.openPort()
        let leg = VoiceLeg(engine: engine, port: port, parameters: try parameters(to: 9))
        let statistics = try await within { await leg.close() }
        let again = try await within { await leg.close() }
        #expect(again == statistics)
        await #expect(throws: MediaError.self) { _ = try await leg.detach() }
        let rebound = try MediaPort.bind(address: 0x7F00_0001, port: port.localPort)
        #expect(rebound != nil)
    }

    @Test("Legs end, with their last event, when the engine stops")
    func engineStops() async throws {
        var engine: MediaEngine? = try makeEngine()
        let port = try #require(try engine?.openPort())
        let leg = VoiceLeg(engine: try #require(engine), port: port, parameters: try parameters(to: 9))
        engine = nil
        let events = try await leg.remainingEvents()
        #expect(events.count == 1)
    }

    @Test("A leg moves with its sockets over a channel and its stream goes on unbroken")
    func movesToAnotherProcess() async throws {
        let (engine, worker) = (try makeEngine(), try makeEngine())
        let far = try ScriptedSocket(engine)
        let port = try engine.openPort()
        let local = port.localPort
        let leg = VoiceLeg(engine: engine, port: port, parameters: try parameters(to: far.port.localPort))
        _ = try await far.receive()
        let detached = try await leg.detach()
        let (parent, child) = try DescriptorChannel.pair()
        try parent.send(Array("leg".utf8), descriptors: detached.port.descriptors)
        detached.port.close()

        let message = try #require(try child.receive())
        #expect(message.bytes == Array("leg".utf8))
        let adopted = try MediaPort(adopting: message.descriptors[0], rtcp: message.descriptors[1])
        #expect(adopted.localPort == local)
        far.take()
        var continued = try parameters(to: far.port.localPort)
        continued.continuing = detached.state
        let frames = FrameLeg(engine: worker, port: adopted, parameters: continued) { _, transmitted, _ in
            transmitted.append(repeating: 0, count: 160)
        }
        let bytes = try await far.receive()
        let packet = try #require({ RTPPacket(bytes.span) }())
        #expect(packet.sequence == detached.state.stream.sequence)
        #expect(packet.timestamp == detached.state.stream.timestamp)
        #expect(packet.source == detached.state.stream.source)
        await frames.close()
        parent.close()
        #expect(try child.receive() == nil)
    }

    @Test("A frame leg turns into T.38 on the same socket, and carries its packets")
    func switchesToT38() async throws {
        let engine = try makeStillEngine(threads: 2)
        let (first, second) = (try engine.openPort(), try engine.openPort())
        let heard = Mutex<[UInt16]>([])
        let caller = FrameLeg(engine: engine, port: first, parameters: try parameters(to: second.localPort)) {
            _,
            _,
            _ in
        }
        let callee = FrameLeg(engine: engine, port: second, parameters: try parameters(to: first.localPort)) {
            _,
            _,
            _ in
        }
        for _ in 0..<5 { engine.tick() }
        _ = try await callee.next { $0 == .firstPacket }
        caller.switchToUDPTL(
            T38Parameters(remote: second.local),
            exchange: T38Exchange(receive: { _, _ in }, tick: { $0.emit(ifp: [0x06].span, copies: 2) })
        )
        callee.switchToUDPTL(
            T38Parameters(remote: first.local),
            exchange: T38Exchange(
                receive: { _, sequence in heard.withLock { $0.append(sequence) } },
                tick: { _ in }
            )
        )
        for _ in 0..<12 { engine.tick() }
        // Whichever packets met the audio part of the callee, recovery makes the numbers whole from the first on.
        let numbers = heard.withLock { $0 }
        #expect(numbers.count >= 10)
        #expect(numbers == Array(numbers[0]...(numbers[0] + UInt16(numbers.count) - 1)))
        callee.post(.end(isDetached: false))
        engine.tick()
        let statistics = await callee.close()
        #expect(statistics.ifpReceived >= 10)
        withExtendedLifetime(caller) {}
    }

    @Test("Lost frames fade for ears and repeat on and on for fax", arguments: [Concealment.fade, .keepRepeating])
    func conceals(concealment: Concealment) async throws {
        let engine = try makeStillEngine()
        let far = try ScriptedSocket(engine)
        let port = try engine.openPort()
        let recorder = Recorder()
        let leg = FrameLeg(
            engine: engine,
            port: port,
            parameters: try parameters(to: far.port.localPort),
            concealment: concealment
        ) { received, _, origin in
            if origin == .concealed { recorder.append(received) }
        }
        let loud = G711.table(for: .pcma).encode(16_000)
        for _ in 0..<4 { far.sendAudio(loud, to: port.localPort) }
        for _ in 0..<40 { engine.tick() }
        withExtendedLifetime(leg) {}
        // The 60 ms before the first packet's time are repeats of nothing.
        let repeated = recorder.samples.drop { $0.magnitude < 1_000 }
        #expect(repeated.count > 20 * 160 || concealment == .fade)
        let last = recorder.samples[29 * 160]
        #expect(concealment == .fade ? last.magnitude <= 1 : last > 15_000)
    }
}
