import GRDB

/// What the tallies say of a whole campaign.
struct CampaignTotals {
    var outcomes: [String: Int] = [:]
    var playedToEnd = 0
    var heardByPerson = 0
    var happenings: [Happening: Int] = [:]
    /// Attempts in progress.
    var open = 0

    static let attemptSQL = """
        SELECT outcome, answeredBy, wasPlayedToEnd, sum(attempts) FROM attemptTally WHERE campaign = :campaign
        GROUP BY outcome, answeredBy, wasPlayedToEnd
        """
    static let happeningSQL = "SELECT what, sum(count) FROM happeningTally WHERE campaign = :campaign GROUP BY what"
    /// Few attempts are open, however many contacts there are.
    static let openSQL = """
        SELECT count(*) FROM attempt CROSS JOIN contact ON contact.id = attempt.contact
        WHERE attempt.finishedAt IS NULL AND attempt.contact IS NOT NULL AND contact.campaign = :campaign
        """

    init(_ db: Database, campaign: Int64) throws {
        for row in try Row.fetchAll(db, sql: Self.attemptSQL, arguments: ["campaign": campaign]) {
            let count: Int = row[3]
            outcomes[row[0], default: 0] += count
            guard row[2] else { continue }
            playedToEnd += count
            if row[1] == AnsweredBy.person.rawValue { heardByPerson += count }
        }
        for row in try Row.fetchAll(db, sql: Self.happeningSQL, arguments: ["campaign": campaign]) {
            if let happening = Happening(rawValue: row[0]) { happenings[happening] = row[1] }
        }
        open = try Int.fetchOne(db, sql: Self.openSQL, arguments: ["campaign": campaign]) ?? 0
    }
}
