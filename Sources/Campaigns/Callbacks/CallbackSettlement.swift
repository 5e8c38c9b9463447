import GRDB

/// What a finished attempt makes of its callback.
///
/// What the person said is read from what was stored while they spoke. Inside a transaction of the caller.
struct CallbackSettlement {
    let callback: Int64
    let attempt: Int64
    let outcome: AttemptOutcome
    /// Who talked to the person.
    var agent: AgentNumber?
    let retry: RetryPolicy
    let events: EventLog
    let now: UTCTime

    func settle(_ db: Database) throws -> CallbackFate {
        if outcome.countsAgainstBudget {
            try db.cachedStatement(sql: "UPDATE callback SET attemptsUsed = attemptsUsed + 1 WHERE id = ?")
                .execute(arguments: [callback])
        }
        if let word = try DispositionRecords.said(db, attempt: attempt) { return try settle(db, by: word) }
        if let agent {
            let reason = "talked to agent \(agent)"
            try CallbackRecords.done(db, callback, by: agent.text, reason: reason, now: now)
            return .done
        }
        if let reason = try said(db) { return try withdraw(db, reason) }
        let used = try used(db)
        let result = RetryPolicy.Result(outcome) ?? .metNobody
        let times = try AttemptRecords.count(db, callback: callback, outcome: outcome)
        switch retry.decide(after: result, times: times, used: used) {
        case .exhausted(let reason): return try withdraw(db, reason)
        case .again(let wait):
            let reason = "again after: \(result.words)"
            try CallbackRecords.wait(db, callback, until: now + wait, reason: reason)
            return .waits(until: now + wait, reason: reason)
        }
    }

    private func settle(_ db: Database, by word: DispositionRecords.Said) throws -> CallbackFate {
        switch word.does {
        case .wrongNumber: return try withdraw(db, word.words)
        case .again:
            let used = try used(db)
            if used >= retry.budget {
                return try withdraw(db, "\(used) tries of \(retry.budget), the last: \(word.words)")
            }
            let (until, reason) = (now + word.wait, "again after: \(word.words)")
            try CallbackRecords.wait(db, callback, until: until, reason: reason)
            return .waits(until: until, reason: reason)
        case .done, .promise, .paid, .callback, .fax, .doNotCall:
            let who = (word.agent ?? agent)?.text ?? "an agent"
            try CallbackRecords.done(db, callback, by: who, reason: word.words, now: now)
            return .done
        }
    }

    private func used(_ db: Database) throws -> Int {
        let statement = try db.cachedStatement(sql: "SELECT attemptsUsed FROM callback WHERE id = ?")
        return try Int.fetchOne(statement, arguments: [callback]) ?? 0
    }

    private func said(_ db: Database) throws -> String? {
        if try exists(db, "doNotCall WHERE attempt = ?") { return "asked not to be called" }
        return try exists(db, "callback WHERE attempt = ?") ? "asked for another callback in the call" : nil
    }

    private func exists(_ db: Database, _ what: String) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM \(what))")
        return try Bool.fetchOne(statement, arguments: [attempt]) ?? false
    }

    private func withdraw(_ db: Database, _ reason: String) throws -> CallbackFate {
        try CallbackRecords.withdraw(db, callback, reason: reason, events: events, now: now)
        return .withdrawn(reason: reason)
    }
}
