import GRDB

extension ContactBook {
    /// Gives a campaign more lines, or fewer, until its file says something else; calls that are up go on.
    ///
    /// Throws: `notFound`, `campaignState` where it is finished.
    package func change(lines: Int, of campaign: String, by who: String, now: UTCTime) async throws {
        try await database.commit { db in
            let row = try CampaignRow.named(campaign, db)
            guard row.life.state != .finished else {
                throw CampaignsError(.campaignState, "Campaign “\(campaign)” is finished: it needs no lines.")
            }
            guard row.definition.lines != lines else { return }
            var definition = row.definition
            definition.lines = lines
            try db.execute(
                sql: "UPDATE campaign SET definition = ? WHERE id = ?", arguments: [try definition.stored, row.id])
            let detail = row.definition.changes(to: definition).map(\.description).joined(separator: "; ")
            try database.events.write(
                db, who: who, what: "changed", subject: row.subject, detail: detail, now: now)
        }
    }
}
