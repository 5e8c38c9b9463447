import GRDB

extension CallbackBook {
    /// The due callbacks that an agent may take by hand, the longest due first: those of no group, and his own.
    package func byHand(for agent: AgentNumber, limit: Int = 50, now: UTCTime) async throws -> [Callback] {
        try await due(Self.dueByHand, ["agent": agent.text, "limit": limit], now: now)
    }

    static let dueByHand = """
        WHERE callback.state = 'waiting' AND callback.callAt <= :now
            AND (deskGroup IS NULL OR callback.agent = :agent)
        ORDER BY callback.callAt, callback.id LIMIT :limit
        """
}
