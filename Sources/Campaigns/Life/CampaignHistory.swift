import GRDB

/// Something that somebody did with a campaign.
package struct CampaignAct: Hashable, Codable, Sendable {
    package let at: UTCTime
    /// A person's account on this machine, or `dialerd` itself.
    package let who: String
    package let what: String
    package let detail: String?

    /// The oldest first.
    static func all(on subject: String, _ db: Database) throws -> [CampaignAct] {
        let sql = "SELECT * FROM event WHERE subject = ? ORDER BY id"
        return try Row.fetchAll(db, sql: sql, arguments: [subject]).map { row in
            CampaignAct(at: UTCTime(milliseconds: row["at"]), who: row["who"], what: row["what"], detail: row["detail"])
        }
    }
}

extension ContactBook {
    /// Everything that was done with the campaign, the oldest first.
    ///
    /// Throws: `notFound`.
    package func history(_ campaign: String) async throws -> [CampaignAct] {
        try await database.read { db in
            let row = try CampaignRow.named(campaign, db)
            return try CampaignAct.all(on: row.subject, db)
        }
    }
}
