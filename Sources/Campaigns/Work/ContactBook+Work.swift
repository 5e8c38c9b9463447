import GRDB

/// What the lease of a contact that somebody chose came to.
package enum ChosenLease: Hashable, Sendable {
    case leased(ContactLease)
    /// Why it can't be called now, in a sentence.
    case refused(String)
}

/// Campaigns whose contacts agents choose themselves.
extension ContactBook {
    /// The contacts of a campaign that can be called now, the longest due first, and after them some that wait, with why.
    ///
    /// Whom the rules forbid waits from then on for the moment at which they allow it, or has ended, as with `lease`.
    package func work(in campaign: String, limit: Int = 50, now: UTCTime) async throws -> [WorkItem] {
        let rules = rules
        return try await database.commit { db in
            let row = try CampaignRow.named(campaign, db)
            let gate = CallGate(rules: rules, campaign: row.definition)
            let closed = Self.closed(row, now: now)
            let inPilot = try row.roomInPilot(db) == 0
            var items: [WorkItem] = []
            for contact in try gate.due(db, campaign: row.id, inPilot: inPilot, limit: limit, now: now) {
                let choice = gate.choose(contact, now: now)
                guard let number = try Self.numberOrPutOff(db, contact, choice, now: now) else { continue }
                items.append(
                    try WorkItem(
                        contact: contact.id, title: row.definition.title, name: contact.name, number: number.text,
                        account: contact.account, facts: contact.facts, at: now, whyNot: closed))
            }
            return items + (try Self.waiting(db, row, now: now))
        }
    }

    private static let waitingShown = 20

    static let laterSQL = """
        SELECT id, name, account, facts, reason, dueAt, (SELECT number FROM contactNumber
            WHERE contact = contact.id AND isWrong = 0 ORDER BY position LIMIT 1) AS number
        FROM contact WHERE campaign = :campaign AND state = 'waiting' AND dueAt > :now ORDER BY dueAt, id LIMIT :limit
        """

    private static func waiting(_ db: Database, _ campaign: CampaignRow, now: UTCTime) throws -> [WorkItem] {
        let arguments: StatementArguments = [
            "campaign": campaign.id, "now": now.milliseconds, "limit": waitingShown,
        ]
        return try Row.fetchAll(db.cachedStatement(sql: laterSQL), arguments: arguments).map { row in
            try WorkItem(
                contact: row["id"], title: campaign.definition.title, name: row["name"], number: row["number"],
                account: row["account"], facts: row["facts"], at: UTCTime(milliseconds: row["dueAt"]),
                whyNot: row["reason"])
        }
    }

    /// Takes one contact, if nobody has it and the campaign and the rules allow it now.
    package func lease(contact id: Int64, now: UTCTime) async throws -> ChosenLease {
        guard let instance = database.instance else {
            throw CampaignsError(.invalidRequest, "The database was opened for reading; nothing can be leased.")
        }
        let rules = rules
        return try await database.commit { db in
            let chosen = try Row.fetchOne(db.cachedStatement(sql: Self.chosenSQL), arguments: [id])
            guard let chosen else { return .refused("There is no contact \(id).") }
            let campaign = try CampaignRow.named(chosen["campaignName"], db)
            if let refusal = try Self.refusal(db, id, chosen, campaign, now: now) { return .refused(refusal) }
            let gate = CallGate(rules: rules, campaign: campaign.definition)
            guard let contact = try gate.contact(db, id, now: now),
                let number = try Self.numberOrPutOff(db, contact, gate.choose(contact, now: now), now: now)
            else { return .refused(try Self.standing(db, id)) }
            return .leased(
                try Self.lease(db, contact, at: number, campaign: campaign, instance: instance, now: now))
        }
    }

    private static let chosenSQL = """
        SELECT contact.state, contact.reason, contact.dueAt, contact.isPilot, campaign.name AS campaignName
        FROM contact JOIN campaign ON campaign.id = contact.campaign WHERE contact.id = ?
        """

    private static func refusal(
        _ db: Database, _ id: Int64, _ chosen: Row, _ campaign: CampaignRow, now: UTCTime
    ) throws -> String? {
        let (state, reason): (String, String) = (chosen["state"], chosen["reason"])
        if let closed = closed(campaign, now: now) { return closed }
        if state == "leased" { return "Contact \(id) is somebody else's already. Choose another." }
        if state != "waiting" { return "Contact \(id) is not called any more: \(reason)." }
        let due = UTCTime(milliseconds: chosen["dueAt"])
        if due > now {
            return "Contact \(id) is not called before \(due.words(in: campaign.zone, now: now)): \(reason)."
        }
        if chosen["isPilot"] == 0, try campaign.roomInPilot(db) == 0 {
            return "The pilot of “\(campaign.definition.title)” is full. Somebody must approve of it first."
        }
        return nil
    }

    /// The campaign as it is now, and whether it runs and its hours are open.
    ///
    /// Throws: `notFound`.
    package func current(
        _ campaign: String, now: UTCTime
    ) async throws -> (definition: CampaignDefinition, isOpen: Bool) {
        try await database.read { db in
            let row = try CampaignRow.named(campaign, db)
            return (row.definition, Self.closed(row, now: now) == nil)
        }
    }

    /// Why nobody of a campaign can be called now, in a sentence; nil where somebody can.
    static func closed(_ campaign: CampaignRow, now: UTCTime) -> String? {
        let title = campaign.definition.title
        guard campaign.life.state == .running, campaign.endsAt.map({ now < $0 }) ?? true else {
            return "Campaign “\(title)” is not running."
        }
        guard case .closed(let until) = campaign.definition.window.verdict(at: now) else { return nil }
        return "The hours of campaign “\(title)” begin \(until.words(in: campaign.zone, now: now))."
    }

    /// Why a contact isn't called now, in a sentence.
    package func standing(ofContact id: Int64) async throws -> String {
        try await database.read { try Self.standing($0, id) }
    }

    private static func standing(_ db: Database, _ id: Int64) throws -> String {
        let reason = try String.fetchOne(db, sql: "SELECT reason FROM contact WHERE id = ?", arguments: [id])
        return "Contact \(id) is not called now: \(reason ?? "it is not in the books")."
    }

    /// The campaign that a contact is in; nil where there is no such contact.
    package func campaign(ofContact id: Int64) async throws -> CampaignDefinition? {
        try await database.read { db in
            let row = try Row.fetchOne(db.cachedStatement(sql: Self.chosenSQL), arguments: [id])
            return try row.map { try CampaignRow.named($0["campaignName"], db).definition }
        }
    }
}
