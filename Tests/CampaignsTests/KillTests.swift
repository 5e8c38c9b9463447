import Foundation
import GRDB
import Testing

@testable import Campaigns

/// A child process works on a real database and is killed with -9 at random moments; after each death an independent
/// reader looks whether all that the child was told is there, and whether every line of `docs/guarantees.md` holds.
///
/// `DIALERD_KILLS` says how often; `make kills` takes 200.
@Suite struct KillTests {
    private struct Told {
        var loaded: Set<String> = []
        var queued: Set<Int64> = []
        var begun: Set<Int64> = []
        var finished: [Int64: String] = [:]
        var promised: Set<String> = []
        var pages: Set<[Int64]> = []
        var asked: Set<String> = []
        var done: Set<Int64> = []
        var said: Set<Int64> = []

        mutating func note(_ line: Substring) {
            let words = line.split(separator: " ").map(String.init)
            guard words.count >= 2 else { return }
            let number = Int64(words[1]) ?? 0
            switch words[0] {
            case "loaded": loaded.insert(words[1])
            case "promised": promised.insert(words[1])
            case "asked": asked.insert(words[1])
            case "done": done.insert(number)
            case "said": said.insert(number)
            case "queued": queued.insert(number)
            case "begun": begun.insert(number)
            case "finished": finished[number] = words[2]
            case "page": pages.insert([number, Int64(words[2]) ?? -1])
            default: break
            }
        }
    }

    @Test func `whatever was told before a kill is there after it, at every moment`() async throws {
        let environment = ProcessInfo.processInfo.environment
        let kills = environment["DIALERD_KILLS"].flatMap { Int($0) } ?? 12
        let seed = environment["DIALERD_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0..<1_000_000)
        var random = SplitMix64(seed: seed)
        try await withWorkplace { place in
            var told = Told()
            for life in 0..<kills {
                let wait = Int.random(in: 30...300, using: &random)
                for line in try await Self.live(place, life, for: .milliseconds(wait)).split(separator: "\n") {
                    told.note(line)
                }
                try examine(place, told, "seed \(seed), life \(life), killed after \(wait) ms")
            }
            try await examineAtLast(place, told, "seed \(seed)")
            #expect(
                told.begun.count > kills && !told.pages.isEmpty && !told.promised.isEmpty && !told.done.isEmpty
                    && !told.said.isEmpty,
                "seed \(seed)")
        }
    }

    /// Runs one life and kills it; returns what it said.
    private static func live(_ place: Workplace, _ life: Int, for time: Duration) async throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let process = Process()
        process.executableURL = URL(filePath: tests).deletingLastPathComponent().appending(path: "dial-life-fixture")
        process.arguments = [
            place.databaseFile.path, place.directory.appending(path: "records.key").path, "\(life)",
        ]
        // A file and not a pipe: what is written is there, however the writer dies.
        let output = place.directory.appending(path: "told")
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        let handle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        let (ends, end) = AsyncStream<Void>.makeStream()
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        try await Task.sleep(for: time)
        kill(process.processIdentifier, SIGKILL)
        for await _ in ends {}
        #expect(process.terminationReason == .uncaughtSignal, "life \(life) ended by itself")
        try handle.close()
        return try String(contentsOf: output, encoding: .utf8)
    }

    /// As another process finds the files, before anybody has recovered them.
    private func examine(_ place: Workplace, _ told: Told, _ when: String) throws {
        guard FileManager.default.fileExists(atPath: place.databaseFile.path) else { return }
        let reader = try DatabaseQueue(path: place.databaseFile.path)
        defer { try? reader.close() }
        try reader.read { db in
            guard try db.tableExists("lease"), try db.tableExists("disposition")
            else {
                #expect(told.loaded.isEmpty, "\(when)")
                return
            }
            let accounts = Set(try String.fetchAll(db, sql: "SELECT account FROM contact"))
            #expect(told.loaded.isSubset(of: accounts), "a contact is lost: \(when)")
            let promises = Set(try String.fetchAll(db, sql: "SELECT account FROM promise"))
            #expect(told.promised.isSubset(of: promises), "a promise is lost: \(when)")
            let callbacks = Set(try String.fetchAll(db, sql: "SELECT number FROM callback"))
            #expect(told.asked.isSubset(of: callbacks), "a callback is lost: \(when)")
            let done = Set(try Int64.fetchAll(db, sql: "SELECT id FROM callback WHERE state = 'done' AND who = '8001'"))
            #expect(told.done.isSubset(of: done), "a callback is done no more: \(when)")
            let said = Set(try Int64.fetchAll(db, sql: "SELECT attempt FROM disposition"))
            #expect(told.said.isSubset(of: said), "what an agent said is lost: \(when)")
            let jobs = Set(try Int64.fetchAll(db, sql: "SELECT id FROM faxJob"))
            #expect(told.queued.isSubset(of: jobs), "a fax is lost: \(when)")
            let pages = try Row.fetchAll(db, sql: "SELECT faxJob, page FROM faxPage")
            let confirmed = pages.map { [$0["faxJob"] as Int64, $0["page"] as Int64] }
            #expect(told.pages.isSubset(of: Set(confirmed)), "a page is lost: \(when)")
            #expect(Set(confirmed).count == confirmed.count, "a page was confirmed twice: \(when)")
            let rows = try Row.fetchAll(db, sql: "SELECT id, outcome FROM attempt")
            let outcomes = Dictionary(uniqueKeysWithValues: rows.map { ($0["id"] as Int64, $0["outcome"] as String?) })
            #expect(told.begun.isSubset(of: outcomes.keys), "an attempt is lost: \(when)")
            for (id, outcome) in told.finished {
                #expect(outcomes[id] ?? nil == outcome, "attempt \(id) ended otherwise: \(when)")
            }
            for (question, sentence) in Self.neverTrue {
                #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM (\(question))") == 0, "\(sentence): \(when)")
            }
            #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok", "\(when)")
        }
    }

    private static let neverTrue = [
        (
            "SELECT number FROM attempt WHERE finishedAt IS NULL GROUP BY number HAVING count(*) > 1",
            "a number is open twice"
        ),
        (
            "SELECT 1 FROM attempt WHERE finishedAt IS NULL AND lease NOT IN (SELECT id FROM lease)",
            "an open attempt has no lease"
        ),
        (
            """
            SELECT 1 FROM contact WHERE state = 'leased' AND id NOT IN (SELECT contact FROM lease WHERE contact NOT NULL)
            """, "a contact is leased by nobody"
        ),
        (
            """
            SELECT 1 FROM faxJob WHERE state = 'delivered'
                AND pagesTotal <> (SELECT count(*) FROM faxPage WHERE faxPage.faxJob = faxJob.id)
            """, "a fax is delivered without all its pages"
        ),
        (
            """
            SELECT 1 FROM contact WHERE attemptsUsed <> (SELECT count(*) FROM attempt
                WHERE attempt.contact = contact.id AND outcome IS NOT NULL AND lease NOT IN (SELECT id FROM lease))
            """, "tries are not counted"
        ),
        (
            """
            SELECT 1 FROM attempt AS earlier JOIN attempt AS later ON later.contact = earlier.contact
                AND later.id > earlier.id
            WHERE earlier.outcome = 'interrupted' AND later.openedAt < earlier.openedAt + 86400000
            """, "who may have been rung at a crash was rung again the same day"
        ),
        (
            """
            SELECT 1 FROM disposition JOIN attempt AS earlier ON earlier.id = disposition.attempt
                JOIN attempt AS later ON later.contact = earlier.contact AND later.id > earlier.id
            WHERE disposition.does = 'done' OR later.openedAt < disposition.at + disposition.waitMs
            """, "who was not to be called by what an agent said was called"
        ),
        (
            """
            SELECT 1 FROM callback WHERE who = 'dialerd' AND state = 'taken'
                AND id NOT IN (SELECT callback FROM lease WHERE callback NOT NULL)
            """, "a callback is leased by nobody"
        ),
        (
            """
            SELECT 1 FROM callback WHERE attemptsUsed <>
                (SELECT count(*) FROM attempt WHERE attempt.callback = callback.id AND outcome IS NOT NULL)
            """, "tries of a callback are not counted"
        ),
        (
            """
            SELECT 1 FROM attempt JOIN callback ON callback.id = attempt.callback
            WHERE attempt.openedAt > callback.endedAt
            """, "a callback was called after its end"
        ),
        (
            "SELECT 1 FROM contact WHERE id NOT IN (SELECT contact FROM contactNumber)",
            "a contact was loaded without its number"
        ),
    ]

    /// What the next process makes of it: nothing stays open, and the chain of records is whole.
    private func examineAtLast(_ place: Workplace, _ told: Told, _ when: String) async throws {
        let key = RecordKeyFile(place.directory.appending(path: "records.key"))
        let database = try DialerDatabase.open(at: place.databaseFile, recordKey: key)
        let recovered = try await database.recover(now: .now)
        let open = try await database.read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT (SELECT count(*) FROM lease) + (SELECT count(*) FROM contact WHERE state = 'leased')
                        + (SELECT count(*) FROM callback WHERE state = 'taken')
                        + (SELECT count(*) FROM attempt WHERE finishedAt IS NULL)
                    """)
        }
        #expect(open == 0, "\(recovered): \(when)")
        let seal = try #require(database.records?.seal)
        let anchors = AnchorFile(place.directory.appending(path: "records.anchors"))
        try await RecordAnchors(database: database, seal: seal, file: anchors).writeLast(now: .now)
        var faults: [String] = []
        let counts = try await RecordVerifier(database: database, seal: seal, anchors: anchors).verify { _ in
        } onFault: {
            faults.append("\($0)")
        }
        #expect(faults.isEmpty && counts.faults == 0, "\(when)")
        let reports = try await ReportBook(database: database).campaigns()
        let attempts = try await database.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM attempt WHERE contact IS NOT NULL")
        }
        #expect(reports.first?.attempts.values.reduce(0, +) == attempts, "the report doesn't add up: \(when)")
        try await database.close()
    }
}
