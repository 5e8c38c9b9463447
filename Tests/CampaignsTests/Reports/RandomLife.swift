import Foundation
import GRDB

@testable import Campaigns

/// Calls with every outcome, promises, opt-outs, callbacks, faxes and calls to 170, one at random in each step.
final class RandomLife {
    private let site: RecordSite
    private var database: DialerDatabase { site.database }
    private var now = Workplace.now
    private let campaigns = CampaignDefinition.Source.Kind.allCases.map { Workplace.campaign($0) }

    init(site: RecordSite) { self.site = site }

    func load(contacts: Int) async throws {
        let book = ContactBook(database: database)
        for campaign in campaigns {
            _ = try await book.load(campaign, (0..<contacts).map { Workplace.debtor($0) }, now: now)
            try await book.start(campaign.name)
        }
        try await database.commit { db in
            try CallRate(prefix: "+", name: "all", perMinute: Fen(15), firstSeconds: 6, thenSeconds: 6).save(db)
        }
    }

    func step(_ random: inout SplitMix64) async throws {
        now = now + .seconds(Int.random(in: 1...5_000, using: &random))
        switch Int.random(in: 0..<11, using: &random) {
        case 0: try await fax(&random)
        case 1: try await clerk(&random)
        case 2: try await enquiry(&random)
        case 3: try await callBack(&random)
        default: try await call(&random)
        }
    }

    private func call(_ random: inout SplitMix64) async throws {
        let book = ContactBook(database: database)
        guard let campaign = campaigns.randomElement(using: &random),
            let lease = try await book.lease(campaign: campaign.name, limit: 1, now: now).leases.first,
            let attempt = try await book.beginAttempt(under: lease, trunk: "a", now: now).attempt,
            let outcome = AttemptOutcome.allCases.randomElement(using: &random)
        else { return }
        if outcome == .answered { try await wish(&random, lease, attempt) }
        let end = now + .seconds(Int.random(in: 20...90, using: &random))
        let people: [AnsweredBy?] = [.person, .machine, .unknown, nil]
        let result = AttemptResult(
            outcome: outcome,
            ringingAt: Bool.random(using: &random) ? now + .seconds(2) : nil,
            answeredAt: outcome == .answered ? now + .seconds(9) : nil,
            endedAt: Bool.random(using: &random) ? end : nil,
            answeredBy: people.randomElement(using: &random) ?? nil,
            announcement: .init(
                id: "x", language: .mandarin, total: .seconds(20),
                heard: .seconds(Int.random(in: 18...20, using: &random)))
        )
        _ = try await book.finish(attempt, under: lease, result, now: end)
    }

    private func wish(_ random: inout SplitMix64, _ lease: ContactLease, _ attempt: Attempt) async throws {
        let day = CalendarDay(now, in: Workplace.zone).adding(days: 1)
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1:
            try await PromiseBook(database: database).promise(
                account: lease.account, amount: Bool.random(using: &random) ? lease.due.amount : nil, dueDay: day,
                in: Workplace.zone, attempt: attempt, now: now)
        case 2: try await PaidClaims(database: database).record(lease, attempt: attempt, now: now)
        case 3:
            try await DoNotCallList(database: database).add(lease.number, source: "key", attempt: attempt, now: now)
        case 4:
            try await CallbackBook(database: database).ask(
                number: lease.number, account: lease.account, language: nil, wish: "clerk", attempt: attempt,
                dueAt: now, now: now)
        case 5:
            _ = try await FaxQueue(database: database).enqueue(
                document: "d", pages: 2, number: lease.number, requester: "key", askedIn: attempt.id, now: now)
        default: break
        }
    }

    private func fax(_ random: inout SplitMix64) async throws {
        let queue = FaxQueue(database: database)
        let number = Workplace.number(Int.random(in: 100..<200, using: &random))
        let job = try await queue.enqueue(document: "d", pages: 2, number: number, requester: "170", now: now)
        if Int.random(in: 0..<5, using: &random) == 0 {
            _ = try await queue.cancel(job, who: "clerk", now: now)
        }
        guard let lease = try await queue.leaseDue(limit: 1, now: now).first,
            case .begun(let attempt) = try await queue.beginDelivery(under: lease, trunk: "a", now: now)
        else { return }
        for page in lease.unconfirmedPages where Bool.random(using: &random) {
            try await queue.confirmPage(page, of: lease, attempt: attempt, now: now)
        }
        _ = try await queue.finishDelivery(attempt, under: lease, AttemptResult(outcome: .answered), now: now)
    }

    private func callBack(_ random: inout SplitMix64) async throws {
        let book = CallbackBook(database: database, defaultGroup: "clerks")
        guard let callback = try await book.due(in: "clerks", limit: 1, now: now).first,
            case .leased(let lease) = try await book.lease(callback, now: now),
            let attempt = try await book.beginAttempt(under: lease, trunk: "a", now: now).attempt
        else { return }
        var result = AttemptResult(
            outcome: AttemptOutcome.allCases.randomElement(using: &random) ?? .busy, endedAt: now + .seconds(30))
        if result.outcome == .answered {
            result.answeredAt = now + .seconds(9)
            result.agent = Bool.random(using: &random) ? AgentNumber("8001") : nil
        }
        _ = try await book.finish(attempt, under: lease, result, now: now + .seconds(30))
    }

    /// Takes callbacks by hand, settles promises, takes a number off the list.
    private func clerk(_ random: inout SplitMix64) async throws {
        let moment = now
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let book = CallbackBook(database: database)
            if let callback = try await book.take(who: "li", now: now) {
                if Bool.random(using: &random) {
                    try await book.markDone(callback, now: now)
                } else {
                    try await book.giveBack(callback, until: now)
                }
            }
        case 1, 2:
            let account = try await database.read {
                try String.fetchOne($0, sql: "SELECT account FROM promise WHERE state = 'open' LIMIT 1")
            }
            let state = Bool.random(using: &random) ? "kept" : "broken"
            guard let account else { return }
            _ = try await database.commit { try PromiseBook.settle($0, account: account, state: state, now: moment) }
        default:
            let number = try await database.read {
                try String.fetchOne($0, sql: "SELECT number FROM doNotCall LIMIT 1")
            }
            guard let number = number.flatMap(E164.init(text:)) else { return }
            try await DoNotCallList(database: database).remove(number, who: "li", now: now)
        }
    }

    private func enquiry(_ random: inout SplitMix64) async throws {
        let ends = ["finished", "hungUp", "impatient"]
        let record = EnquiryRecord(
            callID: "c", calledNumber: "170", callingNumber: nil, openedAt: now,
            end: ends.randomElement(using: &random) ?? "finished")
        let secret = RecordSecret(
            answeredAt: now, endedAt: now + .seconds(Int.random(in: 1...300, using: &random)))
        try await EnquiryBook(database: database).keep(record, secret, now: now)
    }
}
