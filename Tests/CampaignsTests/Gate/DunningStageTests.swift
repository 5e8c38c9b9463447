import Foundation
import GRDB
import Testing

@testable import Campaigns

/// Notice, reminder, final notice, clerk: by age and by amount.
@Suite struct DunningStageTests {
    static let ladder = DunningStages([
        .init(.announcement(.first)), .init(.announcement(.reminder), fromAge: 15),
        .init(.announcement(.final), fromAge: 30, fromAmount: Fen(100_000)), .init(.clerk, fromAge: 45),
    ])

    @Test(
        arguments: [
            // Age in days, amount in fen, stages heard, and whose turn it is.
            (0, 5_000, 0, "0"), (14, 5_000, 0, "0"), (14, 5_000, 1, "day 15"), (15, 5_000, 1, "1"),
            (15, 5_000, 0, "1"), (29, 5_000, 2, "day 30"), (30, 5_000, 2, "2"), (44, 5_000, 3, "day 45"),
            (45, 5_000, 3, "3"), (99, 5_000, 4, "all"), (0, 100_000, 0, "2"), (0, 99_999, 0, "0"),
            (1, 100_000, 3, "day 45"), (60, 5_000, 0, "3"),
        ])
    func `age, amount and what was heard say whose turn it is`(age: Int, amount: Int64, heard: Int, turn: String) throws
    {
        let due = Workplace.debtor(0, amount: amount).due
        let since = try #require(due.since)
        let today = since.adding(days: age)
        switch Self.ladder.turn(of: due, heard: heard, today: today) {
        case .stage(_, let number): #expect("\(number)" == turn)
        case .later(let day): #expect("day \(since.days(until: day))" == turn)
        case .allHeard: #expect(turn == "all")
        }
    }

    @Test func `a debtor climbs the stages over weeks, with the tries of each stage to itself, up to the clerk`()
        async throws
    {
        let rules: [RetryPolicy.Result: RetryPolicy.Rule] = [.busy: .init(wait: .seconds(600), limit: 2)]
        let campaign = CampaignDefinition(
            name: "ladder", title: "x", source: .init(kind: .arrearsPostpaid), stages: Self.ladder,
            window: .always(in: Workplace.zone), retry: RetryPolicy(budget: 2, rules: rules), lines: 1,
            callerID: "10000")
        try await withWorkplace { place in
            let billing = try place.writeBilling(accounts: 10)
            let database = try place.open()
            let book = ContactBook(database: database)
            let debtor = try #require(
                try await billing.select(campaign.source, today: Workplace.today).debtors.min {
                    $0.due.amount < $1.due.amount
                })
            let start = debtor.due.since!.adding(days: 1).start(in: Workplace.zone) + .seconds(36_000)
            _ = try await book.load(campaign, [debtor], now: start)
            try await book.start(campaign.name)
            let heard = AttemptResult.Announcement(
                id: "x", language: .mandarin, total: .seconds(9), heard: .seconds(9))
            var (time, stages) = (start, [String]())
            // Two months, however it goes.
            while time < start + .seconds(60 * 86_400) {
                switch try await book.lease(campaign: campaign.name, limit: 1, now: time) {
                case .leased(let leases):
                    guard
                        case .due(_, let stage, let number) = try await book.dueCheck(
                            leases[0], billing: billing, now: time)
                    else { break }
                    guard case .announcement = stage.kind else {
                        try await book.handToClerk(leases[0], now: time)
                        stages.append("clerk")
                        break
                    }
                    let attempt = try #require(
                        try await book.beginAttempt(under: leases[0], stage: number, trunk: "a", now: time).attempt)
                    let isBusy = stages.count.isMultiple(of: 2)
                    stages.append(isBusy ? "busy" : "\(number)")
                    let result = AttemptResult(
                        outcome: isBusy ? .busy : .answered, announcement: isBusy ? nil : heard)
                    _ = try await book.finish(attempt, under: leases[0], result, now: time)
                case .nothingDue(let next?, _): time = max(next, time + .seconds(1))
                default: time = start + .seconds(60 * 86_400)
                }
            }
            #expect(stages == ["busy", "0", "busy", "1", "busy", "2", "clerk"])
            let callbacks = try await CallbackBook(database: database).waiting()
            #expect(callbacks.map(\.account) == [debtor.due.account])
            #expect(callbacks.first?.wish == "campaign ladder: a clerk is to speak with the customer")
            let ended = try await database.read {
                try String.fetchOne($0, sql: "SELECT state || ': ' || reason FROM contact")
            }
            #expect(ended == "finished: handed to a clerk")
        }
    }

    @Test func `handing over twice is refused, and asks for one callback`() async throws {
        try await withContacts(1) { _, database, book, campaign in
            let lease = try #require(
                try await book.lease(campaign: campaign.name, limit: 1, now: Workplace.now).leases.first)
            try await book.handToClerk(lease, now: Workplace.now)
            #expect(await errorCode { try await book.handToClerk(lease, now: Workplace.now) } == .leaseLost)
            #expect(try await CallbackBook(database: database).waiting().count == 1)
        }
    }
}
