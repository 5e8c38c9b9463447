import GRDB

/// Which recordings somebody looks for; what is nil is any.
package struct RecordingQuestion: Hashable, Sendable {
    package var from: UTCTime?
    /// Not this moment any more.
    package var until: UTCTime?
    package var agent: AgentNumber?
    package var call: String?
    /// The last digits of the customer's number, or all of it.
    package var numberEnd: String?
    package var account: String?

    package init(
        from: UTCTime? = nil, until: UTCTime? = nil, agent: AgentNumber? = nil, call: String? = nil,
        numberEnd: String? = nil, account: String? = nil
    ) {
        self.from = from
        self.until = until
        self.agent = agent
        self.call = call
        self.numberEnd = numberEnd
        self.account = account
    }
}

extension RecordingBook {
    /// The newest first.
    package func find(_ question: RecordingQuestion, limit: Int) async throws -> [KeptRecording] {
        try await database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM recording WHERE startedAt >= ? AND startedAt < ? AND (?3 IS NULL OR agent = ?3)
                        AND (?4 IS NULL OR call = ?4) AND (?5 IS NULL OR substr(number, -length(?5)) = ?5)
                        AND (?6 IS NULL OR account = ?6)
                    ORDER BY startedAt DESC, id DESC LIMIT ?7
                    """,
                arguments: [
                    question.from?.milliseconds ?? .min, question.until?.milliseconds ?? .max, question.agent?.text,
                    question.call, question.numberEnd, question.account, limit,
                ]
            ).compactMap(Self.kept)
        }
    }

    /// Nil where there is none of that number.
    package func recording(_ id: Int64) async throws -> KeptRecording? {
        try await database.read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM recording WHERE id = ?", arguments: [id]).flatMap(Self.kept)
        }
    }

    /// What the events say of its checksum; nil of recordings from before they did.
    func checksumOnRecord(_ id: Int64) async throws -> String? {
        try await database.read { db in
            try String.fetchOne(
                db, sql: "SELECT detail FROM event WHERE what = 'recorded' AND subject = ? ORDER BY id",
                arguments: ["recording \(id)"])
        }
    }

    /// Those whose file should be there as it was recorded, in the order of their numbers.
    func finished(after id: Int64, limit: Int) async throws -> [KeptRecording] {
        try await database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM recording WHERE id > ? AND removedAt IS NULL AND sha256 IS NOT NULL ORDER BY id LIMIT ?
                    """,
                arguments: [id, limit]
            ).compactMap(Self.kept)
        }
    }
}
