import Foundation
import Testing

@testable import Telephony

/// SIPp as a child process: a far end that shares no line of code with us.
struct SIPp {
    static let path = "/usr/bin/sipp"
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    let port: UInt16
    private let process = Process()
    private let exits: AsyncStream<Int32>

    /// Starts a scenario of `Tests/Interop/sipp` for one call.
    ///
    /// - Parameter target: our port, for a scenario that calls; nil for one that is called.
    init(_ scenario: String, port: UInt16, target: UInt16? = nil) async throws {
        self.port = port
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Interop/sipp")
        process.executableURL = URL(filePath: Self.path)
        process.arguments =
            (target.map { ["127.0.0.1:\($0)"] } ?? []) + [
                "-sf", folder.appending(path: scenario + ".xml").path, "-i", "127.0.0.1", "-p", String(port), "-m", "1",
                "-timeout", "12", "-timeout_error", "-nostdin", "-nr",
            ]
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
        // It says nowhere that it listens, but the kernel does.
        let entry = String(format: ":%04X ", port)
        for _ in 0..<200 {
            if try String(contentsOfFile: "/proc/net/udp", encoding: .utf8).contains(entry) { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("sipp did not open port \(port)")
    }

    /// 0 when the scenario went to its end as written.
    func exitStatus() async -> Int32 {
        for await status in exits { return status }
        return -1
    }
}
