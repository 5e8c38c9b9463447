import GRDB

/// The rows of `callback`.
///
/// Inside a transaction of the caller.
enum CallbackRecords {
    /// A callback with what else the rules need to know of it.
    struct Candidate {
        let callback: Callback
        let place: ZoneTable.Hints
        let ownHours: WeekHours?
        /// Whom limits count the call for.
        let person: String
        let account: String
    }

    // MARK: Reading

    /// As the columns of `candidate` name it; a callback asked for in a call knows what its contact knows.
    static func select(_ which: String) -> String {
        """
        SELECT callback.*,
            coalesce(callback.agentGroup, :defaultGroup, campaign.definition ->> '$.agents.group') AS deskGroup,
            asked.person, contact.zone AS contactZone, contact.region AS contactRegion,
            contactNumber.zone AS numberZone, contactNumber.opens, contactNumber.closes
        FROM callback LEFT JOIN campaign ON campaign.id = callback.campaign
        LEFT JOIN attempt AS asked ON asked.id = callback.attempt
        LEFT JOIN contact ON contact.id = asked.contact
        LEFT JOIN contactNumber ON contactNumber.contact = contact.id AND contactNumber.number = callback.number
        \(which)
        """
    }

    static func fetch(
        _ db: Database, _ which: String, _ defaultGroup: String?, _ arguments: StatementArguments = [:]
    ) throws -> [Candidate] {
        try Row.fetchAll(
            db.cachedStatement(sql: select(which)), arguments: ["defaultGroup": defaultGroup] + arguments
        ).compactMap(candidate)
    }

    static func find(_ db: Database, _ id: Int64, _ defaultGroup: String?) throws -> Candidate? {
        try fetch(db, "WHERE callback.id = :callback", defaultGroup, ["callback": id]).first
    }

    static func status(_ db: Database, _ id: Int64, _ defaultGroup: String?) throws -> CallbackStatus? {
        let statement = try db.cachedStatement(sql: select("WHERE callback.id = :callback"))
        let row = try Row.fetchOne(statement, arguments: ["callback": id, "defaultGroup": defaultGroup])
        guard let row, let callback = candidate(row)?.callback,
            let state = CallbackStatus.State(rawValue: row["state"])
        else { return nil }
        return CallbackStatus(
            callback: callback, state: state, reason: row["reason"], who: row["who"],
            attemptsUsed: row["attemptsUsed"],
            endedAt: (row["endedAt"] as Int64?).map(UTCTime.init(milliseconds:)))
    }

    static func candidate(_ row: Row) -> Candidate? {
        guard let number = E164(text: row["number"]) else { return nil }
        let account: String? = row["account"]
        let hours = (row["opens"] as Int?).flatMap { opens in (row["closes"] as Int?).map { opens..<$0 } }
        return Candidate(
            callback: Callback(
                id: row["id"],
                number: number,
                account: account,
                language: (row["language"] as String?).flatMap(CustomerLanguage.init(rawValue:)),
                askedAt: UTCTime(milliseconds: row["askedAt"]),
                dueAt: UTCTime(milliseconds: row["dueAt"]),
                callAt: UTCTime(milliseconds: row["callAt"]),
                wish: row["wish"],
                group: row["deskGroup"],
                agent: (row["agent"] as String?).flatMap { AgentNumber($0) },
                agentUntil: (row["agentUntil"] as Int64?).map(UTCTime.init(milliseconds:))
            ),
            place: ZoneTable.Hints(
                numberZone: (row["numberZone"] as String?).flatMap { LocalClock($0) },
                contactZone: (row["contactZone"] as String?).flatMap { LocalClock($0) },
                contactRegion: (row["contactRegion"] as String?).flatMap { Region($0) }
            ),
            ownHours: hours.map { WeekHours($0) },
            person: row["person"] ?? account ?? number.text,
            account: account ?? number.text
        )
    }

    // MARK: Writing

    /// - Parameters:
    ///   - campaign: where it comes from, if `attempt` doesn't say it.
    ///   - agent: who is waited for, and until when.
    static func add(
        _ db: Database,
        number: E164,
        account: String?,
        language: CustomerLanguage?,
        wish: String,
        attempt: Int64? = nil,
        campaign: String? = nil,
        group: String? = nil,
        agent: (number: AgentNumber, until: UTCTime)? = nil,
        dueAt: UTCTime,
        now: UTCTime
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO callback (number, account, language, attempt, campaign, agentGroup, agent, agentUntil,
                    askedAt, dueAt, wish, state)
                VALUES (:number, :account, :language, :attempt,
                    coalesce((SELECT id FROM campaign WHERE name = :campaign), (SELECT contact.campaign FROM attempt
                        JOIN contact ON contact.id = attempt.contact WHERE attempt.id = :attempt)),
                    :group, :agent, :agentUntil, :now, :dueAt, :wish, 'waiting')
                ON CONFLICT (attempt) DO NOTHING
                """
        )
        try statement.execute(arguments: [
            "number": number.text, "account": account, "language": language?.rawValue, "attempt": attempt,
            "campaign": campaign, "group": group, "agent": agent?.number.text,
            "agentUntil": agent?.until.milliseconds, "now": now.milliseconds, "dueAt": dueAt.milliseconds,
            "wish": wish,
        ])
    }

    /// As `add`, but for somebody who is told that it is kept.
    ///
    /// Throws: `invalidRequest` where one was asked for in the call before.
    static func ask(
        _ db: Database, number: E164, account: String?, language: CustomerLanguage?, wish: String, attempt: Int64?,
        group: String, agent: (number: AgentNumber, until: UTCTime)?, dueAt: UTCTime, now: UTCTime
    ) throws {
        let before = db.totalChangesCount
        try add(
            db, number: number, account: account, language: language, wish: wish, attempt: attempt, group: group,
            agent: agent, dueAt: dueAt, now: now)
        if db.totalChangesCount == before {
            throw CampaignsError(.invalidRequest, "A callback was asked for in this call already, and will be made.")
        }
    }

    /// Waits by its own policy: whatever the rules say, not before `until`.
    static func wait(_ db: Database, _ id: Int64, until: UTCTime, reason: String) throws {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE callback SET state = 'waiting', who = NULL, retryAt = ?, heldUntil = NULL, heldBy = NULL,
                    reason = ?
                WHERE id = ? AND endedAt IS NULL
                """
        )
        try statement.execute(arguments: [until.milliseconds, reason, id])
    }

    /// Waits because a rule says so: when rules change, it is looked at again.
    static func waitByRule(_ db: Database, _ id: Int64, until: UTCTime, because reasons: [RuleReason]) throws {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE callback SET state = 'waiting', who = NULL, heldUntil = ?, heldBy = ?, reason = ?
                WHERE id = ? AND endedAt IS NULL
                """
        )
        try statement.execute(
            arguments: [until.milliseconds, reasons.first?.rule.name ?? "rule", reasons.sentence, id])
    }

    static func done(_ db: Database, _ id: Int64, by who: String, reason: String, now: UTCTime) throws {
        let statement = try db.cachedStatement(
            sql: "UPDATE callback SET state = 'done', who = ?, endedAt = ?, reason = ? WHERE id = ? AND endedAt IS NULL"
        )
        try statement.execute(arguments: [who, now.milliseconds, reason, id])
    }

    /// Nobody calls it any more; told in the events, for somebody was promised a call.
    static func withdraw(_ db: Database, _ id: Int64, reason: String, events: EventLog, now: UTCTime) throws {
        let statement = try db.cachedStatement(
            sql: "UPDATE callback SET state = 'withdrawn', endedAt = ?, reason = ? WHERE id = ? AND endedAt IS NULL")
        try statement.execute(arguments: [now.milliseconds, reason, id])
        guard db.changesCount > 0 else { return }
        try events.write(
            db, who: "dialerd", what: "callback withdrawn", subject: "callback \(id)", detail: reason, now: now)
    }
}
