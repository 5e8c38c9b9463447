import Foundation

/// Kamailio as a child process: a registrar and proxy between us and the telephones that register with it.
package final class Kamailio: Sendable {
    private static let path = "/usr/sbin/kamailio"
    package static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    package let port: UInt16
    private let program: ChildProgram
    private let folder: ProgramFolder

    package init(port: UInt16) async throws {
        self.port = port
        folder = try ProgramFolder()
        let text = try String(contentsOf: interopFolder.appending(path: "kamailio/kamailio.cfg"), encoding: .utf8)
        try folder.write(text.replacing("{port}", with: String(port)), to: "kamailio.cfg")
        let file = folder.url.appending(path: "kamailio.cfg").path
        // Without its own directory for sockets, which only a service gets.
        program = try ChildProgram(
            Self.path, ["-f", file, "-E", "-Y", folder.url.path])
        try await program.opens(port)
    }

    /// Its processes know nothing of each other's end.
    deinit {
        for entry in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let process = Int32(entry),
                let command = FileManager.default.contents(atPath: "/proc/\(entry)/cmdline"),
                command.range(of: Data(folder.url.path.utf8)) != nil
            else { continue }
            kill(process, SIGKILL)
        }
    }
}
