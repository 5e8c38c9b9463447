import Foundation
import Testing

/// A program that a test runs beside itself; it ends at the latest when the test lets go of it, also when the test fails.
final class ChildProgram: Sendable {
    private let process = Process()
    private let exits: AsyncStream<Int32>

    init(_ path: String, _ arguments: [String]) throws {
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        let (stream, continuation) = AsyncStream<Int32>.makeStream()
        exits = stream
        process.terminationHandler = {
            continuation.yield($0.terminationStatus)
            continuation.finish()
        }
        try process.run()
    }

    deinit {
        guard process.isRunning else { return }
        // Not asked but ended: nobody is left to wait for it.
        kill(process.processIdentifier, SIGKILL)
    }

    /// Returns when the program has the port open: it says so nowhere, but the kernel does.
    ///
    /// - Parameter table: `udp` or `tcp`.
    func opens(_ port: UInt16, _ table: String = "udp") async throws {
        let entry = String(format: ":%04X ", port)
        for _ in 0..<500 where process.isRunning {
            if try String(contentsOfFile: "/proc/net/\(table)", encoding: .utf8).contains(entry) { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("\(process.executableURL?.lastPathComponent ?? "the program") did not open \(table) port \(port)")
    }

    func exitStatus() async -> Int32 {
        for await status in exits { return status }
        return -1
    }
}
