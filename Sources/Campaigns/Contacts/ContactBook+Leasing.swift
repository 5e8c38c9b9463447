import Foundation
import GRDB

extension ContactBook {
    /// Takes up to `limit` contacts that are due and that the rules allow to be called now, the longest due first.
    ///
    /// Nobody else gets them until they come back. Who is due but may not be called waits from then on for the moment at
    /// which the rules allow it, with their reason.
    package func lease(campaign name: String, limit: Int, now: UTCTime) async throws -> LeaseAnswer {
        guard let instance = database.instance else {
            throw CampaignsError(.invalidRequest, "The database was opened for reading; nothing can be leased.")
        }
        let rules = rules
        return try await database.commit { db in
            let row = try CampaignRow.named(name, db)
            let (id, definition) = (row.id, row.definition)
            guard row.life.state == .running, row.endsAt.map({ now < $0 }) ?? true else {
                // After a stop: those whose calls were up then, and who would now wait for another.
                if row.life.state == .finished { _ = try ContactRecords.withdrawWaiting(db, campaign: id, now: now) }
                return .notRunning
            }
            if case .closed(let until) = definition.window.verdict(at: now) { return .windowClosed(until: until) }
            let gate = CallGate(rules: rules, campaign: definition)
            var leases: [ContactLease] = []
            var looks = 0
            // Each look moves a contact out of those that are due, so this ends; the limit keeps other writers waiting
            // for no longer than a moment.
            while leases.count < limit, looks < Self.looksPerLease {
                let room = try row.roomInPilot(db)
                let due = try gate.due(
                    db, campaign: id, inPilot: room == 0,
                    limit: min(limit - leases.count, room.flatMap { $0 > 0 ? $0 : nil } ?? .max), now: now)
                if due.isEmpty { break }
                for contact in due {
                    looks += 1
                    if let number = try Self.numberOrPutOff(db, contact, gate.choose(contact, now: now), now: now) {
                        let lease = try Self.lease(
                            db, contact, at: number, campaign: row, instance: instance, now: now)
                        leases.append(lease)
                    }
                }
            }
            if !leases.isEmpty { return .leased(leases) }
            return try Self.nothingDue(db, row)
        }
    }

    private static let looksPerLease = 500

    /// The number to ring; nil where there is none now: the contact waits from then on, or has ended, with the reason.
    static func numberOrPutOff(
        _ db: Database, _ contact: CallGate.Contact, _ choice: CallGate.Choice, now: UTCTime
    ) throws -> E164? {
        switch choice {
        case .ring(let number): return number
        case .wait(let until, let rule, let reason):
            let until = max(until, now + .milliseconds(1))
            try ContactRecords.waitByRule(db, contact: contact.id, until: until, rule: rule, reason: reason)
        case .end(let end, let reason):
            try ContactRecords.end(db, contact: contact.id, end, reason: reason, now: now)
        case .noNumberLeft:
            try ContactNumbers.endWithoutNumber(db, contact: contact.id, now: now)
        }
        return nil
    }

    static func lease(
        _ db: Database,
        _ contact: CallGate.Contact,
        at number: E164,
        campaign: CampaignRow,
        instance: Int64,
        now: UTCTime
    ) throws -> ContactLease {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE contact SET state = 'leased', reason = 'being called', heldBy = NULL, isPilot = max(isPilot, ?)
                WHERE id = ?
                """
        )
        try statement.execute(arguments: [campaign.isInPilot, contact.id])
        return ContactLease(
            id: try AttemptRecords.takeLease(db, subject: .contact(contact.id), instance: instance, now: now),
            contact: contact.id,
            campaign: campaign.definition,
            account: contact.account,
            person: contact.person,
            name: contact.name,
            language: contact.language ?? campaign.definition.language,
            zone: contact.zone ?? campaign.zone,
            number: number,
            due: try Due(json: contact.facts),
            attemptsUsed: contact.attemptsUsed,
            stagesHeard: contact.stagesHeard,
            traits: try ContactTraits(db, of: contact, at: number, now: now)
        )
    }

    private static func nothingDue(_ db: Database, _ campaign: CampaignRow) throws -> LeaseAnswer {
        if try campaign.holdsSomebodyBack(db) {
            let waiting = "SELECT min(dueAt) FROM contact WHERE campaign = ? AND isPilot = 1 AND state = 'waiting'"
            let next = try Int64.fetchOne(db.cachedStatement(sql: waiting), arguments: [campaign.id])
            return .pilotWaits(next: next.map(UTCTime.init(milliseconds:)))
        }
        let next = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT min(dueAt) FROM contact WHERE campaign = ? AND state = 'waiting'"),
            arguments: [campaign.id]
        )
        let inFlight = try Int.fetchOne(
            db.cachedStatement(sql: "SELECT count(*) FROM contact WHERE campaign = ? AND state = 'leased'"),
            arguments: [campaign.id]
        )
        return .nothingDue(next: next.map(UTCTime.init(milliseconds:)), inFlight: inFlight ?? 0)
    }

    /// Gives a lease back without a try because of an agent, such as one who skips it: as a wait of the contact's own.
    package func giveBack(_ lease: ContactLease, until: UTCTime, reason: String) async throws {
        try await database.commit { db in
            try AttemptRecords.release(db, lease: lease.id)
            try ContactRecords.wait(db, contact: lease.contact, until: until, reason: reason)
        }
    }

    /// Gives a lease back without a try, such as at a shutdown or while billing data are replaced.
    package func release(_ lease: ContactLease, until: UTCTime, reason: String) async throws {
        try await database.commit { db in
            try AttemptRecords.release(db, lease: lease.id)
            try ContactRecords.waitByRule(
                db, contact: lease.contact, until: until, rule: CampaignStanding.trouble, reason: reason)
        }
    }
}
