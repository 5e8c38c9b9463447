import GRDB

/// Something that happened with a customer before, as an agent reads it in a moment.
package struct CustomerEvent: Hashable, Codable, Sendable {
    package enum Kind: String, Codable, Sendable {
        /// We called.
        case call
        case callback
        /// The customer called, and an agent said what came of it.
        case enquiry
        case promise
        /// Said that it is paid.
        case paid
        case fax
        case doNotCall
    }

    package let at: UTCTime
    package let kind: Kind
    /// A call's outcome, or where a promise, a callback or a fax stands, in the database's words.
    package let state: String?
    /// What the agent said came of it; of a promise and a callback for when it is.
    package let text: String?
    package let agent: AgentNumber?
    package let note: String?

    package init(
        at: UTCTime, kind: Kind, state: String? = nil, text: String? = nil, agent: AgentNumber? = nil,
        note: String? = nil
    ) {
        self.at = at
        self.kind = kind
        self.state = state
        self.text = text
        self.agent = agent
        self.note = note
    }
}

/// What is known of a customer from before.
package struct CustomerHistory: Sendable {
    private let database: DialerDatabase

    package init(database: DialerDatabase) { self.database = database }

    /// The newest first, read by index only.
    ///
    /// - Parameter account: nil where nobody knows it; then only calls and callbacks of the number are found.
    package func events(number: E164?, account: String?, limit: Int = 12) async throws -> [CustomerEvent] {
        try await database.read { db in
            let values: [String: (any DatabaseValueConvertible)?] = [
                "number": number?.text, "account": account ?? number?.text, "limit": limit,
            ]
            var events: [CustomerEvent] = []
            for sql in Self.questions {
                let statement = try db.cachedStatement(sql: sql)
                let own = StatementArguments(values.filter { sql.contains(":\($0.key)") })
                events += try Row.fetchAll(statement, arguments: own).compactMap(Self.event)
            }
            return Array(events.sorted { $0.at > $1.at }.prefix(limit))
        }
    }

    static let questions = [
        """
        SELECT openedAt AS at, iif(kind = 'callback', 'callback', 'call') AS kind, outcome AS state, title AS text,
            attempt.agent, note
        FROM attempt LEFT JOIN disposition ON disposition.attempt = attempt.id
        WHERE attempt.account = :account AND kind <> 'fax' AND outcome IS NOT NULL ORDER BY openedAt DESC LIMIT :limit
        """,
        """
        SELECT at, 'enquiry' AS kind, title AS text, agent, note FROM disposition
        WHERE account = :account AND attempt IS NULL ORDER BY at DESC LIMIT :limit
        """,
        """
        SELECT madeAt AS at, 'promise' AS kind, state, dueDay AS text FROM promise
        WHERE account = :account ORDER BY madeAt DESC LIMIT :limit
        """,
        """
        SELECT claimedAt AS at, 'paid' AS kind FROM paidClaim
        WHERE account = :account ORDER BY suspendsUntil DESC LIMIT :limit
        """,
        """
        SELECT askedAt AS at, 'callback' AS kind, state, wish AS text, agent FROM callback
        WHERE number = :number ORDER BY dueAt DESC LIMIT :limit
        """,
        """
        SELECT createdAt AS at, 'fax' AS kind, state FROM faxJob
        WHERE account = :account ORDER BY createdAt DESC LIMIT :limit
        """,
        "SELECT at, 'doNotCall' AS kind FROM doNotCall WHERE number = :number LIMIT :limit",
    ]

    private static func event(_ row: Row) -> CustomerEvent? {
        guard let kind = CustomerEvent.Kind(rawValue: row["kind"]) else { return nil }
        return CustomerEvent(
            at: UTCTime(milliseconds: row["at"]), kind: kind, state: row["state"], text: row["text"],
            agent: (row["agent"] as String?).flatMap { AgentNumber($0) }, note: row["note"])
    }
}
