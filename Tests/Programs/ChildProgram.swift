package import Foundation
import Glibc

/// A program that a test runs beside itself; it ends at the latest when the test lets go of it, also when the test fails.
package final class ChildProgram: Sendable {
    private let process = Process()
    private let exits: AsyncStream<Int32>

    /// - Parameters:
    ///   - home: where it looks for files of its own.
    ///   - input: what it reads.
    package init(
        _ path: String, _ arguments: [String], home: URL? = nil, input: Pipe? = nil
    ) throws {
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardInput = input ?? FileHandle.nullDevice as Any
        if let home { process.environment = ["HOME": home.path, "PATH": "/usr/bin:/bin"] }
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
        // Nobody is left to wait for it.
        kill()
    }

    /// Returns when the program has the port open: it says so nowhere, but the kernel does.
    ///
    /// - Parameter table: `udp` or `tcp`.
    package func opens(_ port: UInt16, _ table: String = "udp") async throws {
        let entry = String(format: ":%04X ", port)
        for _ in 0..<500 where process.isRunning {
            if openSockets(table).contains(where: { $0.contains(entry) }) { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw ProgramError(
            "\(process.executableURL?.lastPathComponent ?? "the program") did not open \(table) port \(port)")
    }

    /// As a crash ends it: kill -9.
    package func kill() { Glibc.kill(process.processIdentifier, SIGKILL) }

    package func exitStatus() async -> Int32 {
        for await status in exits { return status }
        return -1
    }
}

/// The lines of `/proc/net/udp` or `/proc/net/tcp`.
///
/// The kernel gives a page at a time, and what reads a file at once may take the first for all.
package func openSockets(_ table: String) -> [String] {
    guard let file = fopen("/proc/net/\(table)", "r") else { return [] }
    defer { fclose(file) }
    var lines: [String] = []
    var line = [CChar](repeating: 0, count: 512)
    while fgets(&line, Int32(line.count), file) != nil {
        lines.append(line.withUnsafeBufferPointer { String(cString: $0.baseAddress!) })
    }
    return lines
}

/// What a program of others did not do.
package struct ProgramError: Error, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}

/// Configuration and scenarios of programs of others.
package let interopFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Interop", directoryHint: .isDirectory)
