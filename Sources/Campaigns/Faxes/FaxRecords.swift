import GRDB

/// The rows of `faxJob` and `faxPage`.
///
/// Inside a transaction of the caller.
enum FaxRecords {
    static func unconfirmedPages(_ db: Database, job: Int64, total: Int) throws -> [Int] {
        let confirmed = try Set(
            Int.fetchAll(db.cachedStatement(sql: "SELECT page FROM faxPage WHERE faxJob = ?"), arguments: [job])
        )
        return (1...total).filter { !confirmed.contains($0) }
    }

    static func wait(_ db: Database, job: Int64, until: UTCTime, reason: String) throws {
        let statement = try db.cachedStatement(
            sql: "UPDATE faxJob SET state = 'waiting', dueAt = ?, reason = ? WHERE id = ? AND endedAt IS NULL"
        )
        try statement.execute(arguments: [until.milliseconds, reason, job])
    }

    static func isWaiting(_ db: Database, job: Int64) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM faxJob WHERE id = ? AND state = 'waiting')"
        )
        return try Bool.fetchOne(statement, arguments: [job]) ?? false
    }

    static func end(
        _ db: Database,
        job: Int64,
        _ state: FaxJobStatus.State,
        reason: String,
        records: SealedRecords?,
        now: UTCTime
    ) throws {
        let statement = try db.cachedStatement(
            sql: "UPDATE faxJob SET state = ?, reason = ?, endedAt = ? WHERE id = ? AND endedAt IS NULL"
        )
        try statement.execute(arguments: [state.rawValue, reason, now.milliseconds, job])
        if db.changesCount > 0 { try records?.append(db, faxJob: job, now: now) }
    }

    /// Counts a finished delivery and decides what becomes of its job.
    ///
    /// Pages, not the outcome, say whether it is done.
    static func settle(
        _ db: Database,
        job: Int64,
        outcome: AttemptOutcome,
        detail: String?,
        retry: RetryPolicy,
        records: SealedRecords?,
        now: UTCTime
    ) throws -> FaxFate {
        if outcome.countsAgainstBudget {
            try db.cachedStatement(sql: "UPDATE faxJob SET attemptsUsed = attemptsUsed + 1 WHERE id = ?")
                .execute(arguments: [job])
        }
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT pagesTotal, attemptsUsed FROM faxJob WHERE id = ?"),
            arguments: [job]
        )
        guard let row else { throw CampaignsError(.notFound, "There is no fax job \(job).") }
        if try unconfirmedPages(db, job: job, total: row["pagesTotal"]).isEmpty {
            try end(db, job: job, .delivered, reason: "every page is confirmed", records: records, now: now)
            return .delivered
        }
        let result = RetryPolicy.Result(outcome) ?? .broken
        let times = try AttemptRecords.count(db, faxJob: job, outcome: outcome)
        let suffix = detail.map { " (\($0))" } ?? ""
        switch retry.decide(after: result, times: times, used: row["attemptsUsed"]) {
        case .again(let pause):
            let reason = "again after: \(result.words)\(suffix)"
            try wait(db, job: job, until: now + pause, reason: reason)
            return .waits(until: now + pause, reason: reason)
        case .exhausted(let because):
            let reason = because + suffix
            try end(db, job: job, .failed, reason: reason, records: records, now: now)
            return .failed(reason: reason)
        }
    }

    static func status(_ db: Database, job: Int64) throws -> FaxJobStatus? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT *, (SELECT count(*) FROM faxPage WHERE faxPage.faxJob = faxJob.id) AS pagesConfirmed
                FROM faxJob WHERE id = ?
                """
        )
        guard let row = try Row.fetchOne(statement, arguments: [job]), let number = E164(text: row["number"]),
            let state = FaxJobStatus.State(rawValue: row["state"])
        else { return nil }
        return FaxJobStatus(
            id: job,
            document: row["document"],
            number: number,
            account: row["account"],
            requester: row["requester"],
            state: state,
            reason: row["reason"],
            pagesTotal: row["pagesTotal"],
            pagesConfirmed: row["pagesConfirmed"],
            attemptsUsed: row["attemptsUsed"],
            dueAt: UTCTime(milliseconds: row["dueAt"]),
            createdAt: UTCTime(milliseconds: row["createdAt"]),
            endedAt: (row["endedAt"] as Int64?).map(UTCTime.init(milliseconds:))
        )
    }
}
