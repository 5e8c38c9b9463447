import Foundation
import GRDB
import Testing

@testable import Campaigns

/// What the gate reads from the books is what an engine says that has all attempts in memory.
@Suite struct GateHistoryTests {
    private static let zones = ["Asia/Shanghai", "Europe/London", "America/New_York"]

    @Test(arguments: Array(UInt64(0)..<12))
    func `the verdict from the database is the verdict over all attempts in memory`(seed: UInt64) async throws {
        try await withWorkplace { place in
            var random = SplitMix64(seed: seed)
            let database = try place.open()
            let rules = Self.rules(&random)
            let now = Workplace.now
            let books = RandomBooks(&random)
            let campaign = GateSite.campaign(purpose: Bool.random(using: &random) ? .dunning : .service)
            let id = try await books.write(to: database, rules: rules, campaign: campaign, &random)
            let gate = CallGate(rules: rules, campaign: campaign)
            let contacts = try await database.read { try gate.due($0, campaign: id, limit: 1000, now: now) }
            #expect(contacts.count == RandomBooks.contacts)
            var kinds: Set<String> = []
            for contact in contacts {
                for candidate in contact.numbers {
                    let facts = books.facts(of: contact.id, candidate.number, campaign: campaign, candidate.facts, now)
                    let expected = rules.engine.verdict(facts, at: now)
                    let found = gate.verdict(candidate, now: now)
                    #expect(found == expected, "seed \(seed), contact \(contact.id)")
                    kinds.insert(String(found.word.prefix(1)))
                }
            }
            #expect(kinds.count >= 2, "a sample of one kind of verdict proves little: \(kinds)")
        }
    }

    private static func rules(_ random: inout SplitMix64) -> CallRules {
        let limits = Limit.Subject.allCases.flatMap { subject in
            (0..<Int.random(in: 0...2, using: &random)).map { index in
                Rule(
                    name: "\(subject.rawValue)-\(index)",
                    demand: .limit(
                        Limit(
                            most: Int.random(in: 2...5, using: &random),
                            of: Limit.Event.allCases.randomElement(using: &random)!, to: subject,
                            within: .seconds([3600, 86_400, 604_800].randomElement(using: &random)!),
                            counting: CallPurposes(rawValue: UInt8.random(in: 1..<32, using: &random)))),
                    purposes: .all)
            }
        }
        let hours = Rule(name: "hours", demand: .hours(WeekHours(8 * 60..<20 * 60)))
        return CallRules(
            RuleSet(
                name: "random", title: "Random",
                rules: limits + [hours, Rule(name: "do-not-call", demand: .doNotCall, purposes: .all)]),
            site: RuleSamples.shanghai)
    }
}
