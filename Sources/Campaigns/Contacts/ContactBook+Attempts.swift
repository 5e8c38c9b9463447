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
            switch try gate.verdict(db, contact: lease.contact, number: lease.number, now: now) {
            case .allowed: break
            case .notNow(let until, let reasons):
                try AttemptRecords.release(db, lease: lease.id)
                try ContactRecords.waitByRule(
                    db, contact: lease.contact, until: until, rule: reasons.first?.rule.name, reason: reasons.sentence)
                return .notNow(until: until, because: reasons)
            case .never(let reasons):
                try AttemptRecords.release(db, lease: lease.id)
                let end = ContactEnd(never: reasons)
                let reason = reasons.sentence
                try ContactRecords.end(db, contact: lease.contact, end, reason: reason, now: now)
                return .never(because: reasons)
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
        let records = database.records
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
                campaign: lease.campaign,
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
