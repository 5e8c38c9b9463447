import AsyncHTTPClient
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
        configuration: ConsoleConfiguration = ConsoleConfiguration(port: 0),
        pagePicture: @escaping FaxPagePicture = { _, _ in nil },
        _ test: @Sendable (RunningConsole) async throws -> Void
    ) async throws {
        let (addresses, listening) = AsyncStream.makeStream(of: String.self)
        let server = try ConsoleServer(
            configuration,
            board: board,
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
        let response = try await execute(path, headers)
        return Answer(
            status: Int(response.status.code),
            headers: Dictionary(response.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { one, _ in one }),
            body: Array(buffer: try await response.body.collect(upTo: 1 << 20))
        )
    }

    func events(headers: [(String, String)] = []) async throws -> EventReader {
        EventReader(try await execute("events", headers))
    }

    private func execute(_ path: String, _ headers: [(String, String)]) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: address + path)
        request.headers = HTTPHeaders(headers)
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
struct EventReader {
    let contentType: String?
    private var chunks: HTTPClientResponse.Body.AsyncIterator
    private var received = ""

    fileprivate init(_ response: HTTPClientResponse) {
        contentType = response.headers.first(name: "Content-Type")
        chunks = response.body.makeAsyncIterator()
    }

    /// The next state; nil when the stream has ended.
    mutating func next() async throws -> LiveState? {
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

    private func decode(_ json: Substring) throws -> LiveState {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .millisecondsSince1970
        return try decoder.decode(LiveState.self, from: Data(json.utf8))
    }
}
