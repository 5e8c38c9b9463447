import ArgumentParser
import Foundation

/// A process of its own for customers and telephones, so that their CPU is not counted: a subcommand of this program.
final class FarSideProcess {
    /// Where it can be reached, as the first line that it prints.
    struct Ports: Codable {
        var exchange: UInt16
        var telephones: UInt16
    }

    let ports: Ports
    private let process = Process()
    private let input = Pipe()

    init(_ arguments: [String]) async throws {
        let output = Pipe()
        process.executableURL = URL(
            filePath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw ValidationError("The far side did not begin.") }
            line += piece
        }
        ports = try JSONDecoder().decode(Ports.self, from: line)
    }

    func end() throws {
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// In the far side: says where it is, and returns once who began it has gone: then there is nothing more to read.
    static func stand(at ports: Ports) async throws {
        try FileHandle.standardOutput.write(contentsOf: JSONEncoder().encode(ports) + Data("\n".utf8))
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                while readLine() != nil {}
                continuation.resume()
            }
        }
    }
}
