import Foundation
import Programs
import Testing

@testable import Telephony

/// Whole calls with signalling and voice, against a telephone that other people wrote.
@Suite(.serialized, .enabled(if: Baresip.isInstalled, "needs Debian's baresip-core"), .timeLimit(.minutes(1)))
struct BaresipTests {
    private let engine: MediaEngine

    init() throws { engine = try MediaEngine(threads: 1, bindAddress: "127.0.0.1", ports: 16_300...16_319) }

    /// Starts the voice as the two descriptions have settled it.
    private func speak(_ audio: NegotiatedAudio, on port: MediaPort, to ear: Ear) throws -> FrameLeg {
        let address = try #require(MediaAddress(host: audio.remoteHost, port: audio.remotePort))
        let remote = MediaRemote(
            address: address, codec: audio.codec, telephoneEvent: audio.telephoneEventPayloadType)
        return FrameLeg(
            engine: engine, port: port, parameters: MediaParameters(remote: remote), exchange: ear.exchange())
    }

    @Test func weCallAndHearItsTone() async throws {
        let baresip = try await Baresip(port: 16_400, source: .tone(hertz: 700))
        let endpoint = try await SIPEndpoint()
        let port = try engine.openPort()
        let offer = SessionDescription.audioOffer(
            LocalAudio(host: "127.0.0.1", port: port.localPort), origin: .sample)
        var invitation = Invitation.to(port: baresip.port)
        invitation.number = "baresip"
        invitation.offer = offer
        let call = try await endpoint.placeCall(invitation)
        var events = call.events.makeAsyncIterator()
        var agreed: NegotiatedAudio?
        #expect(
            await events.until { event in
                if case .answered(let answer) = event { agreed = answer?.audioAgreed(offer: offer) }
                return agreed != nil
            })
        let ear = Ear(listeningFor: 700)
        let leg = try speak(#require(agreed), on: port, to: ear)
        try await ear.hears(frames: 50)
        await call.hangUp()
        let end = try #require(await events.end())
        #expect(end.outcome == .answered && end.party == .us)
        let statistics = await leg.close()
        #expect(statistics.rejectedPackets == 0 && statistics.packetsReceived >= 50)
        await endpoint.shutDown()
    }

    @Test func itCallsHearsUsAndPressesKeys() async throws {
        let baresip = try await Baresip(port: 16_440, source: .echo)
        let endpoint = try await SIPEndpoint()
        try baresip.dial("sip:170@127.0.0.1:\(endpoint.localPort)")
        let call = try #require(await endpoint.firstCall())
        #expect(call.calledNumber == "170")
        var events = call.events.makeAsyncIterator()
        let port = try engine.openPort()
        let local = LocalAudio(host: "127.0.0.1", port: port.localPort)
        let (answer, audio) = try #require(call.offer?.answeredWithAudio(local, origin: .sample))
        await call.answer(with: answer)
        #expect(await events.next() == .answered(nil))
        // It plays back what it hears, so our tone comes through its decoder and its encoder.
        let ear = Ear(listeningFor: 1_000, speaking: 1_000)
        let leg = try speak(audio, on: port, to: ear)
        try await ear.hears(frames: 50)
        for key: Character in ["1", "7", "0", "#", "*"] {
            try baresip.press(key)
            #expect(try await leg.next { if case .digit = $0 { true } else { false } } == .digit(key))
        }
        try baresip.hangUp()
        let end = try #require(await events.end())
        #expect(end.outcome == .answered && end.party == .peer)
        #expect(await leg.close().keysReceived == 5)
        await endpoint.shutDown()
    }
}

/// Hears one frequency, and may speak one.
private final class Ear: Sendable {
    private let hertz: Double
    private let spoken: Double?
    private let frames: AsyncStream<Void>
    private let heard: AsyncStream<Void>.Continuation

    init(listeningFor hertz: Double, speaking spoken: Double? = nil) {
        self.hertz = hertz
        self.spoken = spoken
        (frames, heard) = AsyncStream.makeStream()
    }

    func exchange() -> sending FrameExchange {
        let (hertz, spoken, heard) = (hertz, spoken, heard)
        var time = 0
        return { received, sent, origin in
            if origin == .received, Self.holds(hertz, received) { heard.yield() }
            for _ in 0..<received.count {
                let angle = 2 * Double.pi * (spoken ?? 0) * Double(time) / 8_000
                sent.append(spoken == nil ? 0 : Int16(8_000 * sin(angle)))
                time += 1
            }
        }
    }

    /// Returns when so many frames held nothing but the frequency.
    func hears(frames count: Int) async throws {
        try await within { [frames] in
            var left = count
            for await _ in frames {
                left -= 1
                if left == 0 { return }
            }
        }
    }

    /// Goertzel's question with the plain sums: is nine tenths of the frame's energy here?
    private static func holds(_ hertz: Double, _ frame: Span<Int16>) -> Bool {
        var (real, imaginary, energy) = (0.0, 0.0, 0.0)
        for index in frame.indices {
            let (sample, angle) = (Double(frame[index]), 2 * Double.pi * hertz * Double(index) / 8_000)
            real += sample * cos(angle)
            imaginary += sample * sin(angle)
            energy += sample * sample
        }
        let count = Double(frame.count)
        return energy > count * 1_000_000 && 2 * (real * real + imaginary * imaginary) > 0.9 * energy * count
    }
}
