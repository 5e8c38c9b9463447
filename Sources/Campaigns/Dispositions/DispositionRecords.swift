import GRDB

/// The rows of `disposition`.
///
/// Inside a transaction of the caller.
enum DispositionRecords {
    /// What an agent said came of an attempt, as far as a settlement asks.
    struct Said {
        let agent: AgentNumber?
        let title: String
        let does: Disposition.Deed
        /// Of `again`.
        let wait: Duration

        var words: String { agent.map { "\(title) (agent \($0))" } ?? title }
    }

    static let ofAttempt = "SELECT agent, title, does, waitMs FROM disposition WHERE attempt = :attempt"

    /// Nil where nobody said anything.
    static func said(_ db: Database, attempt: Int64) throws -> Said? {
        let statement = try db.cachedStatement(sql: ofAttempt)
        guard let row = try Row.fetchOne(statement, arguments: ["attempt": attempt]),
            let does = Disposition.Deed(rawValue: row["does"])
        else { return nil }
        return Said(
            agent: AgentNumber(row["agent"] as String), title: row["title"], does: does,
            wait: .milliseconds(row["waitMs"] as Int64? ?? 0))
    }

    /// Throws: `invalidRequest` where the call has a disposition, or is settled.
    static func add(_ db: Database, _ word: AgentWord, account: String?, now: UTCTime) throws {
        let disposition = word.disposition
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO disposition (call, attempt, account, agent, code, title, does, waitMs, note, at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        do {
            try statement.execute(arguments: [
                word.call, word.attempt, account, word.agent.text, disposition.code, disposition.title,
                disposition.does.rawValue, disposition.wait?.wholeMilliseconds, word.note, now.milliseconds,
            ])
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw CampaignsError(
                .invalidRequest, "What came of this call is stored already, or its time is over: nothing was changed.")
        }
    }
}
