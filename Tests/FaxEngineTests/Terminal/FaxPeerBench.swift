import Foundation

@testable import FaxEngine

/// A fax program of other origin, on a Class 1 modem.
struct FaxPeer {
    var executable: String
    var waitsForRing: Bool
    var arguments: (_ terminal: String) -> [String]

    static func efax(_ arguments: String...) -> FaxPeer {
        FaxPeer(executable: "/usr/bin/efax", waitsForRing: false) { ["-d", $0, "-o1", "-vewinchmrtf"] + arguments }
    }

    static func hylaFAX(spool: String) -> FaxPeer {
        FaxPeer(executable: interop("hylafax-receive.sh"), waitsForRing: true) { [$0, spool] }
    }

    fileprivate static func interop(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Interop/t31/\(name)").path()
    }
}

/// One of our terminals on the line with a fax program whose T.30 is its own.
///
/// The program speaks Class 1 to `Tests/Interop/t31/t31modem.c`, which is compiled for the occasion. Time runs `speed` times as fast
/// as the clock: the program spends it waiting, and its own timers grow longer by as much.
final class FaxPeerBench {
    static func has(_ programs: String...) -> Bool {
        (programs + ["/usr/bin/cc"]).allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
    }

    let directory: URL
    var events: [FaxEvent] { log.events }
    private(set) var peerSaid = ""
    private(set) var peerStatus: Int32 = -1
    private let log = EventLog()
    private let modem = Process()
    private let program = Process()
    private let toModem = Pipe()
    private let fromModem = Pipe()
    private let modemSays = Pipe()

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "fax-peer-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try compileModem()
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    func path(_ name: String) -> String { directory.appending(path: name).path() }

    private func compileModem() throws {
        let compiler = Process()
        compiler.executableURL = URL(filePath: "/usr/bin/cc")
        compiler.arguments = [
            "-O2", "-o", path("t31modem"), FaxPeer.interop("t31modem.c"), "-lspandsp", "-ltiff", "-lm",
        ]
        try compiler.run()
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    }

    /// Runs the call until both ends are done.
    ///
    /// Units: simulated seconds.
    func run(role: FaxRole, options: FaxOptions, peer: FaxPeer, speed: Double, limit: Int = 200) throws {
        signal(SIGPIPE, SIG_IGN)
        modem.executableURL = directory.appending(path: "t31modem")
        modem.arguments = peer.waitsForRing ? ["--ring"] : []
        modem.standardInput = toModem
        modem.standardOutput = fromModem
        modem.standardError = modemSays
        try modem.run()
        defer {
            // A worker thread's children start with SIGTERM blocked; the modem ends with its line.
            try? toModem.fileHandleForWriting.close()
            modem.waitUntilExit()
        }

        let log = directory.appending(path: "peer.log")
        try Data().write(to: log)
        program.executableURL = URL(filePath: peer.executable)
        program.arguments = peer.arguments(try firstLine(modemSays.fileHandleForReading))
        program.currentDirectoryURL = directory
        program.standardError = try FileHandle(forWritingTo: log)
        try program.run()

        try talk(role: role, options: options, speed: speed, limit: limit)
        if program.isRunning { kill(program.processIdentifier, SIGKILL) }
        program.waitUntilExit()
        peerStatus = program.terminationStatus
        peerSaid = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
    }

    /// Our terminal takes part from the moment when the modem goes off the hook.
    private func talk(role: FaxRole, options: FaxOptions, speed: Double, limit: Int) throws {
        var terminal: FaxTerminal?
        let offHook = LineWatch(modemSays.fileHandleForReading)
        var heard = [Int16](repeating: 0, count: FaxFrame.samples)
        let clock = ContinuousClock()
        var next = clock.now
        for _ in 0..<limit * 50 {
            if terminal == nil, offHook.hasSpoken {
                terminal = FaxTerminal(role: role, options: options) { [log] in log.events.append($0) }
            }
            let said = terminal.map { exchange($0, heard) } ?? [Int16](repeating: 0, count: FaxFrame.samples)
            try said.withUnsafeBytes { try toModem.fileHandleForWriting.write(contentsOf: Data($0)) }
            guard let frame = try readFrame() else { return }
            heard = frame
            if !program.isRunning, terminal?.isFinished ?? true { return }
            next = next.advanced(by: .microseconds(Int(20_000 / speed)))
            Thread.sleep(forTimeInterval: max(0, clock.now.duration(to: next) / .seconds(1)))
        }
    }

    private func readFrame() throws -> [Int16]? {
        var bytes = Data()
        while bytes.count < 2 * FaxFrame.samples {
            guard let more = try fromModem.fileHandleForReading.read(upToCount: 2 * FaxFrame.samples - bytes.count),
                !more.isEmpty
            else { return nil }
            bytes += more
        }
        return bytes.withUnsafeBytes { Array($0.bindMemory(to: Int16.self)) }
    }

    private func firstLine(_ handle: FileHandle) throws -> String {
        var line = ""
        while let byte = try handle.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
            line.unicodeScalars.append(Unicode.Scalar(byte))
        }
        return line
    }
}

/// Sees, without waiting, whether anything has been said.
private final class LineWatch {
    private let handle: FileHandle
    private var isSeen = false

    init(_ handle: FileHandle) { self.handle = handle }

    var hasSpoken: Bool {
        if isSeen { return true }
        var ready = pollfd(fd: handle.fileDescriptor, events: Int16(POLLIN), revents: 0)
        isSeen = poll(&ready, 1, 0) == 1
        return isSeen
    }
}
