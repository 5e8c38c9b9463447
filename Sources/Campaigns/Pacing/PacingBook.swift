import Foundation
import GRDB

/// A minute in which a campaign paced itself, and why it did as it did, last.
package struct PacedMinute: Hashable, Codable, Sendable {
    /// Its beginning.
    package let at: UTCTime
    package var placed = 0
    /// Calls that had rung long and that nobody wanted any more.
    package var givenUp = 0
    package var words = ""

    package init(at: UTCTime) { self.at = at }
}

/// What predictive campaigns have learned, and why they dialled as they did.
package struct PacingBook: Sendable {
    private let database: DialerDatabase

    package init(database: DialerDatabase) { self.database = database }

    /// Nil where nothing was learned yet, or in a form that nobody reads any more.
    package func experience<Learned: Decodable & Sendable>(of campaign: String) async throws -> Learned? {
        let text = try await database.read { db in
            try String.fetchOne(
                db, sql: "SELECT learned FROM pacingExperience JOIN campaign ON campaign.id = campaign WHERE name = ?",
                arguments: [campaign])
        }
        return text.flatMap { try? JSONDecoder().decode(Learned.self, from: Data($0.utf8)) }
    }

    package func keep(experience: some Encodable & Sendable, of campaign: String, now: UTCTime) async throws {
        let text = String(decoding: try JSONEncoder().encode(experience), as: UTF8.self)
        try await database.commit { db in
            let row = try CampaignRow.named(campaign, db)
            try db.execute(
                sql: """
                    INSERT INTO pacingExperience (campaign, learned, at) VALUES (?, ?, ?)
                    ON CONFLICT (campaign) DO UPDATE SET learned = excluded.learned, at = excluded.at
                    """, arguments: [row.id, text, now.milliseconds])
        }
    }

    /// Adds to the minute where it is there already, from before a restart.
    package func keep(_ minute: PacedMinute, of campaign: String) async throws {
        try await database.commit { db in
            let row = try CampaignRow.named(campaign, db)
            try db.execute(
                sql: """
                    INSERT INTO pacedMinute (campaign, at, placed, givenUp, words) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (campaign, at) DO UPDATE SET placed = placed + excluded.placed,
                        givenUp = givenUp + excluded.givenUp, words = excluded.words
                    """,
                arguments: [row.id, minute.at.milliseconds, minute.placed, minute.givenUp, minute.words])
        }
    }

    /// The oldest first.
    ///
    /// Throws: `notFound`.
    package func minutes(of campaign: String, from: UTCTime, until: UTCTime) async throws -> [PacedMinute] {
        try await database.read { db in
            let row = try CampaignRow.named(campaign, db)
            return try Row.fetchAll(
                db, sql: "SELECT * FROM pacedMinute WHERE campaign = ? AND at >= ? AND at < ? ORDER BY at",
                arguments: [row.id, from.milliseconds, until.milliseconds]
            ).map { row in
                var minute = PacedMinute(at: UTCTime(milliseconds: row["at"]))
                (minute.placed, minute.givenUp, minute.words) = (row["placed"], row["givenUp"], row["words"])
                return minute
            }
        }
    }
}
