import GRDB
import Testing

@testable import Campaigns

@Suite struct GroupCommitterTests {
    private struct Refusal: Error {}

    @Test func `who throws undoes only its own work, and everybody is told its own result`() async throws {
        try await withWorkplace { place in
            let database = try place.open()
            let results = await withTaskGroup(of: (Int, Bool).self) { group in
                for index in 0..<200 {
                    group.addTask {
                        let result: Void? = try? await database.commit { db in
                            try db.execute(
                                sql: "INSERT INTO doNotCall (number, at, source) VALUES (?, 0, 'x')",
                                arguments: [Workplace.number(index).text]
                            )
                            if index % 3 == 0 { throw Refusal() }
                        }
                        return (index, result != nil)
                    }
                }
                return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            let stored = try await database.read { db in
                try String.fetchSet(db, sql: "SELECT number FROM doNotCall")
            }
            #expect(stored == Set((0..<200).filter { $0 % 3 != 0 }.map { Workplace.number($0).text }))
            #expect(results == Dictionary(uniqueKeysWithValues: (0..<200).map { ($0, $0 % 3 != 0) }))
        }
    }

    @Test func `where the whole transaction is lost nobody is told that it is done`() async throws {
        try await withWorkplace { place in
            let database = try place.open()
            let done = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<20 {
                    group.addTask {
                        let result: Void? = try? await database.commit { db in
                            try db.execute(
                                sql: "INSERT INTO doNotCall (number, at, source) VALUES (?, 0, 'x')",
                                arguments: [Workplace.number(index).text]
                            )
                            // What SQLite does by itself when the disk is full.
                            if index == 10 {
                                try db.execute(sql: "INSERT OR ROLLBACK INTO doNotCall SELECT * FROM doNotCall")
                            }
                        }
                        return result != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            let stored = try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM doNotCall") }
            #expect(stored == done)
            #expect(done < 20)
        }
    }

    @Test func `a lone caller doesn't wait for company`() async throws {
        try await withWorkplace { place in
            let database = try place.open()
            for index in 0..<5 {
                try await database.commit { db in
                    try db.execute(
                        sql: "INSERT INTO doNotCall (number, at, source) VALUES (?, 0, 'x')",
                        arguments: [Workplace.number(index).text]
                    )
                }
            }
            #expect(await database.commitCount == 5)
        }
    }

    @Test func `a commit survives a power cut: the writer syncs in full`() async throws {
        try await withWorkplace { place in
            let database = try place.open()
            let (mode, journal) = try await database.commit { db in
                (try Int.fetchOne(db, sql: "PRAGMA synchronous"), try String.fetchOne(db, sql: "PRAGMA journal_mode"))
            }
            #expect(mode == 2)
            #expect(journal == "wal")
        }
    }
}
