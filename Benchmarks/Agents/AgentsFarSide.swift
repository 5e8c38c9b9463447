import ArgumentParser
import CMediaIO
import Foundation
import PhoneNetwork
import Synchronization
import Telephony

/// Customers and agents' telephones, in a process of their own.
struct AgentsFarSide: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agents-far-side", abstract: "Customers and agents' telephones for `agents`.", shouldDisplay: false
    )

    /// Where it can be reached, as the first line that it prints.
    struct Ports: Codable {
        var exchange: UInt16
        var telephones: UInt16
    }

    /// When an agent's telephone began to hear something after 200 ms of nothing; of programs of others, when it was sent.
    ///
    /// Units: nanoseconds of the machine's monotonic clock, which is one for all processes.
    struct Onset: Codable {
        var number: String
        var at: Int64
    }

    struct Onsets: Codable {
        var all: [Onset]
        /// Whether we were allowed to look at what programs of others are sent.
        var isWireWatched: Bool
    }

    @Option var dialerPort: UInt16
    @Option var seconds: Int
    @Option var folder: String
    /// Agents' telephones that are programs of others.
    @Option var foreign: Int

    func run() async throws {
        let exchange = try await Exchange.open(configuration())
        let telephones = try await Telephones()
        let watch = WireWatch(telephones: foreign)
        let ports = Ports(exchange: exchange.port, telephones: telephones.endpoint.localPort)
        try FileHandle.standardOutput.write(contentsOf: JSONEncoder().encode(ports) + Data("\n".utf8))
        let carrying = Task { await exchange.run() }
        let answering = Task { await telephones.answer() }
        // Until the other side has gone: then there is nothing more to read.
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                while readLine() != nil {}
                continuation.resume()
            }
        }
        carrying.cancel()
        answering.cancel()
        let onsets = Onsets(all: telephones.onsets + (watch?.onsets ?? []), isWireWatched: watch != nil)
        try JSONEncoder().encode(onsets).write(to: URL(filePath: folder).appending(path: "onsets.json"))
    }

    /// By the last digit: busy, away, or talking for 8 to 40 seconds; some press 0 to have an agent.
    private func configuration() -> ExchangeConfiguration {
        var configuration = ExchangeConfiguration()
        configuration.mediaPorts = 40_000...41_999
        configuration.users = [.init(name: AgentsBenchmark.user, password: AgentsBenchmark.user)]
        configuration.dialer = .init(port: dialerPort)
        func talks(_ seconds: Int, after: Int, _ first: [SubscriberScript.Step] = []) -> SubscriberBehaviour {
            .answers(
                Answering(
                    after: .seconds(after),
                    script: SubscriberScript(first + [.speak(.speech(.seconds(seconds))), .hangUp])))
        }
        let asks: [SubscriberScript.Step] = [.wait(.seconds(3)), .press("0"), .wait(.seconds(2))]
        let behaviours: [SubscriberBehaviour] = [
            .busy, .neverAnswers, talks(8, after: 2), talks(40, after: 1), talks(20, after: 3),
            talks(15, after: 2, asks),
            talks(25, after: 1), talks(12, after: 4, asks), talks(30, after: 2), .unallocated(announces: false),
        ]
        configuration.plan = NumberPlan(
            behaviours.enumerated().map { .init(.suffix("\($0.offset)"), $0.element) })
        let wait = SubscriberScript.Step.wait(.seconds(2))
        configuration.callers = (0..<4).map { index in
            ScheduledCaller(
                number: "0216100000\(index)", dials: "170", firstAfter: .seconds(5 * index), every: .seconds(60),
                times: max(1, seconds / 60),
                script: SubscriberScript([
                    wait, .press("2"), wait, .press("02161000000#"), wait, .press("\(AgentsBenchmark.password)#"), wait,
                    .press("0"), wait, .speak(.speech(.seconds(20))), .hangUp,
                ]))
        }
        return configuration
    }
}

/// Telephones that answer at once, and note when they begin to hear something.
private final class Telephones: Sendable {
    let endpoint: SIPEndpoint
    private let media: MediaEngine
    private let heard = Mutex<[AgentsFarSide.Onset]>([])

    init() async throws {
        endpoint = try await SIPEndpoint()
        media = try MediaEngine(threads: 1, bindAddress: "127.0.0.1", ports: 42_000...42_999)
    }

    var onsets: [AgentsFarSide.Onset] { heard.withLock { $0 } }

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
                    let onset = AgentsFarSide.Onset(number: number, at: CMediaIO_now())
                    heard.withLock { $0.append(onset) }
                }
                quietFrames = 0
            }
        }
    }
}
