import GRDB

/// Calls in which an agent talked: their attempt ends with the call, and what becomes of the contact is decided when the
/// agent has said what came of it.
extension ContactBook {
    /// Ends the attempt and keeps the lease, so that nobody else calls the contact before `settleTalk`.
    ///
    /// Throws: `leaseLost` where the attempt has been finished before.
    package func finishTalk(
        _ attempt: Attempt, under lease: ContactLease, _ result: AttemptResult, now: UTCTime
    ) async throws {
        let records = database.records
        try await database.commit { db in
            try AttemptRecords.finish(
                db, attempt: attempt.id, lease: lease.id, result: result, records: records, now: now)
        }
    }

    /// Decides by what was stored what becomes of the contact, and gives the lease back: all or nothing.
    ///
    /// Throws: `leaseLost` where that was done before; `invalidRequest` where the attempt is open.
    package func settleTalk(_ attempt: Attempt, under lease: ContactLease, now: UTCTime) async throws -> ContactFate {
        let rules = rules
        return try await database.commit { db in
            try AttemptRecords.release(db, lease: lease.id)
            return try ContactSettlement(
                talk: attempt.id, contact: lease.contact, campaign: lease.campaign, rules: rules, now: now, db
            ).settle(db)
        }
    }
}

extension ContactSettlement {
    /// Of an attempt that has ended and in which an agent talked.
    init(
        talk attempt: Int64, contact: Int64, campaign: CampaignDefinition, rules: CallRules? = nil, now: UTCTime,
        _ db: Database
    ) throws {
        let statement = try db.cachedStatement(sql: "SELECT number, outcome, wasPlayedToEnd FROM attempt WHERE id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [attempt]), let number = E164(text: row["number"]),
            let outcome = (row["outcome"] as String?).flatMap(AttemptOutcome.init(rawValue:))
        else { throw CampaignsError(.notFound, "There is no attempt \(attempt) that has ended.") }
        self.init(
            contact: contact, attempt: attempt, number: number, outcome: outcome, wasPlayedToEnd: row["wasPlayedToEnd"],
            hadAgent: true, campaign: campaign, rules: rules, now: now)
    }
}
