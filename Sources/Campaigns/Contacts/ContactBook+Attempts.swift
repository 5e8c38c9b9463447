import GRDB

extension ContactBook {
    /// Opens an attempt under the lease.
    ///
    /// When this returns, it is on disk and its one INVITE may leave.
    ///
    /// Throws: `leaseLost` where the lease was given back or has an attempt already.
    package func beginAttempt(
        under lease: ContactLease,
        trunk: String,
        callerID: String? = nil,
        now: UTCTime
    ) async throws -> BeginAnswer {
        try await database.commit { db in
            if case .closed(let until) = lease.campaign.window.verdict(at: now) {
                try AttemptRecords.release(db, lease: lease.id)
                try ContactRecords.wait(db, contact: lease.contact, until: until, reason: "outside calling hours")
                return .windowClosed(until: until)
            }
            if try ContactRecords.isOptedOut(db, lease.number) {
                try AttemptRecords.release(db, lease: lease.id)
                let reason = "asked not to be called"
                try ContactRecords.end(db, contact: lease.contact, .optedOut, reason: reason, now: now)
                return .optedOut
            }
            if try AttemptRecords.isNumberInUse(db, lease.number) {
                try AttemptRecords.release(db, lease: lease.id)
                let reason = "the number is being called about something else"
                try ContactRecords.wait(db, contact: lease.contact, until: now + .seconds(60), reason: reason)
                return .numberInUse
            }
            return .begun(
                try AttemptRecords.begin(
                    db,
                    subject: .contact(lease.contact),
                    lease: lease.id,
                    number: lease.number,
                    trunk: trunk,
                    callerID: callerID,
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
        try await database.commit { db in
            try AttemptRecords.finish(db, attempt: attempt.id, lease: lease.id, result: result, now: now)
            try AttemptRecords.release(db, lease: lease.id)
            return try ContactRecords.settle(
                db,
                contact: lease.contact,
                attempt: attempt.id,
                number: lease.number,
                outcome: result.outcome,
                wasPlayedToEnd: result.announcement?.wasPlayedToEnd ?? false,
                retry: lease.campaign.retry,
                now: now
            )
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
