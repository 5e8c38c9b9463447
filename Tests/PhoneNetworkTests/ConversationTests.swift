import Foundation
import Telephony
import Testing

@testable import PhoneNetwork

/// Answered calls: speaking, listening and keys, heard at the other end.
@Suite(.serialized) struct ConversationTests {
    private func answering(_ steps: [SubscriberScript.Step]) -> [NumberPlan.Line] {
        [.init(.exactly("1"), .answers(Answering(after: .milliseconds(50), script: SubscriberScript(steps))))]
    }

    @Test func whoHangsUpAtOnceSaysBye() async throws {
        try await ExchangeBench.run(answering([.hangUp])) { bench in
            let end = try await bench.end(of: "1")
            #expect(end.wasAnswered)
            #expect(end.party == .peer)
            let entries = try await bench.endedLog()
            #expect(ExchangeSummary(entries).attempts[1]?.endedBy == .exchange)
        }
    }

    @Test func keysOfTheScriptArriveInOrder() async throws {
        try await ExchangeBench.run(answering([.press("13#"), .wait(.milliseconds(100)), .press("*0"), .hangUp])) {
            bench in
            let placed = try await bench.call("1", attempt: 5)
            let leg = try await placed.answered()
            let keys = try await within(.seconds(30), "five keys") {
                var keys = ""
                for await event in leg.events {
                    if case .digit(let key) = event { keys.append(key) }
                    if keys.count == 5 { break }
                }
                return keys
            }
            #expect(keys == "13#*0")
            #expect(try await placed.ended().party == .peer)
            await leg.close()
            #expect(ExchangeSummary(try await bench.endedLog()).attempts[5]?.keysSent == "13#*0")
        }
    }

    @Test func keysWaitForThePauseInTheAnnouncement() async throws {
        let script: [SubscriberScript.Step] = [
            .waitForPause(silence: .milliseconds(500), atMost: .seconds(10)), .press("7"),
        ]
        try await ExchangeBench.run(answering(script)) { bench in
            let placed = try await bench.call("1")
            let leg = try await placed.answered()
            let announcement = PromptClip(linear: try Waveform(.speech(.milliseconds(1_500))).samples)
            leg.play(Playlist(id: 1, clips: [announcement]))
            let clock = ContinuousClock()
            let pause = try await within(.seconds(30), "the key") {
                var finished = clock.now
                for await event in leg.events {
                    if case .playbackFinished = event { finished = clock.now }
                    if case .digit("7") = event { return clock.now - finished }
                }
                throw Missed("no key")
            }
            // 500 ms of silence after the voice, the jitter buffer's 60 ms each way, and the last syllable's gap of 50 ms.
            #expect(pause > .milliseconds(350) && pause < .milliseconds(1_200))
            await placed.call.hangUp()
            await leg.close()
            let heard = try await bench.endedLog().compactMap { entry -> Int? in
                if case .heard(let voiced, _) = entry.event { voiced } else { nil }
            }
            #expect((900...1_600).contains(heard.first ?? 0))
        }
    }

    @Test func whatTheCallerPressesIsWrittenDown() async throws {
        try await ExchangeBench.run(answering([])) { bench in
            let placed = try await bench.call("1", attempt: 6)
            let leg = try await placed.answered()
            let news = bench.exchange.log.entries()
            try leg.send(digits: "42")
            try await within(.seconds(30), "the keys in the log") {
                for await entry in news where entry.event == .keyReceived("2") { return }
            }
            await placed.call.hangUp()
            await leg.close()
            let keys = try await bench.endedLog().compactMap { entry -> String? in
                if case .keyReceived(let key) = entry.event { key } else { nil }
            }
            #expect(keys == ["4", "2"])
        }
    }

    @Test func callWhoseOtherEndHasDiedIsHungUp() async throws {
        try await ExchangeBench.run(answering([])) { configuration, _ in
            configuration.longestSilence = .milliseconds(400)
        } body: { bench in
            let placed = try await bench.call("1")
            _ = try await placed.answer()
            #expect(try await placed.ended().party == .peer)
            placed.port.close()
            let events = try await bench.endedLog().map(\.event)
            #expect(events.contains(.mediaLost))
        }
    }

    @Test func machineGreetsAndBeeps() async throws {
        let machine = AnsweringMachine(
            after: .milliseconds(50),
            greeting: .speech(.milliseconds(800)),
            pause: .milliseconds(300),
            beep: .tone(hertz: 1_000, .milliseconds(400)),
            records: .milliseconds(700)
        )
        try await ExchangeBench.run([.init(.exactly("1"), .machine(machine))]) { bench in
            let placed = try await bench.call("1")
            let audio = try await placed.answer()
            let listener = Listener()
            let leg = FrameLeg(
                engine: bench.engine,
                port: placed.port,
                parameters: try placed.parameters(audio),
                exchange: listener.exchange()
            )
            #expect(try await placed.ended().party == .peer)
            await leg.close()
            #expect((0.34...0.44).contains(listener.seconds(of: 1_000)))
            // Only after the greeting of 800 ms and the pause of 300 ms, less what was said before we listened.
            #expect(try #require(listener.frames(of: 1_000).first) > 48)
        }
    }

    @Test func recordingIsPlayedAsItIs() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "recording-\(UUID().uuidString).wav")
        defer { try? FileManager.default.removeItem(at: folder) }
        try wav(try Waveform(.tone(hertz: 600, .milliseconds(500))).samples).write(to: folder)
        try await ExchangeBench.run(answering([.speak(.recording(path: folder.path)), .hangUp])) { bench in
            let placed = try await bench.call("1")
            let audio = try await placed.answer()
            let listener = Listener()
            let leg = FrameLeg(
                engine: bench.engine,
                port: placed.port,
                parameters: try placed.parameters(audio),
                exchange: listener.exchange()
            )
            _ = try await placed.ended()
            await leg.close()
            #expect((0.38...0.54).contains(listener.seconds(of: 600)))
        }
    }

    private func wav(_ samples: [Int16]) -> Data {
        var data = Data()
        func number(_ value: Int, _ bytes: Int) {
            for byte in 0..<bytes { data.append(UInt8(value >> (8 * byte) & 0xFF)) }
        }
        data.append(Data("RIFF".utf8))
        number(36 + samples.count * 2, 4)
        data.append(Data("WAVEfmt ".utf8))
        for (value, bytes) in [(16, 4), (1, 2), (1, 2), (8_000, 4), (16_000, 4), (2, 2), (16, 2)] {
            number(value, bytes)
        }
        data.append(Data("data".utf8))
        number(samples.count * 2, 4)
        for sample in samples { number(Int(UInt16(bitPattern: sample)), 2) }
        return data
    }

    @Test func subscribersCallTheDialerOnTimeAndWorkItsMenu() async throws {
        let script = SubscriberScript([
            .waitForPause(silence: .milliseconds(400), atMost: .seconds(5)), .press("1"), .hangUp,
        ])
        try await ExchangeBench.run([]) { configuration, endpoint in
            configuration.dialer = .init(port: endpoint.localPort)
            configuration.callers = ["13900000001", "13900000002"].map {
                ScheduledCaller(number: $0, dials: "170", every: .milliseconds(200), times: 2, script: script)
            }
        } body: { bench in
            var callers: [String] = []
            try await withThrowingTaskGroup(of: String.self) { group in
                var calls = bench.endpoint.incomingCalls.makeAsyncIterator()
                for _ in 0..<4 {
                    let call = try #require(await calls.next())
                    #expect(call.calledNumber == "170")
                    callers.append(call.callingNumber)
                    group.addTask { try await serve(call, bench) }
                }
                for try await key in group { #expect(key == "1") }
            }
            #expect(callers.sorted() == ["13900000001", "13900000001", "13900000002", "13900000002"])
            let summary = ExchangeSummary(try await bench.endedLog(calls: 4))
            #expect(summary.dialled == 4)
            #expect(summary.dialledAnswered == 4)
        }
    }

    /// A menu of one announcement; gives the first key.
    private func serve(_ call: SIPCall, _ bench: ExchangeBench) async throws -> String {
        let port = try bench.engine.openPort()
        let local = LocalAudio(host: "127.0.0.1", port: port.localPort)
        let origin = SessionOrigin(id: 2, host: "127.0.0.1")
        let (answer, audio) = try #require(call.offer?.answeredWithAudio(local, origin: origin))
        let placed = PlacedCall(call: call, port: port, engine: bench.engine)
        let leg = VoiceLeg(engine: bench.engine, port: port, parameters: try placed.parameters(audio))
        await call.answer(with: answer)
        leg.play(Playlist(id: 1, clips: [PromptClip(linear: try Waveform(.speech(.milliseconds(600))).samples)]))
        let key = try await within(.seconds(30), "a key") {
            for await event in leg.events { if case .digit(let key) = event { return String(key) } }
            throw Missed("no key")
        }
        _ = try await placed.ended()
        await leg.close()
        return key
    }
}
