import Foundation
import Telephony
import Testing

@testable import PhoneNetwork

/// Calls that come to nothing, each in its own way.
@Suite(.serialized) struct SetupTests {
    @Test func everyRefusalHasItsStatusAndCause() async throws {
        let plan: [NumberPlan.Line] = [
            .init(.exactly("486"), .busy),
            .init(.exactly("603"), .rejects(after: .milliseconds(50))),
            .init(.exactly("404"), .unallocated(announces: false)),
            .init(.exactly("5030"), .unavailable(retryAfterSeconds: nil)),
            .init(.exactly("5037"), .unavailable(retryAfterSeconds: 7)),
        ]
        try await ExchangeBench.run(plan) { bench in
            let expected: [(String, Int, Int, DialOutcome, Int?)] = [
                ("486", 486, 17, .busy, nil), ("603", 603, 21, .rejected, nil), ("404", 404, 1, .wrongNumber, nil),
                ("5030", 503, 34, .congestion, nil), ("5037", 503, 34, .congestion, 7),
                ("99999", 404, 1, .wrongNumber, nil),
            ]
            for (number, status, cause, outcome, retryAfter) in expected {
                let end = try await bench.end(of: number)
                #expect(end.status == status, "\(number)")
                #expect(end.cause == cause, "\(number)")
                #expect(end.outcome == outcome, "\(number)")
                #expect(end.retryAfter == retryAfter, "\(number)")
                #expect(end.wasRinging == (number == "603"), "\(number)")
            }
            let events = try await bench.endedLog(calls: expected.count).map(\.event)
            #expect(events.count { $0 == .challenged } == expected.count)
            #expect(events.count { $0 == .authenticated(user: "dialerd") } == expected.count)
            #expect(events.count { $0 == .ringing(status: 180) } == 1)
        }
    }

    @Test func whoeverDoesNotKnowThePasswordIsKeptOut() async throws {
        try await ExchangeBench.run([.init(.prefix("1"), .busy)]) { bench in
            let wrong = SIPCredentials(username: "dialerd", password: "guess")
            #expect(try await bench.end(of: "1", credentials: wrong).status == 403)
            let unknown = SIPCredentials(username: "nobody", password: "correct horse")
            #expect(try await bench.end(of: "1", credentials: unknown).status == 403)
            #expect(try await bench.end(of: "1", credentials: nil).status == 401)
            let events = try bench.log().map(\.event)
            #expect(events.count { $0 == .refusedCredentials } == 2)
            #expect(!events.contains(.rejected(status: 486)))
        }
    }

    @Test func whoNeverAnswersRingsUntilTheCallerGivesUp() async throws {
        try await ExchangeBench.run([.init(.exactly("2"), .neverAnswers)]) { bench in
            let placed = try await bench.call("2", attempt: 12, ringLimit: .milliseconds(300))
            defer { placed.port.close() }
            let end = try await placed.ended()
            #expect(end.wasRinging)
            #expect(!end.wasAnswered)
            let entries = try await bench.endedLog()
            #expect(entries.contains { $0.event == .cancelled })
            let attempt = ExchangeSummary(entries).attempts[12]
            #expect(attempt?.invites == 1)
            #expect(attempt?.rang == 1)
            #expect(attempt?.answered == 0)
            #expect(attempt?.cancelled == 1)
        }
    }

    @Test func unallocatedNumberIsAnnouncedWithTheSpecialInformationTone() async throws {
        try await ExchangeBench.run([.init(.exactly("3"), .unallocated(announces: true))]) { bench in
            let placed = try await bench.call("3")
            let (status, audio) = try await placed.earlyMedia()
            #expect(status == 183)
            let listener = Listener()
            let leg = FrameLeg(
                engine: bench.engine,
                port: placed.port,
                parameters: try placed.parameters(audio),
                exchange: listener.exchange()
            )
            let end = try await placed.ended()
            #expect(end.status == 404)
            #expect(end.cause == 1)
            await leg.close()
            for hertz in [950.0, 1_400, 1_800] {
                #expect((0.2...0.4).contains(listener.seconds(of: hertz)), "\(hertz) Hz")
            }
            #expect(ExchangeSummary(try await bench.endedLog()).attempts[1]?.rang == 0)
        }
    }

    @Test func earlyMediaBringsTheRingBackToneAndThenTheAnswer() async throws {
        let subscriber = Answering(after: .milliseconds(1_200), alert: .earlyMedia)
        try await ExchangeBench.run([.init(.exactly("4"), .answers(subscriber))]) { bench in
            let placed = try await bench.call("4")
            let (status, audio) = try await placed.earlyMedia()
            #expect(status == 183)
            let listener = Listener()
            let leg = FrameLeg(
                engine: bench.engine,
                port: placed.port,
                parameters: try placed.parameters(audio),
                exchange: listener.exchange()
            )
            #expect(try await placed.answer() == audio)
            await placed.call.hangUp()
            #expect(try await placed.ended().wasAnswered)
            await leg.close()
            #expect((0.7...1.05).contains(listener.seconds(of: 450)))
        }
    }

    @Test func fullExchangeTakesNoMoreCalls() async throws {
        let silent = SubscriberBehaviour.answers(Answering(after: .zero))
        try await ExchangeBench.run([.init(.exactly("5"), silent)]) { configuration, _ in
            configuration.maximumCalls = 1
        } body: { bench in
            let first = try await bench.call("5", attempt: 1)
            _ = try await first.answer()
            #expect(try await bench.end(of: "5").status == 503)
            await first.call.hangUp()
            _ = try await first.ended()
            first.port.close()
        }
    }

    @Test func shuttingDownEndsCallsPromptly() async throws {
        let silent = SubscriberBehaviour.answers(Answering(after: .zero))
        var end: CallEnd?
        let clock = ContinuousClock()
        var began = clock.now
        try await ExchangeBench.run([.init(.exactly("6"), silent)]) { bench in
            let placed = try await bench.call("6")
            _ = try await placed.answer()
            began = clock.now
            let service = Task { await bench.exchange.run() }
            service.cancel()
            await service.value
            end = try await placed.ended()
            placed.port.close()
        }
        #expect(end?.party == .peer)
        #expect(clock.now - began < .seconds(4))
    }

    @Test func garbageOnThePortHurtsNobody() async throws {
        try await ExchangeBench.run([.init(.exactly("1"), .busy)]) { bench in
            throwGarbage(at: bench.exchange.port)
            let end = try await bench.end(of: "1")
            #expect(end.status == 486)
        }
    }

    private func throwGarbage(at port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var random = FixedNoise(state: 20_261_121)
        let start = Array(
            "INVITE sip:1@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9\r\nContent-Length: 9999\r\n".utf8)
        for size in 0..<200 {
            let noise = (0..<size * 5).map { _ in UInt8.random(in: 0...255, using: &random) }
            let bytes = size % 2 == 0 ? noise : start + noise
            _ = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                    sendto(descriptor, bytes, bytes.count, 0, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
    }

    @Test func portInUseIsSaidWithASentence() async throws {
        try await ExchangeBench.run([]) { bench in
            var configuration = ExchangeConfiguration()
            configuration.port = bench.exchange.port
            await #expect(throws: PhoneNetworkError.self) { try await Exchange.open(configuration) }
        }
    }
}

/// The same noise in every run (SplitMix64).
private struct FixedNoise: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
