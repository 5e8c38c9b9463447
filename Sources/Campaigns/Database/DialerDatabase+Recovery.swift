import GRDB

extension DialerDatabase {
    package struct RecoveryCounts: Hashable, Sendable {
        /// Attempts that were open when their process died.
        ///
        /// Each may have rung.
        package var interrupted = 0
        /// Leases of dead owners that had no attempt.
        package var freed = 0
        /// Talks with agents that were over, and of which nothing was decided yet.
        package var settled = 0
    }

    /// Tidies up after dead processes.
    ///
    /// To be called once after `open`, before anything is leased.
    ///
    /// This process holds the lock on the database, so every other owner of a lease is dead, and no time limit has to
    /// guess it. An attempt that was open becomes `interrupted`, by whose retry rule its contact, fax job or callback
    /// goes on. What an agent said of a talk holds; of one of which he had said nothing yet it is known that he talked.
    package func recover(
        faxRetry: RetryPolicy = .faxDefault, callbackRetry: RetryPolicy = .callbackDefault, now: UTCTime
    ) async throws -> RecoveryCounts {
        guard let instance else { return RecoveryCounts() }
        let (records, events) = (records, events)
        return try await commit { db in
            var counts = RecoveryCounts()
            let leases = try Row.fetchAll(
                db,
                sql: """
                    SELECT lease.id AS lease, lease.contact, lease.faxJob, lease.callback, attempt.id AS attempt,
                        attempt.number, coalesce(
                            (SELECT id FROM attempt AS talk WHERE talk.contact = lease.contact
                                AND talk.lease = lease.id AND talk.finishedAt IS NOT NULL),
                            (SELECT id FROM attempt AS talk WHERE talk.callback = lease.callback
                                AND talk.lease = lease.id AND talk.finishedAt IS NOT NULL)) AS talk
                    FROM lease LEFT JOIN attempt ON attempt.lease = lease.id AND attempt.finishedAt IS NULL
                    WHERE lease.instance <> ?
                    """,
                arguments: [instance]
            )
            for row in leases {
                if let talk: Int64 = row["talk"] {
                    counts.settled += 1
                    try Self.settle(db, talk: talk, row, callbackRetry, events, now: now)
                    continue
                }
                if row["attempt"] as Int64? == nil { counts.freed += 1 } else { counts.interrupted += 1 }
                try Self.recover(db, row, faxRetry: faxRetry, records: records, now: now)
                try Self.recoverCallback(db, row, callbackRetry, events, now: now)
            }
            if !leases.isEmpty {
                try events.write(
                    db,
                    who: "dialerd",
                    what: "recovered after a crash",
                    subject: "leases",
                    detail: "\(counts.interrupted) attempts interrupted, \(counts.freed) leases freed, "
                        + "\(counts.settled) talks settled",
                    now: now
                )
            }
            try AgentBook.recover(db)
            try db.execute(
                sql: "UPDATE processInstance SET endedAt = max(?, startedAt) WHERE endedAt IS NULL AND id <> ?",
                arguments: [now.milliseconds, instance]
            )
            return counts
        }
    }

    /// The process died between the end of the call and the agent's last word.
    private static func settle(
        _ db: Database, talk: Int64, _ row: Row, _ callbackRetry: RetryPolicy, _ events: EventLog, now: UTCTime
    ) throws {
        try AttemptRecords.release(db, lease: row["lease"])
        if let callback: Int64 = row["callback"] {
            _ = try CallbackSettlement(
                talk: talk, callback: callback, retry: callbackRetry, events: events, now: now, db
            ).settle(db)
        }
        guard let contact: Int64 = row["contact"], let campaign = try campaign(db, of: contact) else { return }
        _ = try ContactSettlement(talk: talk, contact: contact, campaign: campaign, now: now, db).settle(db)
    }

    private static func recover(
        _ db: Database, _ row: Row, faxRetry: RetryPolicy, records: SealedRecords?, now: UTCTime
    ) throws {
        let (lease, contact, job): (Int64, Int64?, Int64?) = (row["lease"], row["contact"], row["faxJob"])
        let attempt: Int64? = row["attempt"]
        if let attempt {
            let result = AttemptResult(outcome: .interrupted, detail: "dialerd stopped during the call")
            try AttemptRecords.finish(db, attempt: attempt, lease: lease, result: result, records: records, now: now)
        }
        try AttemptRecords.release(db, lease: lease)
        switch (contact, job, attempt, E164(text: row["number"] as String? ?? "")) {
        case (let contact?, _, let attempt?, let number?):
            guard let campaign = try campaign(db, of: contact) else { return }
            let settlement = ContactSettlement(
                contact: contact,
                attempt: attempt,
                number: number,
                outcome: .interrupted,
                campaign: campaign,
                now: now
            )
            _ = try settlement.settle(db)
        case (let contact?, _, _, _):
            try ContactRecords.wait(db, contact: contact, until: now, reason: "given back after a restart")
        case (_, let job?, .some, _):
            _ = try FaxRecords.settle(
                db, job: job, outcome: .interrupted, detail: nil, retry: faxRetry, records: records, now: now)
        case (_, let job?, _, _):
            try FaxRecords.wait(db, job: job, until: now, reason: "given back after a restart")
        default:
            break
        }
    }

    /// After its lease is gone.
    private static func recoverCallback(
        _ db: Database, _ row: Row, _ retry: RetryPolicy, _ events: EventLog, now: UTCTime
    ) throws {
        guard let callback: Int64 = row["callback"] else { return }
        guard let attempt: Int64 = row["attempt"] else {
            return try CallbackRecords.wait(db, callback, until: now, reason: "given back after a restart")
        }
        let settlement = CallbackSettlement(
            callback: callback, attempt: attempt, outcome: .interrupted, retry: retry, events: events, now: now)
        _ = try settlement.settle(db)
    }

    private static func campaign(_ db: Database, of contact: Int64) throws -> CampaignDefinition? {
        let json = try String.fetchOne(
            db,
            sql: "SELECT definition FROM campaign JOIN contact ON contact.campaign = campaign.id WHERE contact.id = ?",
            arguments: [contact]
        )
        return try json.map(CampaignDefinition.init(stored:))
    }
}
