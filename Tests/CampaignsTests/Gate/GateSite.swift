import Foundation
import GRDB

@testable import Campaigns

/// One contact with several numbers in a campaign, for tests of the gate.
struct GateSite {
    let place: Workplace
    let database: DialerDatabase
    let book: ContactBook
    let campaign: CampaignDefinition
    static let now = Workplace.now
    static let (first, second) = (Workplace.number(1), Workplace.number(2))

    /// Runs a test with one debtor of these numbers in a running campaign.
    static func run(
        _ numbers: [ContactNumber] = [ContactNumber(first), ContactNumber(second)],
        rules: CallRules = .none,
        campaign: CampaignDefinition = Workplace.campaign(),
        _ body: (GateSite) async throws -> Void
    ) async throws {
        try await withWorkplace { place in
            let database = try place.open()
            let site = GateSite(
                place: place, database: database, book: ContactBook(database: database, rules: rules),
                campaign: campaign)
            try await site.add(to: campaign, numbers)
            try await body(site)
        }
    }

    /// The same debtor in a campaign.
    func add(to campaign: CampaignDefinition, _ numbers: [ContactNumber], person: String? = nil) async throws {
        let known = Workplace.debtor(0)
        let debtor = Debtor(person: person, name: known.name, language: nil, numbers: numbers, due: known.due)
        _ = try await book.load(campaign, [debtor], now: Self.now)
        try await book.start(campaign.name)
    }

    func lease(at time: UTCTime = now, of name: String? = nil) async throws -> ContactLease? {
        try await book.lease(campaign: name ?? campaign.name, limit: 1, now: time).leases.first
    }

    /// One whole call; nil where nobody may be called.
    func call(
        at time: UTCTime = now, stage: Int = 0, _ result: AttemptResult,
        saying: (ContactLease, Attempt) async throws -> Void = { _, _ in }
    ) async throws -> (number: E164, fate: ContactFate)? {
        guard let lease = try await lease(at: time),
            let attempt = try await book.beginAttempt(under: lease, stage: stage, trunk: "a", now: time).attempt
        else { return nil }
        try await saying(lease, attempt)
        return (lease.number, try await book.finish(attempt, under: lease, result, now: time))
    }

    func call(at time: UTCTime = now, _ outcome: AttemptOutcome) async throws -> (number: E164, fate: ContactFate)? {
        try await call(at: time, AttemptResult(outcome: outcome))
    }

    struct State: Equatable {
        let state: String
        let heldBy: String?
        let reason: String
        let dueAt: UTCTime
    }

    func state() async throws -> State? {
        try await database.read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM contact ORDER BY id").map {
                State(
                    state: $0["state"], heldBy: $0["heldBy"], reason: $0["reason"],
                    dueAt: UTCTime(milliseconds: $0["dueAt"]))
            }
        }
    }

    static func rules(_ rules: Rule...) -> CallRules {
        CallRules(
            RuleSet(name: "test", title: "Test", rules: [Rule(name: "do-not-call", demand: .doNotCall)] + rules),
            site: RuleSamples.shanghai)
    }

    static func campaign(
        _ name: String = "test", purpose: CallPurpose = .dunning, stages: [DunningStages.Stage] = [],
        retry: RetryPolicy = .contactDefault
    ) -> CampaignDefinition {
        CampaignDefinition(
            name: name, title: name, source: .init(kind: .arrearsPostpaid), purpose: purpose,
            stages: DunningStages(stages), window: .always(in: Workplace.zone), retry: retry, lines: 1,
            callerID: "10000")
    }
}
