package import Foundation
package import Telephony

/// baresip as a child process: a telephone with an RTP stack that shares no line of code with us.
///
/// It answers by itself, and plays back what it hears, or a file.
package struct Baresip {
    static let path = "/usr/bin/baresip"
    private static let modules = "/usr/lib/baresip/modules"
    package static var isInstalled: Bool {
        FileManager.default.isExecutableFile(atPath: path)
            && FileManager.default.fileExists(atPath: modules + "/ctrl_tcp.so")
    }

    package enum Source {
        /// What it hears.
        case echo
        /// A tone of this frequency.
        case tone(hertz: Double)
    }

    package let port: UInt16
    private let program: ChildProgram
    private let folder: ProgramFolder
    private let control: ControlConnection

    /// - Parameters:
    ///   - port: the first of 40 that it uses.
    ///   - user: as whom it registers at the port `registrar`; nil for nobody.
    ///   - isRecording: whether it writes down what it hears.
    ///   - seconds: so much later it ends, whatever happens to the test.
    package init(
        port: UInt16, source: Source, registeringAs user: SIPCredentials? = nil, at registrar: UInt16 = 0,
        isRecording: Bool = false, seconds: Int = 40
    ) async throws {
        self.port = port
        folder = try ProgramFolder()
        let controlPort = port + 4
        var text = try String(contentsOf: interopFolder.appending(path: "baresip/config"), encoding: .utf8)
        let values = [
            "host": "127.0.0.1", "sip": String(port), "control": String(controlPort), "modules": Self.modules,
            "rtp": "\(port + 10)-\(port + 39)", "source": try Self.source(source, in: folder),
        ]
        for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
        if isRecording { text += "module sndfile.so\nsnd_path \(folder.url.path)\n" }
        try folder.write(text, to: "config")
        let account =
            if let user { Self.account(user, at: registrar) } else {
                "<sip:baresip@127.0.0.1:\(port)>;regint=0;answermode=auto;audio_codecs=PCMA"
            }
        try folder.write(account + "\n", to: "accounts")
        try folder.write("", to: "contacts")
        program = try ChildProgram(Self.path, ["-4", "-f", folder.url.path, "-t", String(seconds)])
        try await program.opens(port)
        try await program.opens(controlPort, "tcp")
        control = try ControlConnection(port: controlPort)
    }

    /// Registers as another user of it, and says so by itself from then on.
    package func register(_ user: SIPCredentials, at endpoint: SIPEndpoint) throws {
        try register(user, at: endpoint.localPort)
    }

    package func register(_ user: SIPCredentials, at port: UInt16) throws {
        try control.send("uanew", Self.account(user, at: port))
    }

    private static func source(_ source: Source, in folder: ProgramFolder) throws -> String {
        switch source {
        case .echo: "aubridge,echo"
        case .tone(let hertz): "aufile,\(try folder.tone(hertz).path)"
        }
    }

    private static func account(_ user: SIPCredentials, at registrar: UInt16) -> String {
        "<sip:\(user.username)@127.0.0.1:\(registrar)>;auth_user=\(user.username)"
            + ";auth_pass=\(user.password);regint=600;answermode=auto;audio_codecs=PCMA"
    }

    /// What it has heard so far in the call that began last, as a WAV file that grows.
    package var recording: URL? {
        let files = try? FileManager.default.contentsOfDirectory(at: folder.url, includingPropertiesForKeys: nil)
        return files?.filter { $0.lastPathComponent.hasSuffix("-dec.wav") }
            .max { $0.lastPathComponent < $1.lastPathComponent }
    }

    /// Ends as by a power cut: it says nothing any more.
    package func kill() { program.kill() }
    /// Unregisters and ends.
    package func quit() throws { try control.send("quit", "") }
    /// Returns when it has told of such an event; false when it ended before.
    package func reports(_ event: String) async -> Bool { await control.reads("\"\(event)\"") }
    package func dial(_ address: String) throws { try control.send("dial", address) }
    package func hangUp() throws { try control.send("hangup", "") }
    /// One key only: it sends several into one another.
    package func press(_ key: Character) throws { try control.send("sndcode", String(key)) }
}

/// baresip's control port: JSON in netstrings.
private final class ControlConnection: Sendable {
    private let descriptor: Int32

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw ProgramError("baresip's control port can't be reached") }
    }

    deinit { close(descriptor) }

    func reads(_ text: String) async -> Bool {
        await withCheckedContinuation { waiter in
            Thread.detachNewThread { [self] in
                var (told, bytes) = ("", [UInt8](repeating: 0, count: 4_096))
                while !told.contains(text) {
                    let count = read(descriptor, &bytes, bytes.count)
                    guard count > 0 else { break }
                    told += String(decoding: bytes[..<count], as: UTF8.self)
                }
                waiter.resume(returning: told.contains(text))
            }
        }
    }

    func send(_ command: String, _ parameters: String) throws {
        let body = #"{"command":"\#(command)","params":"\#(parameters)","token":"1"}"#
        let text = "\(body.utf8.count):\(body),"
        guard write(descriptor, text, text.utf8.count) == text.utf8.count else {
            throw ProgramError("baresip takes no command")
        }
    }
}
