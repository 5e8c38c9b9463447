import GRDB

/// Callbacks: asked for, called for an agent or taken by a clerk, done or withdrawn.
///
/// None is ever deleted. Called, one goes the same way as a contact: `due` → `lease` → `beginAttempt` → `finish`.
package struct CallbackBook: Sendable {
    let database: DialerDatabase
    let rules: CallRules
    let retry: RetryPolicy
    /// Whose those are that nobody gave to a group.
    let defaultGroup: String?
    /// How long one that an agent promised waits for them, from when it is due.
    private let patience: Duration

    package init(
        database: DialerDatabase, rules: CallRules = .none, retry: RetryPolicy = .callbackDefault,
        defaultGroup: String? = nil, patience: Duration = Self.usualPatience
    ) {
        self.database = database
        self.rules = rules
        self.retry = retry
        self.defaultGroup = defaultGroup
        self.patience = patience
    }

    /// How long a telephone must ring at least, as far as the rules say it.
    package var leastRinging: Duration { rules.set.leastRinging(for: .callback) }

    package static let usualPatience = Duration.seconds(30 * 60)

    /// Stored when this returns, so say “a clerk will call you back” then.
    ///
    /// One call asks once.
    ///
    /// - Parameters:
    ///   - group: of agents; nil for the site's usual one.
    ///   - agent: who promised it and is waited for.
    package func ask(
        number: E164,
        account: String?,
        language: CustomerLanguage?,
        wish: String,
        attempt: Attempt? = nil,
        group: String? = nil,
        agent: AgentNumber? = nil,
        dueAt: UTCTime,
        now: UTCTime
    ) async throws {
        let agent = agent.map { (number: $0, until: dueAt + patience) }
        try await database.commit { db in
            try CallbackRecords.add(
                db, number: number, account: account, language: language, wish: wish, attempt: attempt?.id,
                group: group, agent: agent, dueAt: dueAt, now: now)
        }
    }

    /// The next callback that is due, now this clerk's; nil where none is due.
    package func take(who: String, now: UTCTime) async throws -> Callback? {
        try await database.commit { db in
            let statement = try db.cachedStatement(
                sql: """
                    UPDATE callback SET state = 'taken', who = ?, reason = 'taken by hand' WHERE id = (
                        SELECT id FROM callback WHERE state = 'waiting' AND callAt <= ? ORDER BY callAt, id LIMIT 1)
                    RETURNING id
                    """
            )
            guard let id = try Int64.fetchOne(statement, arguments: [who, now.milliseconds]) else { return nil }
            return try CallbackRecords.find(db, id, defaultGroup)?.callback
        }
    }

    /// Back to the others, such as when the clerk's shift ends.
    package func giveBack(_ callback: Callback, until: UTCTime) async throws {
        try await change(
            callback, "state = 'waiting', who = NULL, retryAt = ?, reason = 'given back'", [until.milliseconds])
    }

    package func markDone(_ callback: Callback, now: UTCTime) async throws {
        try await change(callback, "state = 'done', endedAt = ?, reason = 'done'", [now.milliseconds])
    }

    package func waiting() async throws -> [Callback] {
        try await database.read { [defaultGroup] db in
            try CallbackRecords.fetch(
                db, "WHERE callback.state = 'waiting' ORDER BY callback.callAt, callback.id", defaultGroup
            ).map(\.callback)
        }
    }

    /// Nil where there is no such callback.
    package func status(_ id: Int64) async throws -> CallbackStatus? {
        try await database.read { [defaultGroup] in try CallbackRecords.status($0, id, defaultGroup) }
    }

    private func change(_ callback: Callback, _ assignment: String, _ values: StatementArguments) async throws {
        try await database.commit { db in
            let sql = """
                UPDATE callback SET \(assignment) WHERE id = ? AND state = 'taken'
                    AND NOT EXISTS (SELECT 1 FROM lease WHERE lease.callback = callback.id)
                """
            try db.execute(sql: sql, arguments: values + [callback.id])
            if db.changesCount == 0 {
                throw CampaignsError(.leaseLost, "Callback \(callback.id) is not in a clerk's hands now.")
            }
        }
    }
}
