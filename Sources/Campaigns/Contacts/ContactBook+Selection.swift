package import Foundation
import GRDB

extension ContactBook {
    /// A campaign whose contacts are to be selected again.
    package struct DueSelection: Sendable {
        package let campaign: CampaignDefinition
        /// By which its days are counted.
        package let zone: TimeZone
    }

    /// The campaigns that are scheduled or running, and by their schedule to be selected again.
    package func dueSelections(now: UTCTime) async throws -> [DueSelection] {
        try await database.read { db in
            try Row.fetchAll(db, sql: Self.scheduledSQL).map(CampaignRow.init)
                .filter { $0.nextSelection.map { $0 <= now } ?? false }
                .map { DueSelection(campaign: $0.definition, zone: $0.zone) }
        }
    }

    private static let scheduledSQL = """
        SELECT * FROM campaign WHERE state IN ('scheduled', 'running') AND definition ->> '$.source.schedule' IS NOT NULL
        ORDER BY id
        """

    /// Adds who was selected to a campaign that is there already, refreshes who waits there, and notes when that was.
    ///
    /// A crash before the note has them selected once more, which does no harm: the same selection again adds nobody and
    /// changes nothing. Throws: `notFound`, `campaignState` where the campaign is finished.
    package func take(
        _ selection: CampaignSelection, into campaign: String, by who: String = "dialerd", now: UTCTime
    ) async throws -> LoadCounts {
        let row = try await database.read { try CampaignRow.named(campaign, $0) }
        if row.life.state == .finished { throw Self.finished(campaign) }
        var counts: LoadCounts
        switch selection {
        case .debtors(let found):
            counts = try await add(found.debtors, to: row.id, now: now)
            counts.refused = selection.refused
        case .list(let list):
            counts = try await database.withConnectionOfItsOwn { own in
                try await list.load(into: own, campaign: row.id, rules: row.definition.duplicates, now: now)
            }
        }
        let words = counts.words
        try await database.commit { db in
            try db.execute(
                sql: "UPDATE campaign SET selectedAt = ? WHERE id = ?", arguments: [now.milliseconds, row.id])
            try database.events.write(
                db, who: who, what: "selected", subject: row.subject, detail: words, now: now)
        }
        return counts
    }
}
