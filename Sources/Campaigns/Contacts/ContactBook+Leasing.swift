import Foundation
import GRDB

extension ContactBook {
    /// Takes up to `limit` contacts that are due, the longest due first.
    ///
    /// Nobody else gets them until they come back.
    package func lease(campaign name: String, limit: Int, now: UTCTime) async throws -> LeaseAnswer {
        guard let instance = database.instance else {
            throw CampaignsError(.invalidRequest, "The database was opened for reading; nothing can be leased.")
        }
        return try await database.commit { db in
            let found = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT id, definition, state FROM campaign WHERE name = ?"),
                arguments: [name]
            )
            guard let found else { throw Self.noCampaign(name) }
            let (id, state): (Int64, String) = (found["id"], found["state"])
            guard state == "running" else {
                // After a stop: those whose calls were up then, and who would now wait for another.
                if state == "finished" { _ = try ContactRecords.withdrawWaiting(db, campaign: id, now: now) }
                return .notRunning
            }
            let definition = try Self.definition(found["definition"])
            if case .closed(let until) = definition.window.verdict(at: now) { return .windowClosed(until: until) }
            let rows = try Row.fetchAll(
                db.cachedStatement(sql: Self.leaseSQL),
                arguments: ["campaign": id, "now": now.milliseconds, "limit": max(0, limit)]
            )
            let leases = try rows.map {
                try Self.lease(db, $0, campaign: definition, instance: instance, now: now)
            }
            if !leases.isEmpty { return .leased(leases.sorted { $0.contact < $1.contact }) }
            return try Self.nothingDue(db, campaign: id, now: now)
        }
    }

    /// One statement picks and marks, so that no two callers can get the same contact.
    ///
    /// Each lookup has its index.
    static let leaseSQL = """
        UPDATE contact SET state = 'leased', reason = 'being called' WHERE id IN (
            SELECT id FROM contact AS candidate
            WHERE campaign = :campaign AND state = 'waiting' AND dueAt <= :now
                AND NOT EXISTS (SELECT 1 FROM attempt
                    WHERE attempt.number = candidate.number AND attempt.finishedAt IS NULL)
                AND NOT EXISTS (SELECT 1 FROM promise
                    WHERE promise.account = candidate.account AND promise.state = 'open'
                        AND promise.suspendsUntil > :now)
                AND NOT EXISTS (SELECT 1 FROM paidClaim
                    WHERE paidClaim.account = candidate.account AND paidClaim.suspendsUntil > :now)
            ORDER BY dueAt, id LIMIT :limit)
        RETURNING id, account, name, language, number, facts, attemptsUsed
        """

    static func definition(_ json: String) throws -> CampaignDefinition {
        try JSONDecoder().decode(CampaignDefinition.self, from: Data(json.utf8))
    }

    private static func lease(
        _ db: Database,
        _ row: Row,
        campaign: CampaignDefinition,
        instance: Int64,
        now: UTCTime
    ) throws -> ContactLease {
        let (contact, facts, number): (Int64, String, String) = (row["id"], row["facts"], row["number"])
        guard let number = E164(text: number) else {
            throw CampaignsError(.databaseUnusable, "Contact \(contact) has a number that is not E.164.")
        }
        return ContactLease(
            id: try AttemptRecords.takeLease(db, subject: .contact(contact), instance: instance, now: now),
            contact: contact,
            campaign: campaign,
            account: row["account"],
            name: row["name"],
            language: (row["language"] as String?).flatMap(CustomerLanguage.init(rawValue:)) ?? campaign.language,
            number: number,
            due: try JSONDecoder().decode(Due.self, from: Data(facts.utf8)),
            attemptsUsed: row["attemptsUsed"]
        )
    }

    private static func nothingDue(_ db: Database, campaign: Int64, now: UTCTime) throws -> LeaseAnswer {
        let next = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT min(dueAt) FROM contact WHERE campaign = ? AND state = 'waiting'"),
            arguments: [campaign]
        )
        let inFlight = try Int.fetchOne(
            db.cachedStatement(sql: "SELECT count(*) FROM contact WHERE campaign = ? AND state = 'leased'"),
            arguments: [campaign]
        )
        // Who is due and yet held back, by a promise or a call to the same number, is asked about again soon.
        let soonest = now + .seconds(1)
        return .nothingDue(next: next.map { max(UTCTime(milliseconds: $0), soonest) }, inFlight: inFlight ?? 0)
    }

    /// Looks the account up again, right before the dial: who has paid in between, or asked not to be called, is not
    /// rung.
    ///
    /// Throws: `billingBeingReplaced`, `billingRow`; the lease stays, and the caller gives it back with a wait.
    package func dueCheck(_ lease: ContactLease, billing: BillingSource, now: UTCTime) async throws -> DueAnswer {
        let source = lease.campaign.source
        let today = CalendarDay(now, in: lease.campaign.window.zone)
        let debtor = try await billing.currentDebt(of: lease.account, kind: source.kind)
        return try await database.commit { db in
            if try ContactRecords.isOptedOut(db, lease.number) {
                return try Self.end(db, lease, .optedOut, reason: "asked not to be called", now: now)
            }
            guard let debtor else {
                try PromiseBook.settle(db, account: lease.account, state: "kept", now: now)
                return try Self.end(db, lease, .paid, reason: "the billing data show no debt any more", now: now)
            }
            guard debtor.number == lease.number else {
                try AttemptRecords.release(db, lease: lease.id)
                try db.execute(
                    sql: "UPDATE contact SET number = ? WHERE id = ?",
                    arguments: [debtor.number.text, lease.contact]
                )
                let reason = "the account has another number now"
                try ContactRecords.wait(db, contact: lease.contact, until: now, reason: reason)
                return .numberChanged
            }
            guard source.includes(debtor.due, today: today) else {
                return try Self.end(db, lease, .withdrawn, reason: "owes less than the campaign asks for", now: now)
            }
            try PromiseBook.settleBroken(db, account: lease.account, now: now)
            if debtor.due != lease.due {
                let facts = String(decoding: try JSONEncoder().encode(debtor.due), as: UTF8.self)
                try db.execute(
                    sql: "UPDATE contact SET facts = ? WHERE id = ?",
                    arguments: [facts, lease.contact]
                )
            }
            return .due(debtor.due)
        }
    }

    /// Gives a lease back without a try, such as at a shutdown or while billing data are replaced.
    package func release(_ lease: ContactLease, until: UTCTime, reason: String) async throws {
        try await database.commit { db in
            try AttemptRecords.release(db, lease: lease.id)
            try ContactRecords.wait(db, contact: lease.contact, until: until, reason: reason)
        }
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
