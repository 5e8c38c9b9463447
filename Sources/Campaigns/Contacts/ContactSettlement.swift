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
    var wasPlayedToEnd = false
    /// An agent talked to the person.
    var hadAgent = false
    var isAbandoned = false
    let campaign: CampaignDefinition
    /// Nil where nobody asks for the best hour.
    var rules: CallRules?
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
        if try exists(db, "doNotCall WHERE attempt = ?") {
            return .ended(.optedOut, reason: "asked not to be called")
        }
        let word = try DispositionRecords.said(db, attempt: attempt)
        if let word, word.does.isAboutDialling { return try goOn(db, after: word) }
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
        if try exists(db, "callback WHERE attempt = ?") {
            return .ended(.finished, reason: "asked for a clerk, who calls back")
        }
        if try exists(db, "faxJob WHERE askedIn = ?") { return try heard(db, "asked for the bill by fax") }
        return try word.map { try heard(db, $0.words) }
    }

    /// The agent says that she is to be called again, or that she isn't there.
    private func goOn(_ db: Database, after word: DispositionRecords.Said) throws -> ContactFate {
        let used = try used(db)
        if word.does == .wrongNumber { return try wrongNumber(db, used: used) }
        if used >= campaign.retry.budget {
            return .ended(.exhausted, reason: "\(used) tries of \(campaign.retry.budget), the last: \(word.words)")
        }
        // Whoever was talked to at one number is not rung at another sooner.
        let until = now + word.wait
        try ContactNumbers.rest(db, contact: contact, number: number, until: until, others: until)
        return try nextTry(db, reason: "again after: \(word.words)")
    }

    private func used(_ db: Database) throws -> Int {
        let statement = try db.cachedStatement(sql: "SELECT attemptsUsed FROM contact WHERE id = ?")
        return try Int.fetchOne(statement, arguments: [contact]) ?? 0
    }

    private func exists(_ db: Database, _ what: String) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM \(what))")
        return try Bool.fetchOne(statement, arguments: [attempt]) ?? false
    }

    private func fateByOutcome(_ db: Database) throws -> ContactFate {
        if outcome == .answered, wasPlayedToEnd { return try heard(db, "announcement played to the end") }
        if outcome == .answered, hadAgent { return try heard(db, "talked to an agent") }
        let used = try used(db)
        if outcome == .wrongNumber { return try wrongNumber(db, used: used) }
        // A call that was answered and didn't settle the contact was not heard to its end.
        let result = RetryPolicy.Result(outcome) ?? .notHeard
        let retry = campaign.retry
        switch retry.decide(after: result, times: try times(db), used: used) {
        case .exhausted(let reason): return .ended(.exhausted, reason: reason)
        case .again(let wait) where isAbandoned:
            let until = now + max(wait, Self.afterAbandonment)
            try ContactNumbers.rest(db, contact: contact, number: number, until: until, others: until)
            return try nextTry(db, reason: "met nobody when it answered, and is left alone for 72 hours")
        case .again(let wait):
            let others = now + retry.waitOfOthers(after: result, wait: wait)
            let next = try nextTry(db, after: result, wait)
            try ContactNumbers.rest(db, contact: contact, number: number, until: next, others: others)
            return try nextTry(db, reason: "again after: \(result.words)")
        }
    }

    /// Whatever the rule set says of it. Source: Ofcom, Persistent misuse (2016), A1.54; DROP72HOUR of VICIdial.
    private static let afterAbandonment = Duration.seconds(72 * 3_600)

    /// The rule's wait, or later the hour at which the person tends to answer.
    private func nextTry(_ db: Database, after result: RetryPolicy.Result, _ wait: Duration) throws -> UTCTime {
        let earliest = now + wait
        guard let rules, campaign.retry.seeksBestHour(after: result, wait: wait) else { return earliest }
        let gate = CallGate(rules: rules, campaign: campaign)
        return try gate.bestMoment(db, contact: contact, number: number, from: earliest) ?? earliest
    }

    /// How many tries of this stage came to the same, the last one included.
    private func times(_ db: Database) throws -> Int {
        let statement = try db.cachedStatement(sql: Self.timesSQL)
        return try Int.fetchOne(statement, arguments: ["contact": contact, "outcome": outcome.rawValue]) ?? 0
    }

    /// Of the answered ones only those that settled nothing.
    static let timesSQL = """
        SELECT count(*) FROM attempt WHERE contact = :contact AND outcome = :outcome AND wasPlayedToEnd = 0
            AND stage >= (SELECT stage FROM contact WHERE id = :contact)
            AND NOT EXISTS (SELECT 1 FROM promise WHERE promise.attempt = attempt.id)
            AND NOT EXISTS (SELECT 1 FROM paidClaim WHERE paidClaim.attempt = attempt.id)
            AND NOT EXISTS (SELECT 1 FROM disposition WHERE disposition.attempt = attempt.id)
        """

    private func wrongNumber(_ db: Database, used: Int) throws -> ContactFate {
        try ContactNumbers.markWrong(db, contact: contact, number: number)
        let reason = "the number is not in use or not theirs"
        if try ContactNumbers.nextTry(db, contact: contact, triesPerNumber: nil) == nil {
            return .ended(.wrongNumber, reason: reason)
        }
        if used >= campaign.retry.budget {
            return .ended(.exhausted, reason: "\(used) tries of \(campaign.retry.budget), the last: wrong number")
        }
        return try nextTry(db, reason: "again at another number: " + reason)
    }

    private func nextTry(_ db: Database, reason: String) throws -> ContactFate {
        let limit = campaign.retry.triesPerNumber
        guard let next = try ContactNumbers.nextTry(db, contact: contact, triesPerNumber: limit) else {
            return .ended(.exhausted, reason: "every number that is left was tried as often as it may be")
        }
        return .waits(until: max(now, next), reason: reason)
    }

    /// This stage is through, and with it its tries: the next one has its day, or there is none.
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
        let zone = try ContactRecords.zone(db, of: contact)
        let today = CalendarDay(now, in: zone)
        switch campaign.stages.turn(of: try Due(json: row["facts"]), heard: row["stage"], today: today) {
        case .allHeard: return .ended(.finished, reason: reason)
        case .later(let day):
            try ContactNumbers.beginAnew(db, contact: contact)
            return .waits(until: day.start(in: zone), reason: "\(reason); the next stage is on \(day)")
        case .stage:
            try ContactNumbers.beginAnew(db, contact: contact)
            let tomorrow = today.adding(days: 1)
            return .waits(until: tomorrow.start(in: zone), reason: "\(reason); next stage tomorrow")
        }
    }
}
