import Foundation
import GRDB

/// Campaigns and their contacts: who is to be rung, who is being rung, and what became of it.
///
/// A value travels one way: `load` → `lease` → `dueCheck` → `beginAttempt` → `record` → `finish`. What returns is on disk.
package struct ContactBook: Sendable {
    package struct LoadCounts: Hashable, Sendable {
        package var added = 0
        /// Already there and waiting; their facts are as of now.
        package var refreshed = 0
        /// Already there, and being rung or ended.
        package var leftAlone = 0
    }

    let database: DialerDatabase
    package let rules: CallRules

    package init(database: DialerDatabase, rules: CallRules = .none) {
        self.database = database
        self.rules = rules
    }

    /// Puts the selection into the campaign, which is made if there is none of that name.
    ///
    /// The same selection again adds nobody: an account is in a campaign once for one debt, and once at a time.
    package func load(
        _ campaign: CampaignDefinition,
        _ debtors: [Debtor],
        now: UTCTime
    ) async throws -> LoadCounts {
        let id = try await database.commit { try Self.saveCampaign($0, campaign, now: now) }
        var counts = LoadCounts()
        // In parts, so that calls in progress don't wait for a long list. A crash between two parts does no harm: the
        // next load adds who is missing.
        for start in stride(from: 0, to: debtors.count, by: Self.loadPart) {
            let part = debtors[start..<min(start + Self.loadPart, debtors.count)]
            for loaded in try await database.commit({ db in
                try part.map { try Self.load(db, $0, campaign: id, now: now) }
            }) {
                switch loaded {
                case .added: counts.added += 1
                case .refreshed: counts.refreshed += 1
                case .leftAlone: counts.leftAlone += 1
                }
            }
        }
        return counts
    }

    private static let loadPart = 500

    /// The campaigns that are in the database, those that go first at the front.
    package func campaigns() async throws -> [CampaignDefinition] {
        try await database.read { db in
            try String.fetchAll(db, sql: "SELECT definition FROM campaign ORDER BY id").map(Self.definition)
        }
        .sorted { $0.priority < $1.priority }
    }

    /// Lets the campaign ring people.
    package func start(_ campaign: String) async throws { try await setState(campaign, "running") }

    /// No new leases; calls that are up go on.
    package func pause(_ campaign: String) async throws { try await setState(campaign, "paused") }

    /// Ends the campaign for good: who waits is withdrawn at once, and who is being called when that call is over.
    ///
    /// Returns how many were withdrawn now. Throws: `notFound`.
    package func stop(_ campaign: String, now: UTCTime) async throws -> Int {
        try await database.commit { db in
            try db.execute(sql: "UPDATE campaign SET state = 'finished' WHERE name = ?", arguments: [campaign])
            if db.changesCount == 0 { throw Self.noCampaign(campaign) }
            let id = try Int64.fetchOne(db, sql: "SELECT id FROM campaign WHERE name = ?", arguments: [campaign])
            return try id.map { try ContactRecords.withdrawWaiting(db, campaign: $0, now: now) } ?? 0
        }
    }

    package func markFinished(_ campaign: String) async throws { try await setState(campaign, "finished") }

    private func setState(_ campaign: String, _ state: String) async throws {
        try await database.commit { db in
            try db.execute(sql: "UPDATE campaign SET state = ? WHERE name = ?", arguments: [state, campaign])
            if db.changesCount == 0 { throw Self.noCampaign(campaign) }
        }
    }

    static func noCampaign(_ name: String) -> CampaignsError {
        CampaignsError(.notFound, "There is no campaign “\(name)” in the database. Load it first.")
    }

    private static func saveCampaign(_ db: Database, _ campaign: CampaignDefinition, now: UTCTime) throws -> Int64 {
        let definition = String(decoding: try JSONEncoder().encode(campaign), as: UTF8.self)
        try db.execute(
            sql: """
                INSERT INTO campaign (name, definition, state, createdAt) VALUES (?, ?, 'paused', ?)
                ON CONFLICT (name) DO UPDATE SET definition = excluded.definition
                """,
            arguments: [campaign.name, definition, now.milliseconds]
        )
        let id = try Int64.fetchOne(db, sql: "SELECT id FROM campaign WHERE name = ?", arguments: [campaign.name])
        guard let id else { throw noCampaign(campaign.name) }
        return id
    }

    private enum Loaded: Sendable { case added, refreshed, leftAlone }

    private static func load(_ db: Database, _ debtor: Debtor, campaign: Int64, now: UTCTime) throws -> Loaded {
        let facts = try debtor.due.json
        let refresh = try db.cachedStatement(
            sql: """
                UPDATE contact SET person = ?, name = ?, language = ?, zone = ?, region = ?, facts = ?
                WHERE campaign = ? AND account = ? AND state = 'waiting' RETURNING id
                """
        )
        let own: StatementArguments = [
            debtor.person, debtor.name, debtor.language?.rawValue, debtor.zone?.identifier, debtor.region?.code, facts,
        ]
        if let contact = try Int64.fetchOne(refresh, arguments: own + [campaign, debtor.due.account]) {
            try ContactNumbers.replace(db, contact: contact, by: debtor.numbers, now: now)
            return .refreshed
        }
        let add = try db.cachedStatement(
            sql: """
                INSERT INTO contact (person, name, language, zone, region, facts, campaign, account, occasion, state,
                    reason, retryAt, dueAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 'not called yet', ?, ?) ON CONFLICT DO NOTHING RETURNING id
                """
        )
        let rest: StatementArguments = [
            campaign, debtor.due.account, debtor.due.occasion, now.milliseconds, now.milliseconds,
        ]
        guard let contact = try Int64.fetchOne(add, arguments: own + rest) else { return .leftAlone }
        try ContactNumbers.replace(db, contact: contact, by: debtor.numbers, now: now)
        return .added
    }
}
