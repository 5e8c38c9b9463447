import Foundation
import Programs

@testable import Telephony

/// SIPp as a child process: a far end that shares no line of code with us.
struct SIPp {
    static let path = "/usr/bin/sipp"
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    let port: UInt16
    private let program: ChildProgram

    /// Starts a scenario of `Tests/Interop/sipp` for one call.
    ///
    /// - Parameter target: our port, for a scenario that calls; nil for one that is called.
    init(_ scenario: String, port: UInt16, target: UInt16? = nil) async throws {
        self.port = port
        let file = interopFolder.appending(path: "sipp/\(scenario).xml").path
        program = try ChildProgram(
            Self.path,
            (target.map { ["127.0.0.1:\($0)"] } ?? []) + [
                "-sf", file, "-i", "127.0.0.1", "-p", String(port), "-m", "1", "-timeout", "12", "-timeout_error",
                "-nostdin", "-nr",
            ]
        )
        try await program.opens(port)
    }

    /// 0 when the scenario went to its end as written.
    func exitStatus() async -> Int32 { await program.exitStatus() }
}
