import Foundation
import GRDB

extension ContactBook {
    /// What the contacts of a campaign wait for, counted by index.
    ///
    /// Throws: `notFound`.
    package func standing(_ campaign: String, now: UTCTime) async throws -> CampaignStanding {
        try await database.read { db in
            let row = try CampaignRow.named(campaign, db)
            let held = try row.holdsSomebodyBack(db)
            var waits = try Self.waits(db, held ? Self.heldInPilotSQL : Self.heldSQL, row.id, now: now)
            if held {
                let all = try Self.count(db, "campaign = ? AND state = 'waiting'", row.id)
                waits.append(.init(.pilot, count: all - waits.reduce(0) { $0 + $1.count }))
            }
            var closedUntil: UTCTime?
            if case .closed(let until) = row.definition.window.verdict(at: now) { closedUntil = until }
            let leased = try Self.count(db, "campaign = ? AND state = 'leased'", row.id)
            let waiting = waits.reduce(0) { $0 + $1.count }
            return CampaignStanding(
                campaign: campaign,
                state: row.life.state,
                at: now,
                zone: row.zone,
                startsAt: row.startsAt,
                endsAt: row.endsAt,
                selectedAt: row.selectedAt,
                nextSelectionAt: row.nextSelection,
                closedUntil: closedUntil,
                waits: waits.filter { $0.count > 0 },
                leased: leased,
                done: try Self.count(db, "campaign = ?", row.id) - leased - waiting,
                pilot: try Self.pilot(db, row)
            )
        }
    }

    /// By rule and time: what is due counts as due, whatever held it before.
    static let heldSQL = heldSQL(which: "")
    /// Few: their rows may be read.
    private static let heldInPilotSQL = heldSQL(which: "isPilot = 1 AND")

    private static func heldSQL(which: String) -> String {
        """
        SELECT heldBy, sum(dueAt <= :now) AS due, count(*) AS waiting, min(CASE WHEN dueAt > :now THEN dueAt END) AS next
        FROM contact WHERE \(which) campaign = :campaign AND state = 'waiting' GROUP BY heldBy
        """
    }

    private static func waits(
        _ db: Database, _ sql: String, _ campaign: Int64, now: UTCTime
    ) throws -> [CampaignStanding.Wait] {
        let arguments: StatementArguments = ["campaign": campaign, "now": now.milliseconds]
        let rows = try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
        let due = rows.reduce(0) { $0 + ($1["due"] as Int) }
        return [.init(.due, count: due)] + (try rows.map { try wait(db, $0, campaign) })
    }

    private static func wait(_ db: Database, _ row: Row, _ campaign: Int64) throws -> CampaignStanding.Wait {
        let (waiting, due, rule): (Int, Int, String?) = (row["waiting"], row["due"], row["heldBy"])
        let next = (row["next"] as Int64?).map(UTCTime.init(milliseconds:))
        switch rule {
        case nil: return .init(.retry, count: waiting - due, next: next)
        case CampaignStanding.trouble:
            let example = try String.fetchOne(
                db,
                sql: "SELECT reason FROM contact WHERE campaign = ? AND state = 'waiting' AND heldBy = ? LIMIT 1",
                arguments: [campaign, rule]
            )
            return .init(.trouble, count: waiting - due, next: next, example: example)
        default: return .init(.rule, rule: rule, count: waiting - due, next: next)
        }
    }

    private static func pilot(_ db: Database, _ campaign: CampaignRow) throws -> CampaignStanding.Pilot? {
        guard let size = campaign.pilot else { return nil }
        func counts(_ sql: String) throws -> [String: Int] {
            let rows = try Row.fetchAll(db, sql: sql, arguments: [campaign.id])
            return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as String, $0[1] as Int) })
        }
        let states = try counts(
            "SELECT state, count(*) FROM contact WHERE campaign = ? AND isPilot = 1 GROUP BY state"
        )
        let outcomes = try counts(
            """
            SELECT outcome, count(*) FROM contact JOIN attempt ON attempt.contact = contact.id
            WHERE campaign = ? AND isPilot = 1 AND outcome IS NOT NULL GROUP BY outcome
            """
        )
        return CampaignStanding.Pilot(
            size: size,
            taken: states.values.reduce(0, +),
            isApproved: campaign.pilotApprovedAt != nil,
            ended: Dictionary(uniqueKeysWithValues: ContactEnd.allCases.map { ($0, states[$0.rawValue] ?? 0) }),
            attempts: Dictionary(uniqueKeysWithValues: AttemptOutcome.allCases.map { ($0, outcomes[$0.rawValue] ?? 0) })
        )
    }

    private static func count(_ db: Database, _ condition: String, _ campaign: Int64) throws -> Int {
        let statement = try db.cachedStatement(sql: "SELECT count(*) FROM contact WHERE \(condition)")
        return try Int.fetchOne(statement, arguments: [campaign]) ?? 0
    }
}
