import Foundation

/// Another run of this program, whose log goes to a file.
final class ChildProgram {
    let log: URL
    private let process: Process

    /// Throws: `Complaint` where it cannot be started.
    init(_ arguments: [String], log: URL) throws {
        self.log = log
        if !FileManager.default.fileExists(atPath: log.path) {
            try Data().write(to: log)
        }
        let output = try FileHandle(forWritingTo: log)
        try output.seekToEnd()
        process = Process()
        process.executableURL = URL(filePath: Daemon.executable)
        process.arguments = arguments
        process.standardError = output
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw Complaint("Can't start '\(arguments.joined(separator: " "))': \(error.localizedDescription)")
        }
    }

    var processIdentifier: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }

    /// Waits until the log has `text` so many times.
    ///
    /// Throws: `Complaint` with the log's last line if the program ends before.
    func waitFor(_ text: String, occurrences: Int = 1) async throws {
        for _ in 0..<600 {
            let written = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            if written.components(separatedBy: text).count > occurrences { return }
            guard process.isRunning else {
                let last = written.split(separator: "\n").last.map(String.init) ?? "it said nothing"
                throw Complaint(last.hasPrefix("dialerd: ") ? String(last.dropFirst(9)) : last)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Complaint("A part of the demo was not ready within 30 seconds; its log is \(log.path).")
    }

    /// Asks it to end, and ends it if it does not within `patience` seconds; also in a task that is cancelled.
    func stop(patience: Int = 20) {
        process.terminate()
        for _ in 0..<(patience * 20) where process.isRunning { usleep(50_000) }
        killNow()
    }

    /// As a crash ends it: kill -9.
    func killNow() {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }
}
