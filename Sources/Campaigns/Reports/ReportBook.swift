import GRDB

/// Figures out of the records, for reports, the demo and the console.
///
/// Reads only; doesn't wait for writers.
package struct ReportBook: Sendable {
    let database: DialerDatabase

    package init(database: DialerDatabase) { self.database = database }

    /// All campaigns, in the order they were made, as of one moment.
    package func campaigns() async throws -> [CampaignReport] {
        try await database.read { db in
            try Row.fetchAll(db, sql: "SELECT id, name, definition, state FROM campaign ORDER BY id")
                .map { try Self.campaign(db, $0) }
        }
    }

    package func faxes() async throws -> FaxReport {
        try await database.read { db in
            let states = try Self.counts(db, "SELECT state, count(*) FROM faxJob GROUP BY state", [])
            // Faxes belong to no campaign.
            let outcomes = try Self.counts(
                db,
                "SELECT outcome, sum(attempts) FROM attemptTally WHERE campaign = 0 AND kind = 'fax' GROUP BY outcome",
                []
            )
            return FaxReport(
                jobs: states.values.reduce(0, +),
                waiting: states["waiting"] ?? 0,
                leased: states["leased"] ?? 0,
                delivered: states["delivered"] ?? 0,
                failed: states["failed"] ?? 0,
                cancelled: states["cancelled"] ?? 0,
                attempts: Self.byOutcome(outcomes),
                pagesTotal: try Int.fetchOne(db, sql: "SELECT coalesce(sum(pagesTotal), 0) FROM faxJob") ?? 0,
                pagesConfirmed: try Int.fetchOne(db, sql: "SELECT count(*) FROM faxPage") ?? 0
            )
        }
    }

    /// All attempts after `id`, the oldest first, at most `limit`.
    package func attempts(after id: Int64 = 0, limit: Int = 100_000) async throws -> [AttemptRecord] {
        try await records("attempt.id > ? ORDER BY attempt.id LIMIT ?", [id, limit])
    }

    /// The pages that far ends confirmed, by attempt; pages count from 1.
    package func confirmedPages() async throws -> [Int64: [Int]] {
        try await database.read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT attempt, page FROM faxPage ORDER BY attempt, page")
            return Dictionary(grouping: rows) { $0["attempt"] as Int64 }.mapValues { $0.map { $0["page"] as Int } }
        }
    }

    /// The calls that are up or ringing now.
    package func openAttempts() async throws -> [AttemptRecord] {
        try await records("attempt.finishedAt IS NULL ORDER BY attempt.id", [])
    }

    private func records(_ condition: String, _ arguments: StatementArguments) async throws -> [AttemptRecord] {
        let seal = database.records?.seal
        return try await database.read { db in
            let sql = """
                SELECT attempt.*, coalesce(campaign.name, attempt.kind) AS origin, sealedRecord.sequence, sealedRecord.secret
                FROM attempt LEFT JOIN contact ON contact.id = attempt.contact
                LEFT JOIN campaign ON campaign.id = contact.campaign
                LEFT JOIN sealedRecord ON sealedRecord.kind = 'attempt' AND sealedRecord.subject = attempt.id
                WHERE \(condition)
                """
            return try Row.fetchAll(db, sql: sql, arguments: arguments).compactMap { try Self.record($0, seal) }
        }
    }

    private static func campaign(_ db: Database, _ row: Row) throws -> CampaignReport {
        let id: Int64 = row["id"]
        let states = try counts(db, "SELECT state, count(*) FROM contact WHERE campaign = ? GROUP BY state", [id])
        let counts = try CampaignTotals(db, campaign: id)
        let definition = try CampaignDefinition(stored: row["definition"])
        return CampaignReport(
            campaign: row["name"],
            title: definition.title,
            state: row["state"],
            lines: definition.lines,
            selected: states.values.reduce(0, +),
            waiting: states["waiting"] ?? 0,
            leased: states["leased"] ?? 0,
            ended: Dictionary(
                uniqueKeysWithValues: ContactEnd.allCases.map { ($0, states[$0.rawValue] ?? 0) }
            ),
            attempts: byOutcome(counts.outcomes),
            attemptsOpen: counts.open,
            announcementsPlayedToEnd: counts.playedToEnd,
            announcementsHeardToEndByPerson: counts.heardByPerson,
            promises: counts.happenings[.promiseMade] ?? 0,
            paidClaims: counts.happenings[.paidClaim] ?? 0,
            optOuts: counts.happenings[.optOut] ?? 0,
            callbacks: counts.happenings[.callbackAsked] ?? 0,
            faxesAsked: counts.happenings[.faxOrdered] ?? 0
        )
    }

    /// Counts by the first column; what has none yet (an open attempt's outcome) under the empty text.
    private static func counts(
        _ db: Database,
        _ sql: String,
        _ arguments: StatementArguments
    ) throws -> [String: Int] {
        let rows = try Row.fetchAll(db, sql: sql, arguments: arguments)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as String? ?? "", $0[1] as Int) })
    }

    private static func byOutcome(_ counts: [String: Int]) -> [AttemptOutcome: Int] {
        Dictionary(uniqueKeysWithValues: AttemptOutcome.allCases.map { ($0, counts[$0.rawValue] ?? 0) })
    }

    /// - Parameter seal: opens what only those with the key may know; without it that stays nil.
    private static func record(_ row: Row, _ seal: RecordSeal?) throws -> AttemptRecord? {
        let sequence: Int64? = row["sequence"]
        let secret = try sequence.flatMap { sequence in
            try seal?.open(row["secret"], kind: .attempt, subject: row["id"], sequence: sequence)
        }
        func time(_ column: String) -> UTCTime? { (row[column] as Int64?).map(UTCTime.init(milliseconds:)) }
        guard let number = E164(text: row["number"]), let openedAt = time("openedAt") else { return nil }
        return AttemptRecord(
            id: row["id"],
            token: row["token"],
            kind: row["kind"],
            origin: row["origin"],
            contact: row["contact"],
            faxJob: row["faxJob"],
            number: number,
            trunk: row["trunk"],
            openedAt: openedAt,
            inviteSentAt: time("inviteSentAt"),
            ringingAt: time("ringingAt"),
            answeredAt: secret?.answeredAt ?? time("answeredAt"),
            finishedAt: time("finishedAt"),
            outcome: (row["outcome"] as String?).flatMap(AttemptOutcome.init(rawValue:)),
            detail: row["detail"],
            sipStatus: row["sipStatus"],
            q850Cause: row["q850Cause"],
            answeredBy: (row["answeredBy"] as String?).flatMap(AnsweredBy.init(rawValue:)),
            keysPressed: row["keysPressed"],
            announcement: row["announcement"],
            announcementMs: secret?.announcementMs ?? row["announcementMs"],
            heardMs: secret?.heardMs ?? row["heardMs"],
            heardPiece: secret?.heardPiece ?? row["heardPiece"],
            isAbandoned: row["isAbandoned"]
        )
    }
}
