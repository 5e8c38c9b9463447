import GRDB

extension ContactBook {
    /// Looks the account up again, right before the dial: who has paid in between is not rung, and who has still to hear
    /// something hears what is owed now.
    ///
    /// Throws: `billingBeingReplaced`, `billingRow`; the lease stays, and the caller gives it back with a wait.
    package func dueCheck(_ lease: ContactLease, billing: BillingSource, now: UTCTime) async throws -> DueAnswer {
        let source = lease.campaign.source
        guard source.kind != .list else {
            return try await database.commit { try Self.turn($0, lease, lease.due, now: now) }
        }
        let today = CalendarDay(now, in: lease.zone)
        let debtor = try await billing.currentDebt(of: lease.account, kind: source.kind)
        return try await database.commit { db in
            guard let debtor else {
                _ = try PromiseBook.settle(db, account: lease.account, state: "kept", now: now)
                return try Self.end(db, lease, .paid, reason: "the billing data show no debt any more", now: now)
            }
            guard source.includes(debtor.due, today: today) else {
                return try Self.end(db, lease, .withdrawn, reason: "owes less than the campaign asks for", now: now)
            }
            _ = try PromiseBook.settleBroken(db, account: lease.account, now: now)
            if debtor.due != lease.due {
                let statement = try db.cachedStatement(sql: "UPDATE contact SET facts = ? WHERE id = ?")
                try statement.execute(arguments: [try debtor.due.json, lease.contact])
            }
            try ContactNumbers.replace(db, contact: lease.contact, by: debtor.numbers, now: now)
            guard debtor.numbers.contains(where: { $0.number == lease.number }) else {
                return try Self.wait(db, lease, until: now, reason: "the account has another number now")
            }
            return try Self.turn(db, lease, debtor.due, now: now)
        }
    }

    /// Which stage the customer is to hear.
    private static func turn(_ db: Database, _ lease: ContactLease, _ due: Due, now: UTCTime) throws -> DueAnswer {
        let zone = lease.zone
        switch lease.campaign.stages.turn(of: due, heard: lease.stagesHeard, today: CalendarDay(now, in: zone)) {
        case .stage(let stage, let number):
            // Who promised in the last try and didn't pay has no other one; a clerk's call is none of them.
            let budget = lease.campaign.retry.budget
            if stage.kind != .clerk, lease.attemptsUsed >= budget {
                let reason = "\(lease.attemptsUsed) tries of \(budget), and the debt is still there"
                return try end(db, lease, .exhausted, reason: reason, now: now)
            }
            return .due(due, stage: stage, number: number)
        case .later(let day):
            let reason = "has heard all of today; the next stage is on \(day)"
            return try wait(db, lease, until: day.start(in: zone), reason: reason)
        case .allHeard: return try end(db, lease, .finished, reason: "has heard every stage", now: now)
        }
    }

    /// The last stage is a clerk's: the callback is stored and the contact has ended when this returns.
    package func handToClerk(_ lease: ContactLease, now: UTCTime) async throws {
        try await database.commit { db in
            try CallbackRecords.add(
                db,
                number: lease.number,
                account: lease.account,
                language: lease.language,
                wish: "campaign \(lease.campaign.name): a clerk is to speak with the customer",
                campaign: lease.campaign.name,
                dueAt: now,
                now: now
            )
            _ = try Self.end(db, lease, .finished, reason: "handed to a clerk", now: now)
        }
    }

    private static func wait(
        _ db: Database, _ lease: ContactLease, until: UTCTime, reason: String
    ) throws -> DueAnswer {
        try AttemptRecords.release(db, lease: lease.id)
        try ContactRecords.wait(db, contact: lease.contact, until: until, reason: reason)
        return .notNow(until: until)
    }

    private static func end(
        _ db: Database,
        _ lease: ContactLease,
        _ end: ContactEnd,
        reason: String,
        now: UTCTime
    ) throws -> DueAnswer {
        try AttemptRecords.release(db, lease: lease.id)
        try ContactRecords.end(db, contact: lease.contact, end, reason: reason, now: now)
        return .ended(end)
    }
}
