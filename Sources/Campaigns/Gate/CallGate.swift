import Foundation
import GRDB

/// The one gate before a dial: reads the facts of a contact and its numbers in the caller's transaction, and asks the
/// rules.
struct CallGate {
    /// A contact as it stands, with the numbers that are left to it, in their order.
    struct Contact {
        let id: Int64
        let account: String
        let person: String
        let name: String
        let language: CustomerLanguage?
        let zone: TimeZone?
        /// What is owed, as JSON; read when somebody is to be told.
        let facts: String
        let attemptsUsed: Int
        let stagesHeard: Int
        var numbers: [Candidate] = []
    }

    /// One number of a contact, with what the rules need to know.
    struct Candidate {
        let number: E164
        /// By the retry policy; the rules don't know of it.
        let retryAt: UTCTime
        let facts: CallFacts
    }

    let rules: CallRules
    let campaign: CampaignDefinition

    init(rules: CallRules, campaign: CampaignDefinition) {
        self.rules = rules
        self.campaign = campaign
    }

    /// The contact as the books are now, whatever its state; nil where there is none.
    func contact(_ db: Database, _ id: Int64, now: UTCTime) throws -> Contact? {
        try read(db, sql: Self.contactSQL, ["contact": id], now: now).first
    }

    /// The contacts that are due by their own policy, the longest due first.
    ///
    /// - Parameter inPilot: only those that the pilot has called already.
    func due(
        _ db: Database, campaign id: Int64, inPilot: Bool = false, limit: Int, now: UTCTime
    ) throws -> [Contact] {
        let sql = inPilot ? Self.dueInPilotSQL : Self.dueSQL
        return try read(db, sql: sql, ["campaign": id, "limit": limit, "now": now.milliseconds], now: now)
    }

    /// Some of those who wait, due or not, in the order of contacts.
    func waiting(
        _ db: Database, campaign id: Int64, after: Int64, through last: Int64, now: UTCTime
    ) throws -> [Contact] {
        try read(db, sql: Self.waitingSQL, ["campaign": id, "after": after, "last": last], now: now)
    }

    func verdict(_ candidate: Candidate, now: UTCTime) -> Verdict { rules.engine.verdict(candidate.facts, at: now) }

    /// What to do with a contact that is due.
    enum Choice {
        case ring(E164)
        /// - Parameter rule: one that holds it back, so that a change of rules looks at it again; nil where there is none.
        case wait(until: UTCTime, rule: String?, because: String)
        case end(ContactEnd, because: String)
        /// No number is left; why, the records of the numbers say.
        case noNumberLeft
    }

    /// The first number, in their order, that may be rung now.
    func choose(_ contact: Contact, now: UTCTime) -> Choice {
        let retry = campaign.retry
        if contact.attemptsUsed >= retry.budget {
            return .end(.exhausted, because: "\(contact.attemptsUsed) tries of \(retry.budget)")
        }
        if contact.numbers.isEmpty { return .noNumberLeft }
        let engine = rules.engine
        var soonest: (until: UTCTime, because: String)?
        var rule: String?
        var refusals: [RuleReason] = []
        func wait(until: UTCTime, because reason: @autoclosure () -> String) {
            if soonest.map({ until < $0.until }) ?? true { soonest = (until, reason()) }
        }
        for candidate in contact.numbers {
            if candidate.retryAt > now {
                wait(until: candidate.retryAt, because: "its numbers rest between two tries")
                continue
            }
            switch engine.verdict(candidate.facts, at: now) {
            case .allowed: return .ring(candidate.number)
            case .notNow(let until, let reasons):
                rule = rule ?? reasons.first?.rule.name
                wait(until: until, because: reasons.sentence)
            case .never(let reasons): refusals += reasons
            }
        }
        guard let soonest else { return .end(ContactEnd(never: refusals), because: refusals.sentence) }
        return .wait(until: soonest.until, rule: rule, because: soonest.because)
    }

    /// The moment from `earliest` on, within a day, at which the person most likely answers this number; nil where
    /// nothing is known of them, or no call is allowed within that day.
    func bestMoment(_ db: Database, contact: Int64, number: E164, from earliest: UTCTime) throws -> UTCTime? {
        let memory = UTCTime(milliseconds: earliest.milliseconds - Self.habitMemory.wholeMilliseconds)
        let found = try read(db, sql: Self.contactSQL, ["contact": contact], now: earliest, since: memory).first
        guard let candidate = found?.numbers.first(where: { $0.number == number }) else { return nil }
        return rules.engine.bestMoment(candidate.facts, from: earliest)
    }

    /// How far back a person's habits are looked at.
    private static let habitMemory = Duration.seconds(90 * 86_400)

    /// - Parameter since: from when on calls are read; nil for what the limits of the rules count.
    private func read(
        _ db: Database, sql: String, _ which: StatementArguments, now: UTCTime, since: UTCTime? = nil
    ) throws -> [Contact] {
        let reading = GateReading(rules: rules, campaign: campaign, now: now, since: since)
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: which + reading.arguments)
        var contacts: [Contact] = []
        while let row = try rows.next() {
            let id: Int64 = row[0]
            if contacts.last?.id != id { contacts.append(reading.contact(row)) }
            if let candidate = reading.candidate(row) { contacts[contacts.count - 1].numbers.append(candidate) }
        }
        return contacts
    }
}

extension ContactEnd {
    /// What a contact ends as that the rules will never let us call.
    init(never reasons: [RuleReason]) {
        self = .withdrawn
        for reason in reasons {
            switch reason.finding {
            case .listed: self = .optedOut
            case .paid: self = .paid
            default: break
            }
        }
    }
}
