import Foundation
import GRDB
import Testing

@testable import Campaigns

@Suite struct ProspectTests {
    private let now = Workplace.now

    @Test func `those who would be leased next are told in that order, and nothing changes`() async throws {
        try await withContacts(12) { _, database, book, campaign in
            // Some are due before others, against the order in which they came.
            try await database.commit { db in
                try db.execute(sql: "UPDATE contact SET retryAt = retryAt - id, dueAt = dueAt - id WHERE id % 2 = 0")
            }
            let before = await database.commitCount
            let prospects = try await book.prospects(in: campaign.name, limit: 7, now: now)
            #expect(await database.commitCount == before)
            #expect(prospects.count == 7)
            #expect(prospects.first?.contact != 1)
            let leases = try await book.lease(campaign: campaign.name, limit: 7, now: now).leases
            #expect(leases.map(\.contact) == prospects.map(\.contact))
            #expect(leases.map(\.number) == prospects.map(\.number))
            #expect(leases.map(\.traits) == prospects.map(\.traits))
            let rest = try await book.prospects(in: campaign.name, limit: 7, now: now)
            #expect(rest.count == 5)
            #expect(Set(rest.map(\.contact)).isDisjoint(with: prospects.map(\.contact)))
        }
    }

    @Test func `there is nobody where nothing may be called`() async throws {
        try await withContacts(3) { _, _, book, campaign in
            #expect(await errorCode { try await book.prospects(in: "other", limit: 3, now: now) } == .notFound)
            #expect(try await book.prospects(in: campaign.name, limit: 3, now: now + .seconds(-60)) == [])
            let leases = try await book.lease(campaign: campaign.name, limit: 3, now: now).leases
            #expect(leases.count == 3)
            #expect(try await book.prospects(in: campaign.name, limit: 3, now: now) == [])
        }
        let evenings = Rule(name: "evenings", demand: .hours(WeekHours(1_080..<1_200)))
        try await GateSite.run(rules: GateSite.rules(evenings)) { site in
            #expect(try await site.book.prospects(in: site.campaign.name, limit: 3, now: now) == [])
            let state = try #require(try await site.state())
            #expect(state.heldBy == nil, "only a lease puts off")
        }
    }

    @Test func `what came of the last calls to the number is known of the next`() async throws {
        let one = [ContactNumber(GateSite.first)]
        let cases: [([AttemptResult], ContactTraits.LastCall)] = [
            ([], .never), ([AttemptResult(outcome: .noAnswer)], .noAnswer),
            ([AttemptResult(outcome: .noAnswer), AttemptResult(outcome: .noAnswer)], .noAnswerAgain),
            ([AttemptResult(outcome: .noAnswer), AttemptResult(outcome: .busy)], .busy),
            ([AttemptResult(outcome: .busy), AttemptResult(outcome: .noAnswer)], .noAnswer),
            ([AttemptResult(outcome: .unreachable)], .unreachable),
            // Our own trouble, before anything rang.
            ([AttemptResult(outcome: .noAnswer), AttemptResult(outcome: .trunkTrouble)], .noAnswer),
        ]
        for (results, expected) in cases {
            try await GateSite.run(one) { site in
                var time = now
                for result in results {
                    _ = try #require(try await site.call(at: time, result))
                    time = time + .seconds(2 * 86_400)
                }
                let prospect = try await site.book.prospects(in: site.campaign.name, limit: 1, now: time).first
                let traits = try #require(prospect?.traits)
                #expect(traits.lastCall == expected, "\(results.map(\.outcome))")
                #expect(traits.since == (results.isEmpty ? .longer : .aWeek))
                #expect(traits.tries == results.count { $0.outcome.countsAgainstBudget })
            }
        }
    }

    @Test func `the hour is the one where the number is, and old calls are forgotten`() async throws {
        let london = TimeZone(identifier: "Europe/London")!
        try await GateSite.run([ContactNumber(GateSite.first), ContactNumber(GateSite.second, zone: london)]) { site in
            // A Friday, ten in the morning in Shanghai, two at night in London; without a zone, in the site's, UTC.
            _ = try #require(try await site.call(.noAnswer))
            let second = try #require(
                try await site.book.prospects(in: site.campaign.name, limit: 1, now: now + .seconds(600)).first)
            #expect(second.number == GateSite.second)
            #expect(second.traits.hours == .early)
            #expect(second.traits.lastCall == .never)
            let nextYear = now + .seconds(100 * 86_400)
            let later = try #require(
                try await site.book.prospects(in: site.campaign.name, limit: 1, now: nextYear).first)
            #expect(later.number == GateSite.first)
            #expect(later.traits.lastCall == .never && later.traits.since == .longer && later.traits.tries == 1)
        }
    }

    @Test(arguments: [
        ("+8613800138000", ContactTraits.NumberKind.mobile), ("+862062100001", .landline), ("+447911123456", .mobile),
        ("+390612345678", .landline), ("+12125551234", .unknown), ("+86179138001380", .unknown),
    ])
    func `mobiles and landlines are told by the numbering plan`(number: String, kind: ContactTraits.NumberKind) {
        #expect(E164(text: number)?.kind == kind)
    }

    @Test func `weekends are those of the place`() async throws {
        try await GateSite.run([ContactNumber(GateSite.first)], rules: GateSite.rules()) { site in
            // Friday ten in the morning in Shanghai; fourteen hours on it is Saturday there.
            for (hours, isWeekend) in [(13, false), (14, true), (61, true), (62, false)] {
                let time = now + .seconds(hours * 3_600)
                let prospect = try await site.book.prospects(in: site.campaign.name, limit: 1, now: time).first
                #expect(prospect?.traits.isWeekend == isWeekend, "\(hours) hours on")
            }
        }
    }
}
