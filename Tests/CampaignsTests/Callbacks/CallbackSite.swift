import Foundation
import GRDB
import Testing

@testable import Campaigns

/// A workplace with callbacks to call.
struct CallbackSite {
    static let now = Workplace.now
    static let ann = AgentNumber("8001")!
    let place: Workplace
    let database: DialerDatabase
    let book: CallbackBook

    /// Runs a test with callbacks that are due at the numbers 0, 1 and so on.
    static func run(
        _ count: Int = 1, rules: CallRules = .none, retry: RetryPolicy = .callbackDefault,
        _ body: (CallbackSite) async throws -> Void
    ) async throws {
        try await withWorkplace { place in
            let database = try place.open()
            let book = CallbackBook(database: database, rules: rules, retry: retry, defaultGroup: "clerks")
            let site = CallbackSite(place: place, database: database, book: book)
            for index in 0..<count { try await site.ask(index) }
            try await body(site)
        }
    }

    func ask(
        _ number: Int = 0, attempt: Attempt? = nil, group: String? = nil, agent: AgentNumber? = nil,
        at due: UTCTime = now
    ) async throws {
        try await book.ask(
            number: Workplace.number(number), account: nil, language: .english, wish: "clerk", attempt: attempt,
            group: group, agent: agent, dueAt: due, now: Self.now)
    }

    func due(at time: UTCTime = now) async throws -> [Callback] {
        try await book.due(in: "clerks", limit: 99, now: time)
    }

    func lease(at time: UTCTime = now) async throws -> CallbackLease {
        let callback = try #require(try await due(at: time).first)
        guard case .leased(let lease) = try await book.lease(callback, now: time) else {
            throw CampaignsError(.notFound, "the callback isn't leased")
        }
        return lease
    }

    func begin(_ lease: CallbackLease, at time: UTCTime = now) async throws -> Attempt {
        try #require(try await book.beginAttempt(under: lease, trunk: "a", now: time).attempt)
    }

    /// One whole call.
    @discardableResult
    func call(
        at time: UTCTime = now, _ result: AttemptResult, saying: (Attempt) async throws -> Void = { _ in }
    ) async throws -> CallbackFate {
        let lease = try await lease(at: time)
        let attempt = try await begin(lease, at: time)
        try await saying(attempt)
        return try await book.finish(attempt, under: lease, result, now: time)
    }

    func call(at time: UTCTime = now, _ outcome: AttemptOutcome) async throws -> CallbackFate {
        try await call(at: time, AttemptResult(outcome: outcome))
    }

    static var talked: AttemptResult {
        var result = AttemptResult(outcome: .answered, answeredAt: now, endedAt: now, answeredBy: .person)
        result.agent = ann
        return result
    }

    func status(_ id: Int64 = 1) async throws -> CallbackStatus { try #require(try await book.status(id)) }
}
