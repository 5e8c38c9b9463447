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
        /// Why rows were refused, a sentence each.
        package var refused: [String] = []

        /// For people and the event log.
        package var words: String {
            "\(added) added, \(refreshed) refreshed, \(leftAlone) left alone, \(refused.count) refused"
        }
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
    /// Throws: `campaignState` where the campaign is finished.
    package func load(
        _ campaign: CampaignDefinition,
        _ debtors: [Debtor],
        by who: String = "dialerd",
        now: UTCTime
    ) async throws -> LoadCounts {
        let id = try await database.commit { try save($0, campaign, by: who, now: now) }
        return try await add(debtors, to: id, now: now)
    }

    /// Adds who is missing to a campaign by its id, and refreshes who waits there.
    func add(_ debtors: [Debtor], to id: Int64, now: UTCTime) async throws -> LoadCounts {
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
            try String.fetchAll(db, sql: "SELECT definition FROM campaign ORDER BY id")
                .map(CampaignDefinition.init(stored:))
        }
        .sorted { $0.priority < $1.priority }
    }

    /// As it is now; it may change while the campaign runs.
    ///
    /// Throws: `notFound`.
    static func noCampaign(_ name: String) -> CampaignsError {
        CampaignsError(.notFound, "There is no campaign “\(name)” in the database. Load it first.")
    }

    static func finished(_ name: String) -> CampaignsError {
        CampaignsError(
            .campaignState, "Campaign “\(name)” is finished, and nobody joins it any more. Give its file another name.")
    }

    /// A change of a campaign that is there already goes on record, and holds from the next lease on.
    private func save(
        _ db: Database, _ campaign: CampaignDefinition, by who: String, now: UTCTime
    ) throws -> Int64 {
        let old = try CampaignRow.find(campaign.name, db)
        if old?.life.state == .finished {
            throw Self.finished(campaign.name)
        }
        let site = rules.site.clocks[0].zone
        let encoded = try campaign.stored
        let id = try Int64.fetchOne(
            db,
            sql: """
                INSERT INTO campaign (name, state, createdAt, definition, zone, pilot, startsAt, endsAt)
                VALUES (:name, 'draft', :now, :definition, :zone, :pilot, :starts, :ends)
                ON CONFLICT (name) DO UPDATE SET definition = :definition, zone = :zone, pilot = :pilot,
                    startsAt = iif(:hasOtherStart, :starts, startsAt), endsAt = iif(:hasOtherEnd, :ends, endsAt)
                RETURNING id
                """,
            arguments: [
                "name": campaign.name, "now": now.milliseconds, "definition": encoded,
                "zone": (campaign.window.zone ?? site).identifier, "pilot": campaign.pilot,
                "starts": campaign.starts?.time(in: site).milliseconds,
                "ends": campaign.ends?.time(in: site).milliseconds,
                // What the command line set stays where the file says nothing new.
                "hasOtherStart": old?.definition.starts != campaign.starts,
                "hasOtherEnd": old?.definition.ends != campaign.ends,
            ]
        )
        guard let id else { throw Self.noCampaign(campaign.name) }
        let changes = old?.definition.changes(to: campaign) ?? []
        if old == nil || !changes.isEmpty {
            let detail = changes.map(\.description).joined(separator: "; ")
            try database.events.write(
                db, who: who, what: old == nil ? "loaded" : "changed", subject: CampaignRow.subject(campaign.name),
                detail: detail.isEmpty ? nil : detail, now: now)
        }
        return id
    }

    /// Names the states of `contact_oneAliveForAccount` as that does: with 'waiting' alone SQLite would look for the account
    /// among all who wait.
    static let refreshSQL = """
        UPDATE contact SET person = ?, name = ?, language = ?, zone = ?, region = ?, facts = ?
        WHERE campaign = ? AND account = ? AND state IN ('waiting', 'leased') AND state = 'waiting' RETURNING id
        """

    private enum Loaded: Sendable { case added, refreshed, leftAlone }

    private static func load(_ db: Database, _ debtor: Debtor, campaign: Int64, now: UTCTime) throws -> Loaded {
        let facts = try debtor.due.json
        let refresh = try db.cachedStatement(sql: Self.refreshSQL)
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
