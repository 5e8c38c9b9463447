import Campaigns
import Foundation
import GRDB
import Testing

@testable import Dialer

/// The daemon writes the results file, on a clock of its own.
@Suite struct ResultWritingTests {
    private static let start = UTCTime(milliseconds: 1_795_140_000_000)

    /// Runs a test with a writer that begins on a virtual clock, into a folder that may be missing.
    private func withWriter(
        in folder: String = "", _ body: (VirtualThread, ResultWriting, URL, LogBook) throws -> Void
    ) throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "results-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let (thread, logs) = (VirtualThread(now: .zero), LogBook())
        let time = WorkingTime(now: { Self.start + thread.now }, clock: VirtualClock(thread: thread))
        let database = try DialerDatabase.openForSimulation(
            at: place.appending(path: "dialer.sqlite"), seed: 1, now: time.now())
        let file = place.appending(path: folder).appending(path: "results.sqlite")
        let writing = ResultWriting(
            ResultBook(database: database), to: file, every: .seconds(3_600), time: time, logger: logs.logger)
        _ = thread.begin { try await writing.run() }
        try body(thread, writing, file, logs)
        thread.die()
        try database.abandon()
    }

    private func madeAt(_ file: URL) throws -> String? {
        let queue = try DatabaseQueue(path: file.path)
        defer { try? queue.close() }
        return try queue.read { try String.fetchOne($0, sql: "SELECT made_at FROM result_file") }
    }

    @Test func `results are written at the start, every hour, and at the end`() throws {
        try withWriter { thread, writing, file, _ in
            thread.work()
            #expect(try madeAt(file) == "2026-11-20T02:00:00Z")
            thread.run(until: .seconds(3_599))
            #expect(try madeAt(file) == "2026-11-20T02:00:00Z")
            thread.run(until: .seconds(2 * 3_600 + 5))
            #expect(try madeAt(file) == "2026-11-20T04:00:00Z")
            thread.run(until: .seconds(2 * 3_600 + 600))
            try thread.complete { await writing.write() }
            #expect(try madeAt(file) == "2026-11-20T04:10:00Z")
        }
    }

    @Test func `a folder that is missing is said each time, and as soon as it is there results are in it`() throws {
        try withWriter(in: "billing") { thread, _, file, logs in
            thread.run(until: .seconds(3_600))
            #expect(logs.lines.filter { $0.message == "results not written" }.count == 2)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            thread.run(until: .seconds(2 * 3_600))
            #expect(try madeAt(file) == "2026-11-20T04:00:00Z")
            #expect(logs.lines.count == 2)
        }
    }
}
