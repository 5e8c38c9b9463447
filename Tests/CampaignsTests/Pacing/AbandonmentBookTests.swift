import Testing

@testable import Campaigns

@Suite struct AbandonmentBookTests {
    private let now = Workplace.now

    /// Calls some contacts, the last of them in vain for so many that met nobody.
    private func call(
        _ book: ContactBook, _ campaign: CampaignDefinition, answered: Int, abandoned: Int, busy: Int = 0, at: UTCTime
    ) async throws {
        let all = answered + abandoned + busy
        let leases = try await book.lease(campaign: campaign.name, limit: all, now: at).leases
        #expect(leases.count == all)
        for (index, lease) in leases.enumerated() {
            let attempt = try #require(try await book.beginAttempt(under: lease, trunk: "a", now: at).attempt)
            var result = AttemptResult(outcome: index < answered + abandoned ? .answered : .busy)
            if index < answered + abandoned { result.answeredBy = .person }
            result.isAbandoned = index >= answered && index < answered + abandoned
            _ = try await book.finish(attempt, under: lease, result, now: at)
        }
    }

    @Test func `those who answered and who met nobody are counted for today and for thirty days`() async throws {
        try await withContacts(30) { _, database, book, campaign in
            let abandonment = AbandonmentBook(database: database)
            var standing = try await abandonment.standing(of: campaign.name, now: now)
            #expect(standing.today == .init(answers: 0, abandoned: 0) && standing.month == standing.today)
            try await call(book, campaign, answered: 3, abandoned: 2, busy: 4, at: now)
            standing = try await abandonment.standing(of: campaign.name, now: now)
            #expect(standing.today == .init(answers: 5, abandoned: 2) && standing.month == standing.today)
            // It is ten in the morning: fourteen hours on a day begins.
            let tomorrow = now + .seconds(14 * 3_600)
            standing = try await abandonment.standing(of: campaign.name, now: tomorrow + .milliseconds(-1))
            #expect(standing.today.answers == 5)
            try await call(book, campaign, answered: 1, abandoned: 0, at: tomorrow)
            standing = try await abandonment.standing(of: campaign.name, now: tomorrow)
            #expect(standing.today == .init(answers: 1, abandoned: 0))
            #expect(standing.month == .init(answers: 6, abandoned: 2))
            let later = tomorrow + .seconds(29 * 86_400)
            standing = try await abandonment.standing(of: campaign.name, now: later + .milliseconds(-1))
            #expect(standing.month == .init(answers: 6, abandoned: 2))
            standing = try await abandonment.standing(of: campaign.name, now: later)
            #expect(standing.today.answers == 0 && standing.month == .init(answers: 1, abandoned: 0))
            #expect(await errorCode { try await abandonment.standing(of: "other", now: now) } == .notFound)
        }
    }

    @Test(arguments: [
        (33, 0, 330, 0, 0), (34, 0, 340, 0, 1), (34, 1, 340, 1, 0), (67, 1, 670, 1, 1), (100, 0, 1_000, 29, 1),
        (100, 0, 1_000, 30, 0), (100, 9, 1_000, 9, 0),
    ])
    func `no more may be abandoned than leave both shares under the cap`(
        answers: Int, abandoned: Int, monthAnswers: Int, monthAbandoned: Int, allowed: Int
    ) {
        let standing = AbandonmentStanding(
            today: .init(answers: answers, abandoned: abandoned),
            month: .init(answers: monthAnswers, abandoned: monthAbandoned))
        #expect(standing.allowance(cap: 300) == allowed)
        #expect(standing.allowance(cap: 0) == 0)
    }
}
