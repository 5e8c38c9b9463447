import GRDB

/// What each agent did from login to logout, without a gap.
package struct AgentBook: Sendable {
    private let database: DialerDatabase

    package init(database: DialerDatabase) { self.database = database }

    /// Ends what the agent did so far and begins the next at the same moment; nil for logged out.
    ///
    /// A clock that is set back ends no span before its beginning.
    package func turn(_ agent: AgentNumber, to next: AgentSpan?, at time: UTCTime) async throws {
        try await database.commit { db in
            let last = try Int64.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT coalesce(endedAt, seenAt) FROM agentSpan WHERE agent = ?
                        ORDER BY startedAt DESC, id DESC LIMIT 1
                        """),
                arguments: [agent.text])
            let start = max(time.milliseconds, last ?? .min)
            try db.cachedStatement(
                sql: "UPDATE agentSpan SET seenAt = ?, endedAt = ? WHERE agent = ? AND endedAt IS NULL"
            ).execute(arguments: [start, start, agent.text])
            guard let next else { return }
            try db.cachedStatement(
                sql: """
                    INSERT INTO agentSpan (agent, presence, activity, reason, customer, startedAt, seenAt)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                agent.text, next.presence.rawValue, next.activity.rawValue, next.reason, next.customer, start, start,
            ])
        }
    }

    /// Says that what is open still goes on.
    package func beat(at time: UTCTime) async throws {
        try await database.commit { db in
            try db.execute(
                sql: "UPDATE agentSpan SET seenAt = max(seenAt, ?) WHERE endedAt IS NULL",
                arguments: [time.milliseconds])
        }
    }

    /// Ends what dead processes left open, at the moment up to which it surely lasted.
    static func recover(_ db: Database) throws {
        try db.execute(sql: "UPDATE agentSpan SET endedAt = seenAt WHERE endedAt IS NULL")
    }

    /// What happened within a time, in its order.
    package func spans(of agent: AgentNumber? = nil, from: UTCTime, until: UTCTime) async throws -> [KeptAgentSpan] {
        try await database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM agentSpan WHERE (?1 IS NULL OR agent = ?1)
                        AND startedAt < ?3 AND coalesce(endedAt, ?3) >= ?2 ORDER BY agent, startedAt, id
                    """,
                arguments: [agent?.text, from.milliseconds, until.milliseconds]
            ).compactMap(Self.kept)
        }
    }

    private static func kept(_ row: Row) -> KeptAgentSpan? {
        guard let agent = AgentNumber(row["agent"] as String),
            let presence = AgentSpan.Presence(rawValue: row["presence"]),
            let activity = AgentSpan.Activity(rawValue: row["activity"])
        else { return nil }
        return KeptAgentSpan(
            agent: agent,
            span: AgentSpan(presence, activity, reason: row["reason"], customer: row["customer"]),
            startedAt: UTCTime(milliseconds: row["startedAt"]),
            endedAt: (row["endedAt"] as Int64?).map(UTCTime.init(milliseconds:)))
    }
}
