import GRDB

/// Callbacks in which an agent talked: as with contacts, what becomes of them is decided when the agent has said it.
extension CallbackBook {
    /// Ends the attempt and keeps the lease, so that nobody else has the callback before `settleTalk`.
    ///
    /// Throws: `leaseLost` where the attempt has been finished before.
    package func finishTalk(
        _ attempt: Attempt, under lease: CallbackLease, _ result: AttemptResult, now: UTCTime
    ) async throws {
        let records = database.records
        try await database.commit { db in
            try AttemptRecords.finish(
                db, attempt: attempt.id, lease: lease.id, result: result, records: records, now: now)
        }
    }

    /// Decides by what was stored what becomes of the callback, and gives the lease back: all or nothing.
    ///
    /// Throws: `leaseLost` where that was done before; `invalidRequest` where the attempt is open.
    package func settleTalk(_ attempt: Attempt, under lease: CallbackLease, now: UTCTime) async throws -> CallbackFate {
        let (retry, events) = (retry, database.events)
        return try await database.commit { db in
            try AttemptRecords.release(db, lease: lease.id)
            return try CallbackSettlement(
                talk: attempt.id, callback: lease.callback.id, retry: retry, events: events, now: now, db
            ).settle(db)
        }
    }
}

extension CallbackSettlement {
    /// Of an attempt that has ended and in which an agent talked.
    init(
        talk attempt: Int64, callback: Int64, retry: RetryPolicy, events: EventLog, now: UTCTime, _ db: Database
    ) throws {
        let statement = try db.cachedStatement(sql: "SELECT outcome, agent FROM attempt WHERE id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [attempt]),
            let outcome = (row["outcome"] as String?).flatMap(AttemptOutcome.init(rawValue:))
        else { throw CampaignsError(.notFound, "There is no attempt \(attempt) that has ended.") }
        self.init(
            callback: callback, attempt: attempt, outcome: outcome,
            agent: (row["agent"] as String?).flatMap { AgentNumber($0) }, retry: retry, events: events, now: now)
    }
}
