import Foundation
import GRDB

extension CallbackBook {
    /// The callbacks of a group that may be called now, the longest due first; those that an agent promised only when
    /// their time with that agent is over.
    ///
    /// What the rules forbid waits from then on for the moment at which they allow it, with their reason.
    package func due(in group: String, limit: Int, now: UTCTime) async throws -> [Callback] {
        try await due(Self.dueInGroup, ["group": group, "limit": limit], now: now)
    }

    /// The callbacks that these agents promised, as long as they are theirs alone.
    package func due(of agents: Set<AgentNumber>, limit: Int, now: UTCTime) async throws -> [Callback] {
        let numbers = String(decoding: try JSONEncoder().encode(agents.map(\.text).sorted()), as: UTF8.self)
        return try await due(Self.dueOfAgents, ["agents": numbers, "limit": limit], now: now)
    }

    static let dueInGroup = """
        WHERE callback.state = 'waiting' AND callback.callAt <= :now AND deskGroup = :group
            AND (callback.agent IS NULL OR callback.agentUntil <= :now)
        ORDER BY callback.callAt, callback.id LIMIT :limit
        """

    static let dueOfAgents = """
        WHERE callback.state = 'waiting' AND callback.callAt <= :now AND callback.agentUntil > :now
            AND callback.agent IN (SELECT value FROM json_each(:agents))
        ORDER BY callback.callAt, callback.id LIMIT :limit
        """

    func due(_ which: String, _ arguments: StatementArguments, now: UTCTime) async throws -> [Callback] {
        let (allowed, refused) = try await database.read { [rules, defaultGroup] db in
            var allowed: [Callback] = []
            var refused: [Int64] = []
            let arguments = arguments + ["now": now.milliseconds]
            for candidate in try CallbackRecords.fetch(db, which, defaultGroup, arguments) {
                let isAllowed = try NumberGate(rules: rules).verdict(candidate, db, now: now).isAllowed
                if isAllowed { allowed.append(candidate.callback) } else { refused.append(candidate.callback.id) }
            }
            return (allowed, refused)
        }
        for callback in refused {
            try await database.commit { db in
                guard let candidate = try waiting(db, callback, now: now) else { return }
                try refuse(db, callback, NumberGate(rules: rules).verdict(candidate, db, now: now), now: now)
            }
        }
        return allowed
    }

    /// Takes a callback that is due, if nobody has it and the rules allow it now.
    package func lease(_ callback: Callback, now: UTCTime) async throws -> CallbackLeaseAnswer {
        guard let instance = database.instance else {
            throw CampaignsError(.invalidRequest, "The database was opened for reading; nothing can be leased.")
        }
        return try await database.commit { db in
            guard let candidate = try waiting(db, callback.id, now: now) else { return .gone }
            let verdict = try NumberGate(rules: rules).verdict(candidate, db, now: now)
            switch verdict {
            case .allowed: break
            case .notNow(let until, let reasons):
                try refuse(db, callback.id, verdict, now: now)
                return .notNow(until: until, because: reasons)
            case .never(let reasons):
                try refuse(db, callback.id, verdict, now: now)
                return .never(because: reasons)
            }
            try db.cachedStatement(
                sql: "UPDATE callback SET state = 'taken', who = 'dialerd', reason = 'being called' WHERE id = ?"
            ).execute(arguments: [callback.id])
            return .leased(
                CallbackLease(
                    id: try AttemptRecords.takeLease(db, subject: .callback(callback.id), instance: instance, now: now),
                    callback: candidate.callback))
        }
    }

    private func waiting(_ db: Database, _ id: Int64, now: UTCTime) throws -> CallbackRecords.Candidate? {
        try CallbackRecords.fetch(db, Self.waitingNow, defaultGroup, ["callback": id, "now": now.milliseconds]).first
    }

    static let waitingNow = "WHERE callback.id = :callback AND callback.state = 'waiting' AND callback.callAt <= :now"

    private func refuse(_ db: Database, _ callback: Int64, _ verdict: Verdict, now: UTCTime) throws {
        switch verdict {
        case .allowed: break
        case .notNow(let until, let reasons):
            try CallbackRecords.waitByRule(db, callback, until: until, because: reasons)
        case .never(let reasons):
            try CallbackRecords.withdraw(db, callback, reason: reasons.sentence, events: database.events, now: now)
        }
    }

    /// Opens an attempt under the lease.
    ///
    /// When this returns, it is on disk and its one INVITE may leave. The rules are asked once more, in the transaction
    /// that opens it.
    ///
    /// Throws: `leaseLost` where the lease was given back or has an attempt already.
    package func beginAttempt(
        under lease: CallbackLease, trunk: String, callerID: String? = nil, now: UTCTime
    ) async throws -> BeginAnswer {
        let token = database.newToken()
        return try await database.commit { db in
            guard let candidate = try CallbackRecords.find(db, lease.callback.id, defaultGroup) else {
                throw CampaignsError(.notFound, "There is no callback \(lease.callback.id).")
            }
            let verdict = try NumberGate(rules: rules).verdict(candidate, db, now: now)
            if !verdict.isAllowed {
                try AttemptRecords.release(db, lease: lease.id)
                try refuse(db, lease.callback.id, verdict, now: now)
            }
            switch verdict {
            case .notNow(let until, let reasons): return .notNow(until: until, because: reasons)
            case .never(let reasons): return .never(because: reasons)
            case .allowed: break
            }
            return .begun(
                try AttemptRecords.begin(
                    db,
                    subject: .callback(lease.callback.id),
                    lease: lease.id,
                    number: lease.callback.number,
                    about: AttemptRecords.CallSubject(
                        person: candidate.person, account: candidate.account, purpose: .callback),
                    trunk: trunk,
                    callerID: callerID,
                    token: token,
                    now: now
                )
            )
        }
    }

    /// Ends the attempt, decides by the retry policy what becomes of the callback, and gives the lease back: all or
    /// nothing.
    ///
    /// Throws: `leaseLost` where the attempt has been finished before.
    package func finish(
        _ attempt: Attempt, under lease: CallbackLease, _ result: AttemptResult, now: UTCTime
    ) async throws -> CallbackFate {
        let (records, events) = (database.records, database.events)
        return try await database.commit { db in
            try AttemptRecords.finish(
                db, attempt: attempt.id, lease: lease.id, result: result, records: records, now: now)
            try AttemptRecords.release(db, lease: lease.id)
            let settlement = CallbackSettlement(
                callback: lease.callback.id, attempt: attempt.id, outcome: result.outcome, agent: result.agent,
                retry: retry, events: events, now: now)
            return try settlement.settle(db)
        }
    }

    /// Gives a lease back without a try, such as at a shutdown.
    package func release(_ lease: CallbackLease, until: UTCTime, reason: String) async throws {
        try await database.commit { db in
            try AttemptRecords.release(db, lease: lease.id)
            try CallbackRecords.wait(db, lease.callback.id, until: until, reason: reason)
        }
    }
}

extension NumberGate {
    /// The verdict on a call that somebody asked for: limits and lists don't hold for it unless a rule says so, hours do.
    fileprivate func verdict(
        _ candidate: CallbackRecords.Candidate, _ db: Database, now: UTCTime
    ) throws -> Verdict {
        var facts = try facts(db, number: candidate.callback.number, purpose: .callback, now: now)
        facts.place = rules.zones.place(of: candidate.callback.number, candidate.place, site: rules.site)
        facts.ownHours = candidate.ownHours
        facts.toPerson = try history(db, "person", candidate.person, now: now)
        facts.aboutAccount = try history(db, "account", candidate.account, now: now)
        return rules.engine.verdict(facts, at: now)
    }

    private func history(_ db: Database, _ column: String, _ value: String, now: UTCTime) throws -> CallHistory {
        guard rules.counted.contains(column == "person" ? .person : .account) else { return .none }
        let statement = try db.cachedStatement(sql: "SELECT \(CallGate.history(column, ":value"))")
        let since = rules.memory(at: now).milliseconds
        return CallHistory(packed: try String.fetchOne(statement, arguments: ["value": value, "since": since]))
    }
}
