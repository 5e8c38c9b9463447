import GRDB

/// Says of contacts and numbers why they are or aren't called now, and when; changes nothing.
package struct ExplanationBook: Sendable {
    private let database: DialerDatabase
    private let rules: CallRules

    package init(database: DialerDatabase, rules: CallRules) {
        self.database = database
        self.rules = rules
    }

    /// How many tries are told.
    private static let triesTold = 5

    /// Throws: `notFound`.
    package func explain(contact id: Int64, now: UTCTime) async throws -> CallExplanation {
        try await database.read { db in
            guard let standing = try Self.standing(db, id, rules, now: now) else {
                throw CampaignsError(
                    .notFound, "There is no contact \(id). Look for the number or the account instead.")
            }
            return standing.explanation(rules.engine, now: now)
        }
    }

    /// The contacts that have this account, in campaigns that go first at the front; those that still wait before others.
    package func contacts(account: String, campaign: String? = nil) async throws -> [Int64] {
        try await contacts("contact.account = :key", account, campaign)
    }

    package func contacts(number: E164, campaign: String? = nil) async throws -> [Int64] {
        let isTheirs = "contact.id IN (SELECT contact FROM contactNumber WHERE number = :key)"
        return try await contacts(isTheirs, number.text, campaign)
    }

    private func contacts(_ isTheirs: String, _ key: String, _ campaign: String?) async throws -> [Int64] {
        try await database.read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT contact.id FROM contact JOIN campaign ON campaign.id = contact.campaign
                    WHERE \(isTheirs) AND (:campaign IS NULL OR campaign.name = :campaign)
                    ORDER BY contact.endedAt IS NOT NULL, contact.id DESC
                    """,
                arguments: ["key": key, "campaign": campaign])
        }
    }

    /// What is known of a number by itself: lists, limits, and its last calls.
    ///
    /// The verdict is the one on a dunning call, or on a call of `campaign`.
    package func explain(number: E164, campaign: String? = nil, now: UTCTime) async throws -> CallExplanation {
        try await database.read { db in
            let definition = try campaign.map { name in
                let json = try String.fetchOne(
                    db, sql: "SELECT definition FROM campaign WHERE name = ?", arguments: [name])
                guard let json else { throw ContactBook.noCampaign(name) }
                return try CampaignDefinition(stored: json)
            }
            let facts = try NumberGate(rules: rules).facts(db, number: number, campaign: definition, now: now)
            let clock = facts.place.clocks[0]
            let verdict = rules.engine.verdict(facts, at: now)
            let next: UTCTime? =
                switch verdict {
                case .allowed: now
                case .notNow(let until, _): until
                case .never: nil
                }
            let kind = definition.map { "call of campaign “\($0.name)”" } ?? "dunning call"
            let tries = try Self.tries(db, "number = ?", number.text).map { $0.sentence(clock) }
            return CallExplanation(
                subject: number.description, mayBeCalledNow: verdict.isAllowed, nextAt: next,
                sentences: ["The number \(number), as to a \(kind):"] + verdict.explanation(by: clock)
                    + (tries.isEmpty ? ["It was never called."] : tries),
                numbers: [])
        }
    }

    private static func standing(
        _ db: Database, _ id: Int64, _ rules: CallRules, now: UTCTime
    ) throws -> ContactStanding? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT contact.*, campaign.definition, campaign.state AS campaignState,
                    (SELECT max(suspendsUntil) FROM promise
                        WHERE promise.account = contact.account AND promise.state = 'open') AS promisedUntil,
                    (SELECT max(suspendsUntil) FROM paidClaim
                        WHERE paidClaim.account = contact.account) AS claimedUntil
                FROM contact JOIN campaign ON campaign.id = contact.campaign WHERE contact.id = ?
                """,
            arguments: [id])
        guard let row else { return nil }
        let campaign = try CampaignDefinition(stored: row["definition"])
        let gate = CallGate(rules: rules, campaign: campaign)
        let candidates = try gate.contact(db, id, now: now)?.numbers ?? []
        func moment(_ column: String) -> UTCTime? { (row[column] as Int64?).map(UTCTime.init(milliseconds:)) }
        return ContactStanding(
            id: id, account: row["account"], campaign: campaign, campaignState: row["campaignState"],
            state: row["state"], reason: row["reason"], heldBy: row["heldBy"],
            retryAt: UTCTime(milliseconds: row["retryAt"]), endedAt: moment("endedAt"),
            attemptsUsed: row["attemptsUsed"], stagesHeard: row["stage"], promisedUntil: moment("promisedUntil"),
            claimedUntil: moment("claimedUntil"), numbers: try numbers(db, id, candidates),
            tries: try tries(db, "contact = ?", id))
    }

    private static func numbers(
        _ db: Database, _ contact: Int64, _ candidates: [CallGate.Candidate]
    ) throws -> [ContactStanding.Number] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT * FROM contactNumber WHERE contact = ? ORDER BY position", arguments: [contact])
        return rows.compactMap { row in
            guard let number = E164(text: row["number"]) else { return nil }
            return ContactStanding.Number(
                number: number, attemptsUsed: row["attemptsUsed"], isWrong: row["isWrong"],
                retryAt: UTCTime(milliseconds: row["retryAt"]),
                facts: candidates.first { $0.number == number }?.facts)
        }
    }

    private static func tries(
        _ db: Database, _ whose: String, _ key: some DatabaseValueConvertible
    ) throws -> [ContactStanding.PastTry] {
        let sql = "SELECT number, openedAt, outcome, detail FROM attempt WHERE \(whose) ORDER BY id DESC LIMIT ?"
        return try Row.fetchAll(db, sql: sql, arguments: [key, triesTold]).compactMap { row in
            E164(text: row["number"]).map {
                ContactStanding.PastTry(
                    number: $0, openedAt: UTCTime(milliseconds: row["openedAt"]), outcome: row["outcome"],
                    detail: row["detail"])
            }
        }
    }
}
