import GRDB

extension ContactBook {
    /// How many numbers are left to each contact that waits in the campaign; empty where it was never started.
    package func numbersOfWaiting(in campaign: String) async throws -> [Int] {
        try await database.read { db in
            try Int.fetchAll(
                db,
                sql: """
                    SELECT count(*) FROM contact JOIN campaign ON campaign.id = contact.campaign
                    JOIN contactNumber ON contactNumber.contact = contact.id
                    WHERE campaign.name = ? AND contact.state = 'waiting' AND isWrong = 0 GROUP BY contact.id
                    """,
                arguments: [campaign])
        }
    }
}
