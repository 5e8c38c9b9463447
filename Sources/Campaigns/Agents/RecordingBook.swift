import Foundation
import GRDB

/// A recorded call of an agent.
package struct KeptRecording: Hashable, Sendable {
    package let id: Int64
    /// By which its call is found: the attempt, or the Call-ID of who called.
    package let call: String
    /// Who talked first in it.
    package let agent: AgentNumber
    /// The customer's, as far as it is known.
    package let number: String?
    package let account: String?
    package let startedAt: UTCTime
    /// Within the folder of recordings.
    package let file: String
    /// Nil while it is being recorded, and where the daemon died in it.
    package let result: Result?
    /// Its file is gone, as the rule for keeping recordings says.
    package let removedAt: UTCTime?

    package struct Result: Hashable, Sendable {
        package let milliseconds: Int
        package let sha256: String

        package init(milliseconds: Int, sha256: String) {
            self.milliseconds = milliseconds
            self.sha256 = sha256
        }
    }
}

/// Which calls were recorded, where, and with what checksum.
package struct RecordingBook: Sendable {
    let database: DialerDatabase

    package init(database: DialerDatabase) { self.database = database }

    /// Stored when this returns, before the first sample is: so no file is there that nobody knows of.
    package func begin(
        call: String, agent: AgentNumber, number: String? = nil, account: String? = nil, file: String, at time: UTCTime
    ) async throws -> Int64 {
        try await database.commit { db in
            try db.execute(
                sql: """
                    INSERT INTO recording (call, agent, number, account, file, startedAt) VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [call, agent.text, number, account, file, time.milliseconds])
            return db.lastInsertedRowID
        }
    }

    /// The checksum is an event too, which is sealed: so a change of file and row together is found.
    package func finish(_ id: Int64, _ result: KeptRecording.Result, at time: UTCTime = .now) async throws {
        let events = database.events
        try await database.commit { db in
            try db.execute(
                sql: "UPDATE recording SET milliseconds = ?, sha256 = ? WHERE id = ?",
                arguments: [result.milliseconds, result.sha256, id])
            try events.write(
                db, who: "dialerd", what: "recorded", subject: "recording \(id)", detail: result.sha256, now: time)
        }
    }

    package func recordings(of call: String) async throws -> [KeptRecording] {
        try await database.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM recording WHERE call = ? ORDER BY id", arguments: [call])
                .compactMap(Self.kept)
        }
    }

    /// Those that were begun before a time and have their file still.
    package func old(before time: UTCTime, limit: Int) async throws -> [KeptRecording] {
        try await database.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM recording WHERE removedAt IS NULL AND startedAt < ? ORDER BY startedAt LIMIT ?",
                arguments: [time.milliseconds, limit]
            ).compactMap(Self.kept)
        }
    }

    package func remove(_ id: Int64, at time: UTCTime) async throws {
        try await database.commit { db in
            try db.execute(sql: "UPDATE recording SET removedAt = ? WHERE id = ?", arguments: [time.milliseconds, id])
        }
    }

    static func kept(_ row: Row) -> KeptRecording? {
        guard let agent = AgentNumber(row["agent"] as String) else { return nil }
        var result: KeptRecording.Result?
        if let milliseconds = row["milliseconds"] as Int?, let sha256 = row["sha256"] as String? {
            result = KeptRecording.Result(milliseconds: milliseconds, sha256: sha256)
        }
        return KeptRecording(
            id: row["id"], call: row["call"], agent: agent, number: row["number"], account: row["account"],
            startedAt: UTCTime(milliseconds: row["startedAt"]), file: row["file"], result: result,
            removedAt: (row["removedAt"] as Int64?).map(UTCTime.init(milliseconds:)))
    }
}
