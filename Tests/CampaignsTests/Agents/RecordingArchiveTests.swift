import Crypto
import Foundation
import GRDB
import Testing

@testable import Campaigns

/// A recording is found by what is known of it, and given out only as it was recorded.
@Suite struct RecordingArchiveTests {
    private let now = Workplace.now
    private static let sound = Data("sound".utf8)

    private struct Bench {
        let archive: RecordingArchive
        let book: RecordingBook
        let folder: URL

        func file(_ name: String) -> URL { folder.appending(path: name) }

        func keep(_ name: String, call: String, agent: String, number: String?, account: String?, at time: UTCTime)
            async throws -> Int64
        {
            let agent = try #require(AgentNumber(agent))
            let id = try await book.begin(
                call: call, agent: agent, number: number, account: account, file: name, at: time)
            try RecordingArchiveTests.sound.write(to: file(name))
            let sum = SHA256.hash(data: RecordingArchiveTests.sound).map { String(format: "%02x", $0) }.joined()
            try await book.finish(id, .init(milliseconds: 5, sha256: sum))
            return id
        }

        func kept(_ id: Int64) async throws -> KeptRecording { try #require(try await book.recording(id)) }
    }

    /// Three recordings: 1 and 2 of agent 8001, 3 of agent 8002 a day later.
    private func withBench(_ body: (Bench) async throws -> Void) async throws {
        try await withWorkplace { place in
            let database = try place.open()
            let bench = Bench(
                archive: RecordingArchive(database: database, folder: place.directory),
                book: RecordingBook(database: database), folder: place.directory)
            _ = try await bench.keep(
                "a.wav", call: "attempt 1", agent: "8001", number: "+862062100001", account: "A-1", at: now)
            _ = try await bench.keep(
                "b.wav", call: "x@y", agent: "8001", number: "+862062100002", account: nil, at: now + .seconds(60))
            _ = try await bench.keep(
                "c.wav", call: "attempt 3", agent: "8002", number: "+862062200001", account: "A-3",
                at: now + .seconds(86_400))
            try await body(bench)
            try await database.close()
        }
    }

    @Test func `a file that was changed together with its row is found by what is on record of it`() async throws {
        try await withBench { bench in
            let forged = Data("forged".utf8)
            let sum = SHA256.hash(data: forged).map { String(format: "%02x", $0) }.joined()
            try forged.write(to: bench.file("a.wav"))
            try await bench.book.database.commit { db in
                try db.execute(sql: "DROP TRIGGER recording_keepsItsChecksum")
                try db.execute(sql: "UPDATE recording SET sha256 = ? WHERE id = 1", arguments: [sum])
            }
            let kept = try await bench.kept(1)
            #expect(kept.result?.sha256 == sum)
            let error = await #expect(throws: CampaignsError.self) { try await bench.archive.sound(of: kept) }
            #expect(error?.message.contains("its checksum in the database was changed") == true)
        }
    }

    @Test func `recordings are found by each thing that is known of them, the newest first`() async throws {
        try await withBench { bench throws in
            let questions: [(RecordingQuestion, [Int64])] = [
                (.init(), [3, 2, 1]),
                (.init(from: now + .seconds(1)), [3, 2]),
                (.init(until: now + .seconds(60)), [1]),
                (.init(from: now, until: now + .seconds(86_400)), [2, 1]),
                (.init(agent: AgentNumber("8002")), [3]),
                (.init(call: "x@y"), [2]),
                (.init(numberEnd: "0001"), [3, 1]),
                (.init(numberEnd: "862062100001"), [1]),
                (.init(account: "A-3"), [3]),
                (.init(agent: AgentNumber("8001"), account: "A-3"), []),
            ]
            for (question, ids) in questions {
                #expect(try await bench.book.find(question, limit: 9).map(\.id) == ids, "\(question)")
            }
            #expect(try await bench.book.find(.init(), limit: 2).map(\.id) == [3, 2])
        }
    }

    @Test func `what was changed, lost, removed or not finished is not given out, and the look through says which`()
        async throws
    {
        try await withBench { bench throws in
            let sound = try await bench.archive.sound(of: bench.kept(1))
            #expect(sound == Self.sound)
            var faults: [Int64] = []
            let looked = try await bench.archive.verify { fault, _ in faults.append(fault.id) }
            #expect(looked == 3 && faults.isEmpty)
            try Data("sounD".utf8).write(to: bench.file("a.wav"))
            try FileManager.default.removeItem(at: bench.file("b.wav"))
            try await bench.book.remove(3, at: now)
            let agent = try #require(AgentNumber("8001"))
            let open = try await bench.book.begin(call: "attempt 9", agent: agent, file: "d.wav", at: now)
            let states: [(Int64, RecordingArchive.State, String)] = [
                (1, .kept, "Recording 1 is not as it was recorded: a.wav was changed. It is not played."),
                (2, .kept, "Recording 2 should be at b.wav, but can't be read. Tell an administrator."),
                (3, .removed, "Recording 3 was removed when its time was over."),
                (
                    open, .unfinished,
                    "Recording 4 has no checksum: it is being recorded, or the dialer died in it. "
                        + "It is not played."
                ),
            ]
            for (id, state, sentence) in states {
                let kept = try await bench.kept(id)
                #expect(kept.state == state)
                let error = await #expect(throws: CampaignsError.self) { try await bench.archive.sound(of: kept) }
                #expect(error == CampaignsError(.recordingUnplayable, sentence))
            }
            let again = try await bench.archive.verify { fault, _ in faults.append(fault.id) }
            #expect(again == 2 && faults == [1, 2])
        }
    }
}
