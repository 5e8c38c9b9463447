import GRDB

extension ContactBook {
    /// Opens an attempt under the lease.
    ///
    /// When this returns, it is on disk and its one INVITE may leave. The rules are asked once more, in the transaction
    /// that opens it: what other campaigns did since the lease was taken counts.
    ///
    /// - Parameter stage: the stage of the campaign that the call is to say.
    ///
    /// Throws: `leaseLost` where the lease was given back or has an attempt already.
    package func beginAttempt(
        under lease: ContactLease,
        stage: Int = 0,
        trunk: String,
        callerID: String? = nil,
        now: UTCTime
    ) async throws -> BeginAnswer {
        let gate = CallGate(rules: rules, campaign: lease.campaign)
        let token = database.newToken()
        return try await database.commit { db in
            let contact = try gate.contact(db, lease.contact, now: now)
            guard let contact, let candidate = contact.numbers.first(where: { $0.number == lease.number }) else {
                throw CampaignsError(
                    .notFound, "Contact \(lease.contact) hasn't got the number \(lease.number) any more.")
            }
            let verdict = gate.verdict(candidate, now: now)
            guard verdict.isAllowed else {
                try AttemptRecords.release(db, lease: lease.id)
                return try Self.refused(db, contact, gate, because: verdict.reasons, now: now)
            }
            return .begun(
                try AttemptRecords.begin(
                    db,
                    subject: .contact(lease.contact),
                    lease: lease.id,
                    number: lease.number,
                    about: AttemptRecords.CallSubject(
                        person: lease.person, account: lease.account, purpose: lease.campaign.purpose, stage: stage),
                    trunk: trunk,
                    callerID: callerID,
                    token: token,
                    now: now
                )
            )
        }
    }

    /// The leased number may not be rung any more: another one may be, now or later, or none ever.
    private static func refused(
        _ db: Database, _ contact: CallGate.Contact, _ gate: CallGate, because reasons: [RuleReason], now: UTCTime
    ) throws -> BeginAnswer {
        switch gate.choose(contact, now: now) {
        case .ring:
            try ContactRecords.waitByRule(
                db, contact: contact.id, until: now, rule: nil, reason: "to be called at another number")
            return .notNow(until: now, because: reasons)
        case .wait(let until, let rule, let reason):
            try ContactRecords.waitByRule(db, contact: contact.id, until: until, rule: rule, reason: reason)
            return .notNow(until: until, because: reasons)
        case .end(let end, let reason):
            try ContactRecords.end(db, contact: contact.id, end, reason: reason, now: now)
        case .noNumberLeft:
            try ContactNumbers.endWithoutNumber(db, contact: contact.id, now: now)
        }
        return .never(because: reasons)
    }

    /// Ends the attempt, decides by the retry policy what becomes of the contact, and gives the lease back: all or
    /// nothing.
    ///
    /// Throws: `leaseLost` where the attempt has been finished before.
    package func finish(
        _ attempt: Attempt,
        under lease: ContactLease,
        _ result: AttemptResult,
        now: UTCTime
    ) async throws -> ContactFate {
        let (records, rules) = (database.records, rules)
        return try await database.commit { db in
            try AttemptRecords.finish(
                db, attempt: attempt.id, lease: lease.id, result: result, records: records, now: now)
            try AttemptRecords.release(db, lease: lease.id)
            let settlement = ContactSettlement(
                contact: lease.contact,
                attempt: attempt.id,
                number: lease.number,
                outcome: result.outcome,
                wasPlayedToEnd: result.announcement?.wasPlayedToEnd ?? false,
                hadAgent: result.agent != nil,
                isAbandoned: result.isAbandoned,
                campaign: lease.campaign,
                rules: rules,
                now: now
            )
            return try settlement.settle(db)
        }
    }
}

extension DialerDatabase {
    /// Keeps the time of a signalling step, for what looks at calls in progress.
    ///
    /// The first one of a kind stays.
    package func record(_ step: AttemptStep, of attempt: Attempt, at time: UTCTime) async throws {
        try await commit { db in
            let column = step.rawValue
            let statement = try db.cachedStatement(
                sql: "UPDATE attempt SET \(column) = ? WHERE id = ? AND \(column) IS NULL AND finishedAt IS NULL"
            )
            try statement.execute(arguments: [time.milliseconds, attempt.id])
        }
    }
}
