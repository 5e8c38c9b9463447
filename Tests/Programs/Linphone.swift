package import Foundation
package import Telephony

/// linphonec as a child process: another telephone with SIP and RTP of its own.
///
/// It registers as a user, answers by itself, and says a tone.
package struct Linphone {
    private static let path = "/usr/bin/linphonec"
    package static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    package let port: UInt16
    private let program: ChildProgram
    private let folder: ProgramFolder
    private let input = Pipe()
    private let tone: URL
    /// What it has heard so far in the call that began last, as a WAV file that grows.
    package let recording: URL

    /// - Parameter port: the first of four that it uses.
    package init(port: UInt16, hertz: Double, registeringAs user: SIPCredentials, at endpoint: SIPEndpoint) throws {
        self.port = port
        folder = try ProgramFolder()
        tone = try folder.tone(hertz)
        let home = folder.url
        recording = home.appending(path: "heard.wav")
        // It can't make them itself.
        try FileManager.default.createDirectory(
            at: home.appending(path: ".local/share/linphone"), withIntermediateDirectories: true)
        var text = try String(contentsOf: interopFolder.appending(path: "linphone/config"), encoding: .utf8)
        let values = [
            "port": String(port), "rtp": String(port + 2), "user": user.username, "password": user.password,
            "registrar": "127.0.0.1:\(endpoint.localPort)",
        ]
        for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
        try folder.write(text, to: "config")
        program = try ChildProgram(
            Self.path, ["-c", home.appending(path: "config").path, "-a", "-d", "0"], home: home, input: input)
        try send("soundcard use files")
        try send("record \(recording.path)")
    }

    /// Says its tone in the call that is up.
    package func speak() throws { try send("play \(tone.path)") }
    package func hangUp() throws { try send("terminate") }
    package func quit() throws { try send("quit") }

    private func send(_ command: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data("\(command)\n".utf8))
    }
}
