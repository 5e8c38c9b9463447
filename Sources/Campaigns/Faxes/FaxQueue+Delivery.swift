import GRDB

extension FaxQueue {
    /// Takes up to `limit` jobs that are due, never two for one number.
    package func leaseDue(limit: Int, now: UTCTime) async throws -> [FaxLease] {
        guard let instance = database.instance else {
            throw CampaignsError(.invalidRequest, "The database was opened for reading; nothing can be leased.")
        }
        return try await database.commit { db in
            let rows = try Row.fetchAll(
                db.cachedStatement(sql: Self.leaseSQL),
                arguments: ["now": now.milliseconds, "limit": max(0, limit)]
            )
            return try rows.sorted { ($0["id"] as Int64) < ($1["id"] as Int64) }.map { row in
                let (job, total): (Int64, Int) = (row["id"], row["pagesTotal"])
                guard let number = E164(text: row["number"]) else {
                    throw CampaignsError(.databaseUnusable, "Fax job \(job) has a number that is not E.164.")
                }
                let broken = try AttemptRecords.count(db, faxJob: job, outcome: .answered)
                let interrupted = try AttemptRecords.count(db, faxJob: job, outcome: .interrupted)
                return FaxLease(
                    id: try AttemptRecords.takeLease(db, subject: .faxJob(job), instance: instance, now: now),
                    job: job,
                    document: row["document"],
                    number: number,
                    account: row["account"],
                    pagesTotal: total,
                    unconfirmedPages: try FaxRecords.unconfirmedPages(db, job: job, total: total),
                    brokenCalls: broken,
                    isContinuation: broken + interrupted > 0
                )
            }
        }
    }

    /// Of several jobs for a number the oldest goes first, and the others when it is through.
    static let leaseSQL = """
        UPDATE faxJob SET state = 'leased', reason = 'being sent' WHERE id IN (
            SELECT id FROM faxJob AS candidate
            WHERE state = 'waiting' AND dueAt <= :now
                AND NOT EXISTS (SELECT 1 FROM attempt
                    WHERE attempt.number = candidate.number AND attempt.finishedAt IS NULL)
                AND NOT EXISTS (SELECT 1 FROM faxJob AS other
                    WHERE other.number = candidate.number AND (other.state = 'leased'
                        OR other.state = 'waiting' AND other.dueAt <= :now AND other.id < candidate.id))
            ORDER BY dueAt, id LIMIT :limit)
        RETURNING id, document, number, account, pagesTotal
        """

    /// Opens the attempt.
    ///
    /// When this returns, it is on disk and its one INVITE may leave.
    ///
    /// Throws: `leaseLost` where the lease was given back or has an attempt already.
    package func beginDelivery(
        under lease: FaxLease,
        trunk: String,
        callerID: String? = nil,
        now: UTCTime
    ) async throws -> BeginDeliveryAnswer {
        let records = database.records
        return try await database.commit { db in
            switch try NumberGate(rules: rules).verdict(faxTo: lease.number, db, now: now) {
            case .allowed: break
            case .notNow(let until, let reasons):
                try AttemptRecords.release(db, lease: lease.id)
                try FaxRecords.wait(db, job: lease.job, until: until, reason: reasons.sentence)
                return .notNow(until: until, because: reasons)
            case .never(let reasons):
                try AttemptRecords.release(db, lease: lease.id)
                try FaxRecords.end(db, job: lease.job, .failed, reason: reasons.sentence, records: records, now: now)
                return .never(because: reasons)
            }
            return .begun(
                try AttemptRecords.begin(
                    db,
                    subject: .faxJob(lease.job),
                    lease: lease.id,
                    number: lease.number,
                    about: AttemptRecords.CallSubject(
                        person: lease.account ?? lease.number.text,
                        account: lease.account ?? lease.number.text,
                        purpose: .fax
                    ),
                    trunk: trunk,
                    callerID: callerID,
                    token: database.newToken(),
                    now: now
                )
            )
        }
    }

    /// Keeps the far end's MCF for a page.
    ///
    /// When this returns, it is on disk.
    ///
    /// The same page again changes nothing. Throws: `leaseLost` where the attempt isn't this job's open one,
    /// `invalidRequest` where the job has no such page.
    package func confirmPage(_ page: Int, of lease: FaxLease, attempt: Attempt, now: UTCTime) async throws {
        guard (1...lease.pagesTotal).contains(page) else {
            throw CampaignsError(
                .invalidRequest,
                "Fax job \(lease.job) has pages 1 to \(lease.pagesTotal), not \(page)."
            )
        }
        try await database.commit { db in
            let statement = try db.cachedStatement(
                sql: """
                    INSERT INTO faxPage (faxJob, page, attempt, confirmedAt) VALUES (?, ?, ?, ?)
                    ON CONFLICT (faxJob, page) DO NOTHING
                    """
            )
            do {
                try statement.execute(arguments: [lease.job, page, attempt.id, now.milliseconds])
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                throw CampaignsError(
                    .leaseLost,
                    "Page \(page) of fax job \(lease.job) can't be confirmed: \(error.message ?? "refused")."
                )
            }
        }
    }

    /// Ends the attempt and decides what becomes of the job: delivered only if every page is confirmed.
    ///
    /// Throws: `leaseLost` where the attempt has been finished before.
    package func finishDelivery(
        _ attempt: Attempt,
        under lease: FaxLease,
        _ result: AttemptResult,
        now: UTCTime
    ) async throws -> FaxFate {
        let records = database.records
        return try await database.commit { db in
            try AttemptRecords.finish(
                db, attempt: attempt.id, lease: lease.id, result: result, records: records, now: now)
            try AttemptRecords.release(db, lease: lease.id)
            return try FaxRecords.settle(
                db,
                job: lease.job,
                outcome: result.outcome,
                detail: result.detail,
                retry: retry,
                records: records,
                now: now
            )
        }
    }

    /// Gives a lease back without a try, such as at a shutdown.
    package func release(_ lease: FaxLease, until: UTCTime, reason: String) async throws {
        try await database.commit { db in
            try AttemptRecords.release(db, lease: lease.id)
            try FaxRecords.wait(db, job: lease.job, until: until, reason: reason)
        }
    }
}
