import Foundation
import Synchronization
import Telephony
import Testing

@testable import PhoneNetwork

/// A running exchange and a caller on its trunk: our own endpoint, as the dialer has it.
struct ExchangeBench: Sendable {
    let exchange: Exchange
    let endpoint: SIPEndpoint
    let engine: MediaEngine
    let folder: URL

    static let credentials = SIPCredentials(username: "dialerd", password: "correct horse")
    /// Tests run side by side and share nothing but the machine: each takes its own piece of the range.
    private static let nextPort = Atomic<Int>(0)

    static func ports() -> ClosedRange<UInt16> {
        let piece = UInt16(nextPort.wrappingAdd(1, ordering: .relaxed).oldValue % 30)
        return (15_900 + piece * 10)...(15_909 + piece * 10)
    }

    /// Runs a test against an exchange with these subscribers, and ends both afterwards.
    static func run(
        _ lines: [NumberPlan.Line],
        configure: (inout ExchangeConfiguration, SIPEndpoint) -> Void = { _, _ in },
        body: (ExchangeBench) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "exchange-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let endpoint = try await SIPEndpoint()
        var configuration = ExchangeConfiguration()
        configuration.mediaPorts = ports()
        configuration.users = [.init(name: credentials.username, password: credentials.password)]
        configuration.logPath = folder.appending(path: "exchange.jsonl").path
        configuration.faxFolder = folder.appending(path: "faxes").path
        configuration.plan = NumberPlan(lines)
        configure(&configuration, endpoint)
        let exchange = try await Exchange.open(configuration)
        let service = Task { await exchange.run() }
        let engine = try MediaEngine(threads: 1, bindAddress: "127.0.0.1", ports: ports())
        let bench = ExchangeBench(exchange: exchange, endpoint: endpoint, engine: engine, folder: folder)
        do {
            try await body(bench)
        } catch {
            service.cancel()
            await service.value
            await endpoint.shutDown()
            throw error
        }
        service.cancel()
        await service.value
        await endpoint.shutDown()
    }

    /// Places a call; its media port is bound already.
    func call(
        _ number: String,
        attempt: Int = 1,
        credentials: SIPCredentials? = credentials,
        ringLimit: Duration = .seconds(20)
    ) async throws -> PlacedCall {
        let port = try engine.openPort()
        let local = LocalAudio(host: "127.0.0.1", port: port.localPort)
        let call = try await endpoint.placeCall(
            Invitation(
                host: "127.0.0.1",
                port: exchange.port,
                number: number,
                callerID: "10000",
                callID: "a\(attempt)-\(UUID().uuidString.prefix(6))-1@127.0.0.1",
                offer: .audioOffer(local, origin: SessionOrigin(id: 1, host: "127.0.0.1")),
                credentials: credentials,
                ringLimit: ringLimit
            )
        )
        return PlacedCall(call: call, port: port, engine: engine)
    }

    /// How a call ends to which nothing is done.
    func end(of number: String, credentials: SIPCredentials? = credentials) async throws -> CallEnd {
        let placed = try await call(number, credentials: credentials)
        defer { placed.port.close() }
        return try await placed.ended()
    }

    /// The exchange's own account, complete once its `ended` is written.
    func log() throws -> [ExchangeEntry] {
        try ExchangeLog.read(from: folder.appending(path: "exchange.jsonl").path)
    }

    /// Waits until the exchange has written down the end of so many calls.
    func endedLog(calls: Int = 1) async throws -> [ExchangeEntry] {
        let news = exchange.log.entries()
        @Sendable func ends(_ entries: [ExchangeEntry]) -> Int {
            entries.count { if case .ended = $0.event { true } else { false } }
        }
        if ends(try log()) < calls {
            try await within(.seconds(30), "the log of the end") {
                for await entry in news {
                    if case .ended = entry.event, ends(try log()) >= calls { return }
                }
            }
        }
        return try log()
    }
}

/// A call of the test to the exchange.
struct PlacedCall: Sendable {
    let call: SIPCall
    let port: MediaPort
    let engine: MediaEngine

    func ended() async throws -> CallEnd {
        try await next("the end") { if case .ended(let end) = $0 { end } else { nil } }
    }

    /// Waits for the answer and starts a leg as it says.
    func answered() async throws -> VoiceLeg {
        try VoiceLeg(engine: engine, port: port, parameters: parameters(try await answer()))
    }

    func answer() async throws -> NegotiatedAudio {
        let answer = try await next("the answer") { if case .answered(let sdp) = $0 { sdp } else { nil } }
        let offer = try #require(call.offer)
        return try #require(answer.audioAgreed(offer: offer))
    }

    func earlyMedia() async throws -> (status: Int, audio: NegotiatedAudio) {
        try await next("early media") { event in
            guard case .progress(let status, let sdp?) = event, let offer = call.offer,
                let audio = sdp.audioAgreed(offer: offer)
            else { return nil }
            return (status, audio)
        }
    }

    func parameters(_ audio: NegotiatedAudio) throws -> MediaParameters {
        let address = try #require(MediaAddress(host: audio.remoteHost, port: audio.remotePort))
        return MediaParameters(remote: MediaRemote(audio, at: address))
    }

    private func next<Found: Sendable>(
        _ what: String,
        _ find: @escaping @Sendable (SIPCallEvent) throws -> Found?
    ) async throws -> Found {
        try await within(.seconds(25), what) {
            for await event in call.events {
                if let found = try find(event) { return found }
                if case .ended(let end) = event {
                    throw Missed("\(what) did not come: \(end.outcome) \(end.status ?? 0)")
                }
            }
            throw Missed("\(what) did not come: no more events")
        }
    }
}

struct Missed: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Waits for something, but no longer than the limit.
func within<Result: Sendable>(
    _ limit: Duration,
    _ what: String,
    _ wait: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result.self) { group in
        group.addTask { try await wait() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw Missed("\(what) did not come within \(limit)")
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw Missed(what) }
        return first
    }
}

/// Hears a call: linear samples, kept for looking at.
final class Listener: Sendable {
    private let samples = Mutex<[Int16]>([])

    func exchange() -> sending FrameExchange {
        { [self] received, _, origin in
            guard origin != .silence else { return }
            samples.withLock { samples in
                for index in received.indices { samples.append(received[index]) }
            }
        }
    }

    var heard: [Int16] { samples.withLock { $0 } }

    /// The seconds during which this frequency is what is heard.
    func seconds(of hertz: Double) -> Double { Double(frames(of: hertz).count) * 0.02 }

    /// The frames of 20 ms that hold nothing but this frequency (Goertzel), by their place.
    func frames(of hertz: Double) -> [Int] {
        let heard = heard
        return (0..<heard.count / 160).filter { frame in
            let step = 2 * Double.pi * hertz / 8_000
            var (real, imaginary, energy) = (0.0, 0.0, 0.0)
            for index in 0..<160 {
                let sample = Double(heard[frame * 160 + index])
                real += sample * cos(step * Double(index))
                imaginary += sample * sin(step * Double(index))
                energy += sample * sample
            }
            return energy > 160 * 1_000_000 && 2 * (real * real + imaginary * imaginary) > 0.8 * energy * 160
        }
    }
}
