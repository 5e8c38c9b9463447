import GRDB

/// Somebody who is called soon, with what may tell whether a person answers.
package struct Prospect: Hashable, Sendable {
    package let contact: Int64
    /// Which of the contact's numbers is rung.
    package let number: E164
    package let traits: ContactTraits
}

extension ContactBook {
    /// How many of a campaign wait to be called, now or later.
    ///
    /// Throws: `notFound`.
    package func waiting(in campaign: String) async throws -> Int {
        try await database.read { db in
            let row = try CampaignRow.named(campaign, db)
            return try Int.fetchOne(db.cachedStatement(sql: Self.howManyWaitSQL), arguments: [row.id]) ?? 0
        }
    }

    static let howManyWaitSQL = "SELECT count(*) FROM contact WHERE campaign = ? AND state = 'waiting'"

    /// Those whom `lease` would take next, in its order; nothing is changed.
    ///
    /// Who is due and may not be called is left out, so there may be fewer than `limit` though more are due; the next lease
    /// puts them off. Empty where the campaign doesn't run or its hours are closed.
    ///
    /// Throws: `notFound`.
    package func prospects(in campaign: String, limit: Int, now: UTCTime) async throws -> [Prospect] {
        let rules = rules
        return try await database.read { db in
            let row = try CampaignRow.named(campaign, db)
            guard Self.closed(row, now: now) == nil else { return [] }
            let gate = CallGate(rules: rules, campaign: row.definition)
            let room = try row.roomInPilot(db)
            let most = min(limit, room.flatMap { $0 > 0 ? $0 : nil } ?? .max)
            return try gate.due(db, campaign: row.id, inPilot: room == 0, limit: most, now: now).compactMap { contact in
                guard case .ring(let number) = gate.choose(contact, now: now) else { return nil }
                return Prospect(
                    contact: contact.id, number: number,
                    traits: try ContactTraits(db, of: contact, at: number, now: now))
            }
        }
    }
}
