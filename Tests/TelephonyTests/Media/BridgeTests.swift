import Foundation
import Synchronization
import Testing

@testable import Telephony

/// Telephones that each whistle a tone of their own, and what comes out at the others.
@Suite struct BridgeTests {
    /// A tone without end.
    private final class Whistle: Sendable {
        private let hertz: Double
        private let said = Atomic(0)

        init(_ hertz: Double) { self.hertz = hertz }

        func frame() -> [Int16] {
            let start = said.add(AudioFrame.samples, ordering: .relaxed).oldValue
            return (start..<start + AudioFrame.samples).map {
                Int16(6_000 * sin(2 * .pi * hertz * Double($0) / 8_000))
            }
        }
    }

    /// A telephone at the far end of one of our legs.
    private final class Phone: Sendable {
        let leg: VoiceLeg
        private let engine: MediaEngine
        private let telephone: FrameLeg
        private let recorder = Recorder()

        init(_ engine: MediaEngine, _ hertz: Double, _ codec: AudioCodec = .pcma) throws {
            self.engine = engine
            let (ours, theirs) = (try engine.openPort(), try engine.openPort())
            let (recorder, whistle) = (recorder, Whistle(hertz))
            telephone = FrameLeg(
                engine: engine, port: theirs, parameters: try parameters(to: ours.localPort, codec: codec)
            ) { received, transmitted, _ in
                recorder.append(received)
                for sample in whistle.frame() { transmitted.append(sample) }
            }
            leg = VoiceLeg(engine: engine, port: ours, parameters: try parameters(to: theirs.localPort, codec: codec))
        }

        /// Which of these tones are heard in a quarter of a second, from 300 ms after now.
        func hears(_ tones: [Double]) -> [Double] {
            let start = recorder.samples.count + 2_400
            while recorder.samples.count < start + 2_000 { engine.tick() }
            let heard = recorder.samples[start..<start + 2_000]
            return tones.filter { Self.level(of: $0, in: heard) > 500 }
        }

        /// The amplitude of a tone (Goertzel's sums, written out).
        static func level(of hertz: Double, in samples: ArraySlice<Int16>) -> Double {
            var (real, imaginary) = (0.0, 0.0)
            for (index, sample) in samples.enumerated() {
                let angle = 2 * Double.pi * hertz * Double(index) / 8_000
                real += Double(sample) * cos(angle)
                imaginary += Double(sample) * sin(angle)
            }
            return 2 * (real * real + imaginary * imaginary).squareRoot() / Double(samples.count)
        }

        func hangUp() {
            for leg in [leg, telephone] { leg.post(.end(isDetached: false)) }
            engine.tick()
        }
    }

    private static let tones = [400.0, 700, 1_100]

    /// Customer, agent and supervisor, on threads and codecs of their own.
    private func makePhones() throws -> [Phone] {
        let engine = try makeStillEngine(threads: 2)
        return try zip(Self.tones, [.pcma, .pcmu, .pcma]).map { try Phone(engine, $0, $1) }
    }

    private func expect(
        _ phones: [Phone], hear tones: [[Double]], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(phones.map { $0.hears(Self.tones) } == tones, sourceLocation: sourceLocation)
    }

    @Test func `two who are connected hear each other, and nobody else does`() throws {
        let phones = try makePhones()
        let (customer, agent) = (phones[0].leg, phones[1].leg)
        expect(phones, hear: [[], [], []])
        customer.hear([agent.voice])
        agent.hear([customer.voice])
        expect(phones, hear: [[700], [400], []])
        customer.hear([])
        expect(phones, hear: [[], [400], []])
    }

    @Test func `who listens in is heard by none, who whispers by one, who barges in by all`() throws {
        let phones = try makePhones()
        let (customer, agent, supervisor) = (phones[0].leg, phones[1].leg, phones[2].leg)
        customer.hear([agent.voice])
        agent.hear([customer.voice])
        supervisor.hear([customer.voice, agent.voice])
        expect(phones, hear: [[700], [400], [400, 700]])
        agent.hear([customer.voice, supervisor.voice])
        expect(phones, hear: [[700], [400, 1_100], [400, 700]])
        customer.hear([agent.voice, supervisor.voice])
        expect(phones, hear: [[700, 1_100], [400, 1_100], [400, 700]])
    }

    @Test func `on hold the customer has music in place of the agent, who hears nothing`() throws {
        let phones = try makePhones()
        let (customer, agent) = (phones[0].leg, phones[1].leg)
        customer.hear([agent.voice])
        agent.hear([customer.voice])
        let music = (0..<8_000).map { Int16(6_000 * sin(2 * .pi * 1_100 * Double($0) / 8_000)) }
        customer.play(Playlist(id: 1, clips: [PromptClip(linear: music)], passes: .max))
        agent.hear([])
        expect(phones, hear: [[1_100], [], []])
        customer.stopPlayback()
        agent.hear([customer.voice])
        expect(phones, hear: [[700], [400], []])
    }

    @Test func `a recording has what the customer says on the left and what she hears on the right`() async throws {
        let phones = try makePhones()
        let (customer, agent) = (phones[0].leg, phones[1].leg)
        customer.hear([agent.voice])
        expect([phones[0]], hear: [[700]])
        let file = FileManager.default.temporaryDirectory.appending(path: "recording-\(UUID().uuidString).wav")
        defer { try? FileManager.default.removeItem(at: file) }
        let recording = try Recording(of: customer, to: file)
        #expect(throws: MediaError.self) { try Recording(of: agent, to: file) }
        _ = phones[0].hears([])
        recording.pause()
        _ = phones[0].hears([])
        let result = try await recording.finish()
        let bytes = try [UInt8](Data(contentsOf: file))
        #expect(bytes.count == result.bytes && result.millisecondsLost == 0)
        #expect(result.milliseconds >= 1_000 && bytes.count == 58 + 16 * result.milliseconds)
        let table = G711.table(for: .pcma)
        let sides = (0...1).map { side in
            stride(from: 58 + side, to: bytes.count, by: 2).map { table.linear[Int(bytes[$0])] }
        }
        for (side, tone) in zip(sides, Self.tones) {
            let (said, paused) = (side[800..<2_800], side.suffix(1_600))
            let heard = Self.tones.filter { Phone.level(of: $0, in: said) > 500 }
            let isSilent = paused.allSatisfy { abs(Int($0)) <= 8 }
            #expect(heard == [tone] && isSilent)
        }
    }

    @Test func `a voice whose leg has ended is silent`() throws {
        let phones = try makePhones()
        phones[0].leg.hear([phones[1].leg.voice])
        expect([phones[0]], hear: [[700]])
        phones[1].hangUp()
        expect([phones[0]], hear: [[]])
    }
}
