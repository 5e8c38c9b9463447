import AsyncHTTPClient
import Campaigns
import Dialer
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle

@testable import Console

/// A console on a free port, for the time of a test.
struct RunningConsole: Sendable {
    /// The page's address, such as `http://127.0.0.1:8170/`.
    let address: String
    let board: LiveBoard
    private let group: ServiceGroup

    var port: Int { URLComponents(string: address)?.port ?? 0 }

    /// Runs the console, hands it to the test, and shuts it down gracefully.
    static func with(
        board: LiveBoard = LiveBoard(pause: .milliseconds(1)),
        floor: AgentFloor? = nil,
        dispositions: DispositionDesk? = nil,
        campaigns: CampaignControl? = nil,
        access: ConsoleAccess? = nil,
        recordings: RecordingArchive? = nil,
        configuration: ConsoleConfiguration = ConsoleConfiguration(port: 0),
        pagePicture: @escaping FaxPagePicture = { _, _ in nil },
        _ test: @Sendable (RunningConsole) async throws -> Void
    ) async throws {
        let (addresses, listening) = AsyncStream.makeStream(of: String.self)
        let server = try ConsoleServer(
            configuration,
            board: board,
            floor: floor,
            dispositions: dispositions,
            campaigns: campaigns,
            access: access,
            recordings: recordings.map { ($0, zone: .gmt) },
            pagePicture: pagePicture,
            logger: .silent,
            onListening: { listening.yield($0) }
        )
        let group = ServiceGroup(services: [server], logger: .silent)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask {
                defer { listening.finish() }
                try await group.run()
            }
            for await address in addresses {
                let result: Result<Void, any Error>
                do {
                    result = .success(try await test(RunningConsole(address: address, board: board, group: group)))
                } catch {
                    result = .failure(error)
                }
                await group.triggerGracefulShutdown()
                try result.get()
            }
            try await tasks.waitForAll()
        }
    }

    /// Asks for the graceful shutdown that otherwise follows the test.
    func shutDown() async { await group.triggerGracefulShutdown() }

    func get(_ path: String, headers: [(String, String)] = []) async throws -> Answer {
        try await answer(try await execute(path, headers))
    }

    func post(
        _ path: String, _ body: String = "{}", headers: [(String, String)] = [("Content-Type", "application/json")]
    ) async throws -> Answer {
        try await answer(try await execute(path, headers, posting: body))
    }

    private func answer(_ response: HTTPClientResponse) async throws -> Answer {
        Answer(
            status: Int(response.status.code),
            headers: Dictionary(response.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { one, _ in one }),
            body: Array(buffer: try await response.body.collect(upTo: 1 << 20))
        )
    }

    func events(headers: [(String, String)] = []) async throws -> EventReader<LiveState> {
        EventReader(try await execute("events", headers))
    }

    /// What the page of an agent is told.
    func views(of number: String, headers: [(String, String)] = []) async throws -> EventReader<AgentMoment> {
        EventReader(try await execute("api/agents/\(number)/events", headers))
    }

    private func execute(
        _ path: String, _ headers: [(String, String)], posting body: String? = nil
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: address + path)
        request.headers = HTTPHeaders(headers)
        if let body {
            request.method = .POST
            request.body = .bytes(ByteBuffer(string: body))
        }
        return try await HTTPClient.shared.execute(request, timeout: .seconds(20))
    }
}

/// A whole answer.
struct Answer: Sendable {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
}

extension Logger {
    static var silent: Logger { Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() } }
}

/// Reads the states out of an event stream.
struct EventReader<State: Decodable> {
    let contentType: String?
    private var chunks: HTTPClientResponse.Body.AsyncIterator
    private var received = ""

    fileprivate init(_ response: HTTPClientResponse) {
        contentType = response.headers.first(name: "Content-Type")
        chunks = response.body.makeAsyncIterator()
    }

    /// The next state; nil when the stream has ended.
    mutating func next() async throws -> State? {
        while true {
            if let end = received.range(of: "\n\n") {
                let event = received[..<end.lowerBound]
                received = String(received[end.upperBound...])
                guard let data = event.split(separator: "\n").first(where: { $0.hasPrefix("data: ") }) else { continue }
                return try decode(data.dropFirst(6))
            }
            guard let chunk = try await chunks.next() else { return nil }
            received += String(buffer: chunk)
        }
    }

    /// The next state that is so.
    mutating func next(where isSo: (State) -> Bool) async throws -> State {
        while let state = try await next() { if isSo(state) { return state } }
        throw Ended()
    }

    struct Ended: Error {}

    private func decode(_ json: Substring) throws -> State {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .millisecondsSince1970
        return try decoder.decode(State.self, from: Data(json.utf8))
    }
}
