import Campaigns
import Foundation
import GRDB

/// A database of many contacts with a long history, written straight into its tables.
struct DialPathSite {
    let file: URL
    let rules: CallRules
    let campaign: CampaignDefinition
    /// A Friday, ten in the morning in Shanghai.
    let now = UTCTime(milliseconds: 1_795_140_000_000)

    init(folder: URL, rules: URL) throws {
        file = folder.appending(path: "dialer.sqlite")
        let zone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
        self.rules = CallRules(
            try RuleFile.read(rules),
            zones: try ZoneTable.read(rules.deletingLastPathComponent().appending(path: "zones.yml")),
            site: CallPlace(clock: LocalClock(zone)))
        campaign = CampaignDefinition(
            name: "arrears", title: "Arrears", source: .init(kind: .arrearsPostpaid), window: .always(in: zone),
            lines: 1000, callerID: "10000")
    }

    /// The schema's own triggers hold: every attempt is written under a lease of its contact.
    func fill(contacts: Int, attemptsEach: Int) async throws {
        let database = try DialerDatabase.open(at: file)
        _ = try await ContactBook(database: database).load(campaign, [], now: now)
        try await ContactBook(database: database).start(campaign.name)
        try await database.close()
        let queue = try DatabaseQueue(path: file.path)
        try await queue.write { [now] db in
            let due = Due.postpaid(
                PostpaidArrears(
                    account: "1", month: .init(iso: "2026-09")!, periodStart: .init(iso: "2026-09-01")!,
                    periodEnd: .init(iso: "2026-09-30")!, amount: Fen(5_000), dueDay: .init(iso: "2026-10-10")!))
            let facts = String(decoding: try JSONEncoder().encode(due), as: UTF8.self)
            try db.execute(
                sql: """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
                    INSERT INTO contact (campaign, account, person, occasion, name, language, facts, state, reason,
                        retryAt, dueAt)
                    SELECT 1, 'a' || i, 'a' || i, '2026-09', '王伟', 'zh', :facts, 'waiting', 'not called yet', i, i FROM n
                    """, arguments: ["count": contacts, "facts": facts])
            try db.execute(
                sql: """
                    INSERT INTO contactNumber (contact, position, number, retryAt)
                    SELECT id, 1, '+8613' || printf('%09d', id), 1 FROM contact
                    """)
            try db.execute(sql: "INSERT INTO lease (instance, contact, takenAt) SELECT 1, id, 1 FROM contact")
            // Spread over 120 days up to yesterday, and mostly in vain, as calls are.
            for round in 0..<attemptsEach {
                try db.execute(
                    sql: """
                        INSERT INTO attempt (token, kind, contact, number, person, account, purpose, trunk, lease,
                            openedAt, finishedAt, outcome, answeredBy)
                        SELECT printf('%016x%016x', :round, contact.id), 'contact', contact.id, '+8613' || printf('%09d',
                            contact.id), person, account, 'dunning', 'a', lease.id, at, at + 30000,
                            CASE WHEN contact.id % 5 = 0 THEN 'answered' ELSE 'noAnswer' END,
                            CASE WHEN contact.id % 5 = 0 THEN 'person' END
                        FROM contact JOIN lease ON lease.contact = contact.id
                            JOIN (SELECT :start + :step * :round AS at)
                        """,
                    arguments: [
                        "round": round, "step": 118 * 86_400_000 / Int64(max(1, attemptsEach)),
                        "start": now.milliseconds - 120 * 86_400_000,
                    ])
            }
            try db.execute(sql: "DELETE FROM lease")
            try db.execute(sql: "ANALYZE")
        }
        try queue.close()
    }
}
