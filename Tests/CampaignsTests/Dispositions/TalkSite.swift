import Foundation
import GRDB
import Testing

@testable import Campaigns

/// One contact whom agent 8001 talks to.
struct TalkSite {
    static let now = Workplace.now
    static let ann = AgentNumber("8001")!
    static let zone = Workplace.zone
    static let customer = DispositionBook.Customer(number: nil, account: nil, language: .english, zone: zone)

    let place: Workplace
    let database: DialerDatabase
    let book: ContactBook
    let campaign: CampaignDefinition
    let lease: ContactLease
    let attempt: Attempt

    /// - Parameter numbers: how many telephones the contact has.
    static func run(
        numbers: Int = 1, retry: RetryPolicy = .contactDefault, _ body: (TalkSite) async throws -> Void
    ) async throws {
        try await withWorkplace { place in
            let database = try place.open()
            let book = ContactBook(database: database)
            let campaign = Workplace.campaign(retry: retry)
            let first = Workplace.debtor(0)
            let debtor = Debtor(
                name: first.name, language: first.language,
                numbers: (0..<numbers).map { ContactNumber(Workplace.number($0)) }, due: first.due)
            _ = try await book.load(campaign, [debtor], now: now)
            try await book.start(campaign.name)
            let lease = try #require(try await book.lease(campaign: campaign.name, limit: 1, now: now).leases.first)
            let attempt = try #require(try await book.beginAttempt(under: lease, trunk: "a", now: now).attempt)
            try await body(
                TalkSite(
                    place: place, database: database, book: book, campaign: campaign, lease: lease, attempt: attempt))
        }
    }

    static var talked: AttemptResult {
        var result = AttemptResult(outcome: .answered, answeredAt: now, endedAt: now, answeredBy: .person)
        result.agent = ann
        return result
    }

    /// What the agent says of an attempt; the second call of it is refused.
    static func word(_ does: Disposition.Deed, of attempt: Attempt, note: String? = nil) -> AgentWord {
        let detail: AgentWord.Detail =
            switch does {
            case .promise: .promise(Workplace.today.adding(days: 3), Fen(5_000))
            case .callback: .callback(now + .seconds(7_200), isMine: true)
            default: .none
            }
        return AgentWord(
            call: "attempt \(attempt.id)", attempt: attempt.id, agent: ann, group: "clerks",
            disposition: disposition(does), detail: detail, note: note)
    }

    static func disposition(_ does: Disposition.Deed) -> Disposition {
        Disposition(code: does.rawValue, title: "Came to \(does.rawValue)", does: does, wait: .seconds(3_600))
    }

    func say(_ does: Disposition.Deed, note: String? = nil, in database: DialerDatabase? = nil) async throws {
        let database = database ?? self.database
        if does == .fax {
            _ = try await FaxQueue(database: database).enqueue(
                document: "d", pages: 1, number: lease.number, requester: "agent 8001", askedIn: attempt.id,
                now: Self.now)
        }
        try await DispositionBook(database: database).keep(
            Self.word(does, of: attempt, note: note), of: Self.customer, now: Self.now)
    }

    func finish() async throws {
        try await book.finishTalk(attempt, under: lease, Self.talked, now: Self.now)
    }

    func settle(at time: UTCTime = now) async throws -> ContactFate {
        try await book.settleTalk(attempt, under: lease, now: time)
    }

    func find(_ sql: String, in database: DialerDatabase? = nil) async throws -> [String] {
        try await (database ?? self.database).read { db in
            try Row.fetchAll(db, sql: sql).map { row in
                row.databaseValues.map { $0.isNull ? "-" : "\($0)".replacing("\"", with: "") }.joined(separator: " ")
            }
        }
    }

    static let contacts = "SELECT state || ': ' || reason FROM contact"
}
