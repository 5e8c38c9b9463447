import Campaigns
import Foundation
import Programs
import Synchronization
import Telephony
import Testing

@testable import Dialer

/// What somebody at a telephone hears, and the tone that he whistles all the while.
final class Ear: Sendable {
    /// Tones that people whistle; none is near a note of the music.
    static let tones = [850.0, 1_100, 1_500, 1_900]

    private let frames: AsyncStream<[Int16]>
    private let frame: AsyncStream<[Int16]>.Continuation
    private let hertz: Double

    init(whistling hertz: Double) {
        self.hertz = hertz
        (frames, frame) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(20))
    }

    func exchange() -> sending FrameExchange {
        var said = 0
        return { [frame, hertz] received, transmitted, _ in
            frame.yield(received.indices.map { received[$0] })
            for sample in said..<said + 160 {
                transmitted.append(Int16(6_000 * sin(2 * .pi * hertz * Double(sample) / 8_000)))
            }
            said += 160
        }
    }

    /// Returns when just these tones are heard, for 200 ms on end.
    func hears(_ expected: [Double], sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let last = Mutex<[Double]>([])
        do {
            try await within(.seconds(30), "tones \(expected)") { [frames] in
                var (window, times) = ([Int16](), 0)
                for await frame in frames {
                    window = (window + frame).suffix(800)
                    let heard = Self.tones.filter { Self.level(of: $0, in: window) > 500 }
                    last.withLock { $0 = heard }
                    times = heard == expected && window.count == 800 ? times + 1 : 0
                    if times == 10 { return }
                }
            }
        } catch {
            Issue.record("heard \(last.withLock { $0 }), not \(expected)", sourceLocation: sourceLocation)
        }
    }

    /// The amplitude of a tone, by Goertzel's recurrence.
    static func level(of hertz: Double, in samples: [Int16]) -> Double {
        let coefficient = 2 * cos(2 * .pi * hertz / 8_000)
        var (last, before) = (0.0, 0.0)
        for sample in samples { (last, before) = (coefficient * last - before + Double(sample), last) }
        let power = last * last + before * before - coefficient * last * before
        return 2 * max(0, power).squareRoot() / Double(max(1, samples.count))
    }
}

/// The telephones of a test's agents: an endpoint of its own, at which each number is one telephone.
final class TestTelephones: Sendable {
    /// A call that one of them has taken.
    struct Call: Sendable {
        let signalling: SIPCall
        let leg: FrameLeg
        let ear: Ear

        func hangUp() async { await signalling.hangUp() }
    }

    let endpoint: SIPEndpoint
    private let media: MediaEngine
    /// Calls as they are taken, by the number that was rung.
    private let taken: [String: (stream: AsyncStream<Call>, AsyncStream<Call>.Continuation)]
    private let tones: [String: Double]

    /// - Parameter tones: what each telephone's agent whistles; who has none doesn't answer.
    init(_ tones: [String: Double]) async throws {
        endpoint = try await SIPEndpoint()
        media = try MediaEngine(threads: 1, bindAddress: "127.0.0.1", ports: TestPorts.range(of: 20))
        self.tones = tones
        var taken: [String: (stream: AsyncStream<Call>, AsyncStream<Call>.Continuation)] = [:]
        for number in tones.keys { taken[number] = AsyncStream.makeStream() }
        self.taken = taken
        Task { [weak self, calls = endpoint.incomingCalls] in
            for await call in calls { await self?.take(call) }
        }
    }

    /// An agent for each of them, all of one group.
    func roster(
        of group: String, heldOpen: Bool = true, wrapUp: Duration = .zero, outside: [OutsideNumber] = []
    ) -> AgentRoster {
        AgentRoster(
            tones.keys.sorted().map { number in
                Agent(
                    number: .test(number), name: "Agent \(number)", skills: [group: 1],
                    telephone: .fixed(number: number, host: "127.0.0.1", port: endpoint.localPort),
                    isHeldOpen: heldOpen)
            }, groups: [AgentGroup(name: group, title: group, wrapUp: wrapUp)], outside: outside)
    }

    /// The next call that a telephone takes.
    func answers(_ number: String) async throws -> Call {
        let stream = try #require(taken[number]?.stream)
        return try await within(.seconds(30), "a call to \(number)") {
            for await call in stream { return call }
            throw Missed("a call to \(number)")
        }
    }

    private func take(_ call: SIPCall) async {
        guard let hertz = tones[call.calledNumber], let port = try? media.openPort() else { return await call.ring() }
        let local = LocalAudio(host: "127.0.0.1", port: port.localPort)
        guard let (answer, audio) = call.offer?.answeredWithAudio(local, origin: .new(host: "127.0.0.1")),
            let remote = MediaRemote(audio)
        else { return await call.reject(status: 488) }
        await call.answer(with: answer)
        let ear = Ear(whistling: hertz)
        let leg = FrameLeg(
            engine: media, port: port, parameters: MediaParameters(remote: remote), exchange: ear.exchange())
        Task {
            for await event in call.events { if case .ended = event { await leg.close() } }
        }
        taken[call.calledNumber]?.1.yield(Call(signalling: call, leg: leg, ear: ear))
    }
}

/// A customer on the line, without a call flow.
struct TestCustomer: Sendable {
    /// Ours.
    let leg: VoiceLeg
    let ear: Ear
    /// Hers.
    private let telephone: FrameLeg

    init(_ media: MediaEngine, whistling hertz: Double) throws {
        let (ours, hers) = (try media.openPort(), try media.openPort())
        func parameters(_ port: MediaPort) -> MediaParameters {
            MediaParameters(remote: MediaRemote(address: port.local, codec: .pcma, telephoneEvent: 101))
        }
        ear = Ear(whistling: hertz)
        telephone = FrameLeg(engine: media, port: hers, parameters: parameters(ours), exchange: ear.exchange())
        leg = VoiceLeg(engine: media, port: ours, parameters: parameters(hers))
    }

    func hangUp() async {
        await telephone.close()
        await leg.close()
    }
}
