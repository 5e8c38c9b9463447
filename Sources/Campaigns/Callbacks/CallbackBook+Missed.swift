import GRDB

extension CallbackBook {
    /// Callbacks whose time has come and that nobody has called, the longest due first, each with why.
    package func missed(limit: Int = 200, now: UTCTime) async throws -> [MissedCallback] {
        try await database.read { [defaultGroup] db in
            let statement = try db.cachedStatement(sql: CallbackRecords.select(Self.missedRows))
            let arguments: StatementArguments = [
                "defaultGroup": defaultGroup, "now": now.milliseconds, "limit": limit,
            ]
            return try Row.fetchAll(statement, arguments: arguments).compactMap { row in
                guard let callback = CallbackRecords.candidate(row)?.callback else { return nil }
                return MissedCallback(callback: callback, why: Self.why(callback, reason: row["reason"], now: now))
            }
        }
    }

    static let missedRows = """
        WHERE callback.state = 'waiting' AND callback.dueAt <= :now
        ORDER BY callback.dueAt, callback.id LIMIT :limit
        """

    /// - Parameter reason: what it waits for by the books, if it isn't to be called yet.
    private static func why(_ callback: Callback, reason: String, now: UTCTime) -> String {
        if callback.callAt > now { return reason }
        if let agent = callback.agent(at: now) { return "waiting for agent \(agent), who promised it" }
        guard let group = callback.group else { return "of no group of agents: somebody must take it" }
        return "waiting for an agent of \(group)"
    }
}
