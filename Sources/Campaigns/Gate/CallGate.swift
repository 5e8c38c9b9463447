import Foundation
import GRDB

/// The one gate before a dial: reads the facts of a contact and its numbers in the caller's transaction, and asks the
/// rules.
struct CallGate {
    /// One number of a contact, with what the rules need to know.
    struct Candidate {
        let number: E164
        /// By the retry policy; the rules don't know of it.
        let retryAt: UTCTime
        let facts: CallFacts
    }

    private let rules: CallRules
    private let campaign: CampaignDefinition

    init(rules: CallRules, campaign: CampaignDefinition) {
        self.rules = rules
        self.campaign = campaign
    }

    /// The verdict on one number of a contact, as the books are now.
    func verdict(_ db: Database, contact: Int64, number: E164, now: UTCTime) throws -> Verdict {
        let statement = try db.cachedStatement(
            sql: Self.select("WHERE contact.id = :contact AND contactNumber.number = :number")
        )
        var arguments = arguments(now)
        arguments += ["contact": contact, "number": number.text]
        guard let row = try Row.fetchOne(statement, arguments: arguments), let candidate = candidate(row) else {
            throw CampaignsError(.notFound, "Contact \(contact) hasn't got the number \(number) any more.")
        }
        return rules.engine.verdict(candidate.facts, at: now)
    }

    /// The contacts that are due by their own policy, the longest due first, each with the numbers that are left to it.
    func due(
        _ db: Database, campaign id: Int64, limit: Int, now: UTCTime
    ) throws -> [(contact: Row, numbers: [Candidate])] {
        var arguments = arguments(now)
        arguments += ["campaign": id, "limit": limit]
        let rows = try Row.fetchAll(db.cachedStatement(sql: Self.dueSQL), arguments: arguments)
        var found: [(contact: Row, numbers: [Candidate])] = []
        for row in rows {
            let id: Int64 = row["id"]
            if found.last.map({ $0.contact["id"] as Int64 }) != id { found.append((row, [])) }
            if let candidate = candidate(row) { found[found.count - 1].numbers.append(candidate) }
        }
        return found
    }

    /// What to do with a contact that is due.
    enum Choice {
        case ring(E164)
        /// - Parameter rule: the one that forbids it first; nil where only the retry policy puts it off.
        case wait(until: UTCTime, rule: String?, because: String)
        case end(ContactEnd, because: String)
    }

    /// The first number, in their order, that may be rung now.
    func choose(_ numbers: [Candidate], now: UTCTime) -> Choice {
        var waits: [(until: UTCTime, rule: String?, because: String)] = []
        var refusals: [RuleReason] = []
        for candidate in numbers {
            if candidate.retryAt > now {
                waits.append((candidate.retryAt, nil, "its numbers rest between two tries"))
                continue
            }
            switch rules.engine.verdict(candidate.facts, at: now) {
            case .allowed: return .ring(candidate.number)
            case .notNow(let until, let reasons): waits.append((until, reasons.first?.rule.name, reasons.sentence))
            case .never(let reasons): refusals += reasons
            }
        }
        if let soonest = waits.min(by: { $0.until < $1.until }) {
            return .wait(until: soonest.until, rule: soonest.rule, because: soonest.because)
        }
        if refusals.isEmpty { return .end(.exhausted, because: "every number was tried as often as it may be") }
        return .end(ContactEnd(never: refusals), because: refusals.sentence)
    }

    // MARK: Reading

    static let dueSQL = select(
        """
        WHERE contact.id IN (SELECT id FROM contact WHERE campaign = :campaign AND state = 'waiting' AND dueAt <= :now
            ORDER BY dueAt, id LIMIT :limit)
        ORDER BY contact.dueAt, contact.id, contactNumber.position
        """
    )

    /// What limits count, packed as time × 64 + standing × 8 + purpose, so that a row carries a whole history.
    static func history(_ column: String, _ value: String) -> String {
        """
        (SELECT group_concat(openedAt * 64 + standing * 8 + CASE purpose WHEN 'dunning' THEN 0 WHEN 'service' THEN 1
            WHEN 'callback' THEN 2 WHEN 'notification' THEN 3 ELSE 4 END)
        FROM attempt WHERE attempt.\(column) = \(value) AND openedAt > :since AND standing IS NOT NULL)
        """
    }

    static func select(_ which: String) -> String {
        """
        SELECT contact.id, contact.account, contact.person, contact.name, contact.language, contact.zone,
            contact.region, contact.facts, contact.attemptsUsed, contact.stage,
            contactNumber.number, contactNumber.zone AS numberZone, contactNumber.opens, contactNumber.closes,
            contactNumber.retryAt,
            \(history("number", "contactNumber.number")) AS toNumber,
            \(history("person", "contact.person")) AS toPerson,
            CASE WHEN contact.account <> contact.person THEN \(history("account", "contact.account")) END AS aboutAccount,
            (SELECT max(CASE campaign WHEN '' THEN 2 ELSE 1 END) FROM doNotCall
                WHERE doNotCall.number = contactNumber.number AND campaign IN ('', :name)) AS listed,
            (SELECT max(suspendsUntil) FROM promise
                WHERE promise.account = contact.account AND promise.state = 'open') AS promisedUntil,
            (SELECT max(suspendsUntil) FROM paidClaim WHERE paidClaim.account = contact.account) AS claimedUntil,
            EXISTS (SELECT 1 FROM attempt WHERE attempt.number = contactNumber.number AND finishedAt IS NULL) AS isInUse,
            CASE WHEN :isService THEN EXISTS (SELECT 1 FROM consent
                WHERE consent.number = contactNumber.number AND topic = :topic) END AS hasConsent,
            CASE WHEN :isService THEN EXISTS (SELECT 1 FROM contact AS other
                JOIN campaign ON campaign.id = other.campaign
                WHERE other.person = contact.person AND other.state IN ('waiting', 'leased')
                    AND campaign.definition ->> '$.purpose' = 'dunning') END AS isInDunning
        FROM contact
        LEFT JOIN contactNumber ON contactNumber.contact = contact.id AND isWrong = 0
            AND contactNumber.attemptsUsed < :triesPerNumber
        \(which)
        """
    }

    private func arguments(_ now: UTCTime) -> StatementArguments {
        [
            "now": now.milliseconds, "since": rules.memory(at: now).milliseconds,
            "name": campaign.name, "isService": campaign.purpose == .service, "topic": campaign.consentTopic,
            "triesPerNumber": campaign.retry.triesPerNumber ?? Int.max,
        ]
    }

    private func candidate(_ row: Row) -> Candidate? {
        guard let number = (row["number"] as String?).flatMap(E164.init(text:)) else { return nil }
        let hints = ZoneTable.Hints(
            numberZone: (row["numberZone"] as String?).flatMap { LocalClock($0) },
            contactZone: (row["zone"] as String?).flatMap { LocalClock($0) },
            contactRegion: (row["region"] as String?).flatMap(Region.init)
        )
        let hours = (row["opens"] as Int?).flatMap { opens in (row["closes"] as Int?).map { opens..<$0 } }
        let toPerson = CallHistory(packed: row["toPerson"])
        return Candidate(
            number: number,
            retryAt: UTCTime(milliseconds: row["retryAt"]),
            facts: CallFacts(
                purpose: campaign.purpose,
                place: rules.zones.place(of: number, hints, site: rules.site),
                ownHours: hours.map { WeekHours($0) },
                campaignHours: CallFacts.CampaignHours(campaign.window),
                toNumber: CallHistory(packed: row["toNumber"]),
                toPerson: toPerson,
                aboutAccount: row["account"] as String == row["person"] as String
                    ? toPerson : CallHistory(packed: row["aboutAccount"]),
                doNotCall: Self.listing(row["listed"]),
                consent: (row["hasConsent"] as Int?) == 1 ? .given(until: nil) : .notAsked,
                isInDunning: (row["isInDunning"] as Int?) == 1,
                account: Self.standing(promised: row["promisedUntil"], claimed: row["claimedUntil"]),
                isNumberInUse: row["isInUse"]
            )
        )
    }

    private static func listing(_ code: Int?) -> CallFacts.DoNotCall {
        switch code {
        case nil: .notListed
        case 1: .byThisCampaign
        default: .byAnybody
        }
    }

    private static func standing(promised: Int64?, claimed: Int64?) -> CallFacts.Account {
        switch (promised, claimed) {
        case (nil, nil): .owes
        case (let promised?, let claimed) where promised >= claimed ?? 0:
            .promised(until: UTCTime(milliseconds: promised))
        default: .claimedPaid(until: UTCTime(milliseconds: claimed ?? 0))
        }
    }
}

extension CallHistory {
    /// Reads what `CallGate.history` packs.
    init(packed text: String?) {
        guard let text, !text.isEmpty else {
            self = .none
            return
        }
        self.init(text.utf8.split(separator: UInt8(ascii: ",")).compactMap(PastCall.init))
    }
}

extension PastCall {
    fileprivate init?(_ digits: Substring.UTF8View) {
        let code = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        guard let standing = Standing(rawValue: UInt8(code >> 3 & 7)) else { return nil }
        let purposes = CallPurpose.allCases
        self.init(time: UTCTime(milliseconds: code >> 6), standing: standing, purpose: purposes[Int(min(code & 7, 4))])
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
