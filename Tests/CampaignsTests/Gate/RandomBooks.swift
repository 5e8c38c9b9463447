import Foundation
import GRDB

@testable import Campaigns

/// Contacts and attempts by chance, in memory as they are written.
struct RandomBooks {
    static let contacts = 40
    /// Few of each, so that they meet: persons with several accounts, numbers of several people.
    private static let (accounts, people, numbers) = (40, 20, 25)

    struct PastAttempt {
        let number: E164
        let person: String
        let account: String
        let purpose: CallPurpose
        /// Nil while it is open.
        let outcome: AttemptOutcome?
        let isByPerson: Bool
        let rang: Bool
        let openedAt: UTCTime
    }

    private(set) var attempts: [PastAttempt] = []
    /// By contact.
    private let persons: [Int64: String]

    init(_ random: inout SplitMix64) {
        persons = Dictionary(
            uniqueKeysWithValues: (1...Int64(Self.contacts)).map { ($0, Self.person(&random)) })
        attempts = (0..<600).map { _ in
            let outcome = AttemptOutcome.allCases.randomElement(using: &random)!
            // Around the edges of the limits, and far beyond them.
            let age = [3600, 86_400, 604_800, 2_000_000].randomElement(using: &random)!
            let about = Int64.random(in: 0...Int64(age) * 1000, using: &random)
            return PastAttempt(
                number: Self.number(&random), person: Self.person(&random), account: Self.account(&random),
                purpose: CallPurpose.allCases.randomElement(using: &random)!, outcome: outcome,
                isByPerson: outcome == .answered && Bool.random(using: &random),
                rang: Bool.random(using: &random),
                openedAt: UTCTime(milliseconds: Workplace.now.milliseconds - about))
        }
        // Some are ringing now, one for a number.
        for index in 0..<4 {
            attempts.append(
                PastAttempt(
                    number: Workplace.number(index), person: Self.person(&random), account: Self.account(&random),
                    purpose: .dunning, outcome: nil, isByPerson: false, rang: true, openedAt: Workplace.now))
        }
    }

    private static func number(_ random: inout SplitMix64) -> E164 {
        Workplace.number(Int.random(in: 0..<numbers, using: &random))
    }
    private static func person(_ random: inout SplitMix64) -> String {
        "p\(Int.random(in: 0..<people, using: &random))"
    }
    private static func account(_ random: inout SplitMix64) -> String {
        "a\(Int.random(in: 0..<accounts, using: &random))"
    }

    /// Raw rows, past the book's own ways; returns the campaign.
    func write(
        to database: DialerDatabase, rules: CallRules, campaign: CampaignDefinition, _ random: inout SplitMix64
    ) async throws -> Int64 {
        let book = ContactBook(database: database, rules: rules)
        _ = try await book.load(campaign, [], now: Workplace.now)
        let numbers = (0..<Self.contacts).map { _ in [Self.number(&random), Self.number(&random)] }
        let listed = (0..<3).map { _ in Self.number(&random) }
        let (attempts, persons) = (attempts, persons)
        let instance = database.instance
        return try await database.commit { db in
            let id = try Int64.fetchOne(db, sql: "SELECT id FROM campaign") ?? 0
            for index in 0..<Self.contacts {
                try db.execute(
                    sql: """
                        INSERT INTO contact (campaign, account, person, occasion, name, facts, state, reason, retryAt, dueAt)
                        VALUES (?, ?, ?, ?, 'x', ?, 'waiting', 'test', 1, ?)
                        """,
                    arguments: [
                        id, "a\(index)", persons[Int64(index + 1)], "o\(index)", try Workplace.debtor(0).due.json,
                        index + 1,
                    ])
                let contact = db.lastInsertedRowID
                for (position, number) in zip(1..., numbers[index]) {
                    try db.execute(
                        sql: """
                            INSERT INTO contactNumber (contact, position, number, retryAt) VALUES (?, ?, ?, 1)
                            ON CONFLICT DO NOTHING
                            """,
                        arguments: [contact, position, number.text])
                }
            }
            for attempt in attempts { try Self.write(db, attempt, instance: instance) }
            for number in listed {
                try db.execute(
                    sql: "INSERT OR IGNORE INTO doNotCall VALUES (?, '', 1, NULL, 'test')",
                    arguments: [number.text])
                try db.execute(
                    sql: "INSERT OR IGNORE INTO consent VALUES (?, 'service', 1, 'test')",
                    arguments: [number.text])
            }
            return id
        }
    }

    /// Every attempt is a fax's, for one fax job may have as many as it likes in any order.
    private static func write(_ db: Database, _ attempt: PastAttempt, instance: Int64?) throws {
        try db.execute(
            sql: """
                INSERT INTO faxJob (document, pagesTotal, number, requester, state, reason, dueAt, createdAt)
                VALUES ('d', 1, ?, 'test', 'waiting', 'test', 1, 1)
                """, arguments: [attempt.number.text])
        let job = db.lastInsertedRowID
        try db.execute(
            sql: "INSERT INTO lease (instance, faxJob, takenAt) VALUES (?, ?, 1)", arguments: [instance, job])
        let lease = db.lastInsertedRowID
        try db.execute(
            sql: """
                INSERT INTO attempt (token, kind, faxJob, number, person, account, purpose, trunk, lease, openedAt, ringingAt)
                VALUES (?, 'fax', ?, ?, ?, ?, ?, 'a', ?, ?, ?)
                """,
            arguments: [
                String(format: "%032lx", job), job, attempt.number.text, attempt.person, attempt.account,
                attempt.purpose.rawValue, lease, attempt.openedAt.milliseconds, attempt.rang ? 1 : nil,
            ])
        guard let outcome = attempt.outcome else { return }
        let answeredBy: AnsweredBy? = outcome == .answered ? (attempt.isByPerson ? .person : .unknown) : nil
        try db.execute(
            sql: "UPDATE attempt SET outcome = ?, answeredBy = ?, finishedAt = 1 WHERE lease = ?",
            arguments: [outcome.rawValue, answeredBy?.rawValue, lease])
        try db.execute(sql: "DELETE FROM lease WHERE id = ?", arguments: [lease])
    }

    /// What the rules should be told, from memory alone; what isn't about attempts is taken as it was read.
    func facts(
        of contact: Int64, _ number: E164, campaign: CampaignDefinition, _ read: CallFacts, _ now: UTCTime
    ) -> CallFacts {
        var facts = read
        facts.toNumber = history { $0.number == number }
        facts.toPerson = history { $0.person == persons[contact] }
        facts.aboutAccount = history { $0.account == "a\(contact - 1)" }
        facts.isNumberInUse = attempts.contains { $0.number == number && $0.outcome == nil }
        return facts
    }

    private func history(_ isTheirs: (PastAttempt) -> Bool) -> CallHistory {
        CallHistory(
            attempts.filter(isTheirs).compactMap { attempt in
                let standing: PastCall.Standing
                switch attempt.outcome {
                case .congestion?, .trunkTrouble?, .cancelled?:
                    if !attempt.rang { return nil }
                    standing = .attempted
                case .answered?: standing = attempt.isByPerson ? .conversation : .answered
                default: standing = .attempted
                }
                return PastCall(time: attempt.openedAt, standing: standing, purpose: attempt.purpose)
            })
    }
}
