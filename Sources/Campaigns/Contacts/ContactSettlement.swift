import GRDB

/// What a finished attempt makes of its contact.
///
/// What the customer said is read from what was stored while they spoke, so it holds even where the process died
/// before the call was over. Inside a transaction of the caller.
struct ContactSettlement {
    let contact: Int64
    let attempt: Int64
    let number: E164
    let outcome: AttemptOutcome
    let wasPlayedToEnd: Bool
    let campaign: CampaignDefinition
    let now: UTCTime

    func settle(_ db: Database) throws -> ContactFate {
        if outcome.countsAgainstBudget {
            try db.cachedStatement(sql: "UPDATE contact SET attemptsUsed = attemptsUsed + 1 WHERE id = ?")
                .execute(arguments: [contact])
            try ContactNumbers.countTry(db, contact: contact, number: number)
        }
        let fate = try said(db) ?? fateByOutcome(db)
        try ContactRecords.apply(db, contact: contact, fate, now: now)
        return fate
    }

    /// What was agreed in the call, the strongest first.
    private func said(_ db: Database) throws -> ContactFate? {
        if try DoNotCallList.holds(db, number, campaign: campaign.name) {
            return .ended(.optedOut, reason: "asked not to be called")
        }
        let promise = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT dueDay, suspendsUntil FROM promise WHERE attempt = ? AND state = 'open'"),
            arguments: [attempt]
        )
        if let promise {
            let day: String = promise["dueDay"]
            return .waits(until: UTCTime(milliseconds: promise["suspendsUntil"]), reason: "promised to pay on \(day)")
        }
        let claim = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT suspendsUntil FROM paidClaim WHERE attempt = ?"),
            arguments: [attempt]
        )
        if let claim { return .waits(until: UTCTime(milliseconds: claim), reason: "says that it is paid") }
        let statement = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM callback WHERE attempt = ?)")
        if try Bool.fetchOne(statement, arguments: [attempt]) ?? false {
            return .ended(.finished, reason: "asked for a clerk, who calls back")
        }
        let fax = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM faxJob WHERE askedIn = ?)")
        if try Bool.fetchOne(fax, arguments: [attempt]) ?? false {
            return try heard(db, "asked for the bill by fax")
        }
        return nil
    }

    private func fateByOutcome(_ db: Database) throws -> ContactFate {
        if outcome == .wrongNumber { return try wrongNumber(db) }
        if outcome == .answered, wasPlayedToEnd { return try heard(db, "announcement played to the end") }
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT attemptsUsed FROM contact WHERE id = ?"),
            arguments: [contact]
        )
        // A call that was answered and didn't settle the contact was not heard to its end.
        let result = RetryPolicy.Result(outcome) ?? .notHeard
        let times = try AttemptRecords.count(db, .contact(contact), outcome: outcome)
        switch campaign.retry.decide(after: result, times: times, used: row?["attemptsUsed"] ?? 0) {
        case .exhausted(let reason): return .ended(.exhausted, reason: reason)
        case .again(let wait):
            let others = now + min(wait, campaign.retry.betweenNumbers)
            try ContactNumbers.rest(db, contact: contact, number: number, until: now + wait, others: others)
            return try nextTry(db, reason: "again after: \(result.words)")
        }
    }

    private func wrongNumber(_ db: Database) throws -> ContactFate {
        try ContactNumbers.markWrong(db, contact: contact, number: number)
        let reason = "the number is not in use or not theirs"
        if try ContactNumbers.nextTry(db, contact: contact, triesPerNumber: nil) == nil {
            return .ended(.wrongNumber, reason: reason)
        }
        return try nextTry(db, reason: "again at another number: " + reason)
    }

    private func nextTry(_ db: Database, reason: String) throws -> ContactFate {
        let limit = campaign.retry.triesPerNumber
        guard let next = try ContactNumbers.nextTry(db, contact: contact, triesPerNumber: limit) else {
            return .ended(.exhausted, reason: "every number was tried \(limit.map(String.init) ?? "") times")
        }
        return .waits(until: max(now, next), reason: reason)
    }

    /// This stage is through: the next one has its day, or there is none.
    private func heard(_ db: Database, _ reason: String) throws -> ContactFate {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    UPDATE contact SET stage = 1 + (SELECT stage FROM attempt WHERE id = ?) WHERE id = ?
                    RETURNING stage, facts
                    """
            ),
            arguments: [attempt, contact]
        )
        guard let row else { return .ended(.finished, reason: reason) }
        let zone = campaign.window.zone
        let today = CalendarDay(now, in: zone)
        switch campaign.stages.turn(of: try Due(json: row["facts"]), heard: row["stage"], today: today) {
        case .allHeard: return .ended(.finished, reason: reason)
        case .later(let day):
            return .waits(until: day.start(in: zone), reason: "\(reason); the next stage is on \(day)")
        case .stage:
            return .waits(until: today.adding(days: 1).start(in: zone), reason: "\(reason); next stage tomorrow")
        }
    }
}
