import Foundation
import Testing

@testable import Campaigns

/// An import in a process of its own, killed with -9; `DIALERD_KILLS` says how often (`make kills`).
@Suite struct ListKillTests {
    private static let rows = 6_000
    private static let batchRows = ListImport.batchRowsBesideCalls

    private func list() -> String {
        "account,name,phone,phone2\n"
            + (0..<Self.rows).map { "\(610_000 + $0),王伟,138\(10_000_000 + $0),139\(10_000_000 + $0)\n" }.joined()
    }

    /// Runs an import and kills it some time after it has told of so many batches; returns how many rows it told of.
    private func importing(
        _ file: URL, _ bench: ListBench, killAfter batches: Int?, delay: Duration = .zero, _ arguments: String...
    ) async throws -> Int {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let process = Process()
        process.executableURL = URL(filePath: tests).deletingLastPathComponent().appending(path: "list-import-fixture")
        process.arguments = [file.path, bench.place.databaseFile.path, ListBench.campaign] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var (text, told) = ("", 0)
        while let piece = try output.fileHandleForReading.read(upToCount: 64), !piece.isEmpty {
            text += String(decoding: piece, as: UTF8.self)
            told =
                text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().compactMap { Int($0) }.max()
                ?? 0
            guard let batches, told >= batches * Self.batchRows else { continue }
            // Anywhere in the batches that follow.
            try await Task.sleep(for: delay)
            kill(process.processIdentifier, SIGKILL)
        }
        process.waitUntilExit()
        if batches == nil { #expect(process.terminationStatus == 0) }
        return told
    }

    private static let people = """
        SELECT account, name, position, contactNumber.number FROM contact LEFT JOIN contactNumber ON contact = id
        ORDER BY account, position
        """

    @Test func `an import killed at any moment leaves whole batches, and the next one completes it`() async throws {
        try await withListBench { bench in
            let (file, daemon) = (try bench.write(list()), try InstanceLock(for: bench.place.databaseFile))
            defer { withExtendedLifetime(daemon) {} }
            let kills = ProcessInfo.processInfo.environment["DIALERD_KILLS"].flatMap { Int($0) } ?? 4
            var random = SplitMix64(seed: 7)
            for _ in 0..<kills {
                let told = try await importing(
                    file, bench, killAfter: Int.random(in: 1...5, using: &random),
                    delay: .milliseconds(Int.random(in: 0...60, using: &random)))
                let contacts = Int(try await bench.rows("SELECT count(*) FROM contact")[0]) ?? 0
                // What was told is there; what was being written is there wholly or not at all.
                #expect(contacts >= told && contacts % Self.batchRows == 0)
                let numbers = Int(try await bench.rows("SELECT count(*) FROM contactNumber")[0]) ?? 0
                #expect(numbers == 2 * contacts)
                #expect(try await bench.rows("PRAGMA integrity_check") == ["ok"])
                try await bench.empty()
            }
            _ = try await importing(file, bench, killAfter: 3)
            _ = try await importing(file, bench, killAfter: nil)
            let completed = try await bench.rows(Self.people)
            #expect(completed.count == 2 * Self.rows)
            try await bench.empty()
            _ = try await bench.load(.contacts, file)
            #expect(try await bench.rows(Self.people) == completed)
        }
    }

    @Test func `all or nothing, killed at any moment, leaves nothing or all`() async throws {
        try await withListBench { bench in
            let (file, daemon) = (try bench.write(list()), try InstanceLock(for: bench.place.databaseFile))
            defer { withExtendedLifetime(daemon) {} }
            let last = Self.rows / Self.batchRows
            for batches in [1, last / 2, last, last, last] {
                _ = try await importing(file, bench, killAfter: batches, "--all-or-nothing")
                let contacts = Int(try await bench.rows("SELECT count(*) FROM contact")[0]) ?? 0
                #expect(contacts == 0 || contacts == Self.rows)
                try await bench.empty()
            }
        }
    }
}
