import GRDB

/// How many people a campaign has reached, and how many of them met nobody.
package struct AbandonmentStanding: Hashable, Codable, Sendable {
    package struct Share: Hashable, Codable, Sendable {
        /// Calls that a person answered, the abandoned ones among them.
        package private(set) var answers: Int
        package private(set) var abandoned: Int

        package init(answers: Int = 0, abandoned: Int = 0) {
            self.answers = answers
            self.abandoned = abandoned
        }

        fileprivate mutating func count(isAbandoned: Bool) {
            answers += 1
            if isAbandoned { abandoned += 1 }
        }
    }

    /// Since midnight where the campaign is.
    package private(set) var today: Share
    /// Thirty days, today among them.
    package private(set) var month: Share

    package init(today: Share = Share(), month: Share = Share()) {
        self.today = today
        self.month = month
    }

    /// One more person has met an agent, or nobody.
    package mutating func count(isAbandoned: Bool) {
        today.count(isAbandoned: isAbandoned)
        month.count(isAbandoned: isAbandoned)
    }

    /// How many more may be abandoned though nobody else should answer, so that neither share comes over the cap.
    ///
    /// - Parameter cap: units: hundredths of a percent.
    package func allowance(cap: Int) -> Int {
        let most = [today, month].map { $0.answers * cap / 10_000 - $0.abandoned }
        return max(0, most.min() ?? 0)
    }
}

/// Reads of each campaign how many of its calls were abandoned.
package struct AbandonmentBook: Sendable {
    private let database: DialerDatabase

    package init(database: DialerDatabase) { self.database = database }

    /// Of calls whose end is on record, by when they were placed; from the tally, which is written with the end.
    ///
    /// Throws: `notFound`.
    package func standing(of campaign: String, now: UTCTime) async throws -> AbandonmentStanding {
        try await day(of: campaign, now: now).standing
    }

    /// The same, and when today ends: at midnight where the campaign is.
    ///
    /// Throws: `notFound`.
    package func day(
        of campaign: String, now: UTCTime
    ) async throws -> (standing: AbandonmentStanding, ends: UTCTime) {
        try await database.read { db in
            let row = try CampaignRow.named(campaign, db)
            let today = CalendarDay(now, in: row.zone)
            let counts = try Row.fetchOne(
                db.cachedStatement(sql: Self.sql),
                arguments: [
                    "campaign": row.id, "today": today.start(in: row.zone).milliseconds,
                    "month": today.adding(days: 1 - Self.monthDays).start(in: row.zone).milliseconds,
                ])
            func share(_ answers: String, _ abandoned: String) -> AbandonmentStanding.Share {
                .init(answers: counts?[answers] ?? 0, abandoned: counts?[abandoned] ?? 0)
            }
            let standing = AbandonmentStanding(
                today: share("answersToday", "abandonedToday"), month: share("answers", "abandoned"))
            return (standing, today.adding(days: 1).start(in: row.zone))
        }
    }

    /// Source: 16 CFR 310.4(b)(4)(i).
    private static let monthDays = 30

    static let sql = """
        SELECT sum(attempts) AS answers, sum(attempts * isAbandoned) AS abandoned,
            sum(attempts * (quarter >= :today)) AS answersToday,
            sum(attempts * isAbandoned * (quarter >= :today)) AS abandonedToday
        FROM attemptTally
        WHERE campaign = :campaign AND quarter >= :month AND kind = 'contact' AND answeredBy = 'person'
        """
}
