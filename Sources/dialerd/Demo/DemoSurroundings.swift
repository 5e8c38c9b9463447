import Foundation
import FoundationNetworking
import UnixSignals

/// The live page's figures.
struct LivePage {
    let port: Int

    func lateFrames() async throws -> Int {
        struct Figures: Decodable { let lateFrames: Int }
        guard let url = URL(string: "http://127.0.0.1:\(port)/api/live") else { return 0 }
        let (body, _) = try await URLSession.shared.data(from: url)
        return try JSONDecoder().decode(Figures.self, from: body).lateFrames
    }
}

/// Where the recorded prompts are: beside this program's sources, or where the user says.
enum PromptsFolder {
    static func find(_ path: String?) throws -> URL {
        if let path { return URL(filePath: path, directoryHint: .isDirectory) }
        var folder = URL(filePath: Daemon.executable).deletingLastPathComponent()
        for candidate in [URL(filePath: FileManager.default.currentDirectoryPath)]
            + (0..<5).map({ _ in
                defer { folder.deleteLastPathComponent() }
                return folder
            })
        {
            let prompts = candidate.appending(path: "prompts", directoryHint: .isDirectory)
            if FileManager.default.fileExists(atPath: prompts.appending(path: "catalogue.yml").path) { return prompts }
        }
        throw Complaint("The folder of recorded prompts is not here; name it with --prompts.")
    }
}

/// Ports that nobody has at this moment.
enum FreePort {
    static func udp() throws -> UInt16 { try bound(Int32(SOCK_DGRAM.rawValue), port: 0) }

    /// `preferred`, or one of the twenty after it.
    static func tcp(from preferred: UInt16) throws -> Int {
        let last = UInt16(clamping: Int(preferred) + 19)
        for port in preferred...last {
            if let free = try? bound(Int32(SOCK_STREAM.rawValue), port: port) { return Int(free) }
        }
        throw Complaint("Ports \(preferred) to \(last) are all in use; name another with --console-port.")
    }

    private static func bound(_ type: Int32, port: UInt16) throws -> UInt16 {
        let descriptor = socket(AF_INET, type, 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        guard status == 0 else { throw Complaint("Port \(port) of 127.0.0.1 is in use.") }
        return UInt16(bigEndian: address.sin_port)
    }
}

/// Ctrl-C, or the end of the terminal.
enum Interruption {
    static func wait() async {
        for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup) { return }
    }
}
