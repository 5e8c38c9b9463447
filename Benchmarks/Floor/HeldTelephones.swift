import CMediaIO
import Synchronization
import Telephony

/// Telephones that answer at once, and note when they begin to hear something.
final class HeldTelephones: Sendable {
    /// When a telephone began to hear something after 200 ms of nothing; of programs of others, when it was sent.
    ///
    /// Units: nanoseconds of the machine's monotonic clock, which is one for all processes.
    struct Onset: Codable {
        var number: String
        var at: Int64
    }

    let endpoint: SIPEndpoint
    private let media: MediaEngine
    private let heard = Mutex<[Onset]>([])

    init() async throws {
        endpoint = try await SIPEndpoint()
        media = try MediaEngine(threads: 1, bindAddress: "127.0.0.1", ports: 42_000...42_999)
    }

    var onsets: [Onset] { heard.withLock { $0 } }

    func answer() async {
        for await call in endpoint.incomingCalls { await take(call) }
    }

    private func take(_ call: SIPCall) async {
        guard let port = try? media.openPort() else { return await call.reject(status: 503) }
        let local = LocalAudio(host: "127.0.0.1", port: port.localPort)
        let origin = SessionOrigin(id: UInt64(call.id) + 1, host: "127.0.0.1")
        guard let (answer, audio) = call.offer?.answeredWithAudio(local, origin: origin),
            let address = MediaAddress(host: audio.remoteHost, port: audio.remotePort)
        else { return await call.reject(status: 488) }
        await call.answer(with: answer)
        let remote = MediaRemote(
            address: address, codec: audio.codec, telephoneEvent: audio.telephoneEventPayloadType)
        let number = call.calledNumber
        let leg = FrameLeg(
            engine: media, port: port, parameters: MediaParameters(remote: remote), exchange: listen(number))
        Task {
            for await event in call.events { if case .ended = event { await leg.close() } }
        }
    }

    private func listen(_ number: String) -> sending FrameExchange {
        var quietFrames = 10
        return { [self] received, _, _ in
            var loudest: Int16 = 0
            for index in received.indices { loudest = max(loudest, received[index].magnitude < 500 ? 0 : 500) }
            if loudest == 0 {
                quietFrames += 1
            } else {
                if quietFrames >= 10 {
                    let onset = Onset(number: number, at: CMediaIO_now())
                    heard.withLock { $0.append(onset) }
                }
                quietFrames = 0
            }
        }
    }
}
