import Synchronization
import Telephony
import Testing

@testable import Dialer

/// Somebody outside behind the trunk, who rings, answers and refuses when the test says so.
final class TestOutside: Sendable {
    let endpoint: SIPEndpoint
    private let media: MediaEngine
    private let calls: AsyncStream<SIPCall>
    private let seen = Mutex<[String]>([])

    init(_ media: MediaEngine) async throws {
        endpoint = try await SIPEndpoint()
        self.media = media
        let (calls, continuation) = AsyncStream.makeStream(of: SIPCall.self)
        self.calls = calls
        Task { [weak self, incoming = endpoint.incomingCalls] in
            for await call in incoming {
                self?.seen.withLock { $0.append(call.calledNumber) }
                await call.ring()
                continuation.yield(call)
            }
        }
    }

    /// The numbers that were rung so far, each as often as it was.
    var rung: [String] { seen.withLock { $0 } }

    /// The next call, which rings.
    func rings() async throws -> SIPCall {
        try await within(.seconds(30), "a call outside") { [calls] in
            for await call in calls { return call }
            throw Missed("a call outside")
        }
    }

    /// Takes it, and whistles.
    func answer(_ call: SIPCall, whistling hertz: Double = 1_900) async throws -> TestTelephones.Call {
        let port = try media.openPort()
        let local = LocalAudio(host: "127.0.0.1", port: port.localPort)
        let (answer, audio) = try #require(call.offer?.answeredWithAudio(local, origin: .new(host: "127.0.0.1")))
        let remote = try #require(MediaRemote(audio))
        await call.answer(with: answer)
        let ear = Ear(whistling: hertz)
        let leg = FrameLeg(
            engine: media, port: port, parameters: MediaParameters(remote: remote), exchange: ear.exchange())
        return TestTelephones.Call(signalling: call, leg: leg, ear: ear)
    }

    /// Returns when the dialer has hung up, or has given it up.
    func ends(_ call: SIPCall) async throws {
        try await within(.seconds(30), "the end of a call outside") {
            for await event in call.events { if case .ended = event { return } }
        }
    }
}
