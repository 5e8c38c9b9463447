import Campaigns
import Foundation
import Testing

@testable import Dialer

@Suite struct ContactOddsTests {
    private func traits(
        _ number: ContactTraits.NumberKind = .mobile, _ last: ContactTraits.LastCall = .never, tries: Int = 0
    ) -> ContactTraits {
        ContactTraits(
            number: number, hours: .morning, isWeekend: false, lastCall: last, since: .aDay, tries: tries)
    }

    /// Contacts as simulated days have them; `spread` is how much their traits tell.
    private func learned(
        _ calls: Int, seed: UInt64, spread: Double, from odds: ContactOdds = ContactOdds()
    ) -> (odds: ContactOdds, people: [(traits: ContactTraits, odds: Double)]) {
        var odds = odds
        var random = Draws(seed: seed, stream: 0)
        let everybody = SimulatedTraits(seed: seed)
        for call in 0..<calls {
            let contact = everybody.draw(&random, at: Double(call % 2_000) * 14)
            odds.learn(contact.traits, reached: random.unit() < 1 / (1 + exp(0.85 - spread * contact.odds)))
        }
        return (odds, (0..<300).map { everybody.draw(&random, at: Double($0) * 90) })
    }

    @Test func `whom calls reach more often weighs more, as much as it is true`() {
        for seed in UInt64(1)...4 {
            let (odds, people) = learned(5_000, seed: seed, spread: 1)
            let truth = people.map { 1 / (1 + exp(0.85 - $0.odds)) }
            let mean = truth.reduce(0, +) / Double(truth.count)
            var (missed, all) = (0.0, 0.0)
            for (person, chance) in zip(people, truth) {
                missed += pow(odds.weight(of: person.traits) - chance / mean, 2)
                all += pow(1 - chance / mean, 2)
            }
            #expect(missed < 0.15 * all, "seed \(seed): \(missed / all)")
        }
    }

    @Test func `traits that tell nothing leave weights within a tenth of the usual`() {
        for seed in UInt64(1)...12 {
            let (odds, people) = learned(2_000, seed: seed, spread: 0)
            for person in people {
                #expect((0.9...1.1).contains(odds.weight(of: person.traits)), "seed \(seed)")
            }
        }
    }

    @Test func `few calls teach nothing yet`() {
        var odds = ContactOdds()
        for call in 0..<299 { odds.learn(traits(call % 2 == 0 ? .mobile : .landline), reached: call % 2 == 0) }
        #expect(odds.weight(of: traits(.mobile)) == 1)
        for call in 0..<200 { odds.learn(traits(call % 2 == 0 ? .mobile : .landline), reached: call % 2 == 0) }
        #expect(odds.weight(of: traits(.mobile)) > 1.5)
        #expect(odds.weight(of: traits(.landline)) < 0.5)
    }

    @Test(arguments: [true, false])
    func `weights have bounds`(areMostReached: Bool) {
        var odds = ContactOdds()
        for call in 0..<6_000 {
            let isReached = (call % 20 == 0) != areMostReached
            odds.learn(traits(isReached ? .mobile : .landline, isReached ? .person : .busy), reached: isReached)
        }
        let (best, worst) = (odds.weight(of: traits(.mobile, .person)), odds.weight(of: traits(.landline, .busy)))
        #expect(areMostReached ? worst == ContactOdds.weights.lowerBound : best == ContactOdds.weights.upperBound)
        #expect(worst < 1 && best > 1)
    }

    @Test func `what was true once is forgotten`() {
        var odds = ContactOdds()
        for call in 0..<5_000 { odds.learn(traits(call % 2 == 0 ? .mobile : .landline), reached: call % 4 == 0) }
        #expect(odds.weight(of: traits(.mobile)) > 1.5)
        for call in 0..<8_000 { odds.learn(traits(call % 2 == 0 ? .mobile : .landline), reached: call % 4 == 1) }
        #expect(odds.weight(of: traits(.landline)) > 1.5)
        #expect(odds.weight(of: traits(.mobile)) < 0.5)
    }

    @Test func `what was learned outlives a restart, and other traits begin anew`() throws {
        let (odds, people) = learned(3_000, seed: 3, spread: 1)
        let stored = try JSONEncoder().encode(odds)
        #expect(try JSONDecoder().decode(ContactOdds.self, from: stored) == odds)
        var older = try #require(try JSONSerialization.jsonObject(with: stored) as? [String: Any])
        older["groups"] = [[["effect": 1.0, "corrections": 9.0]]]
        let read = try JSONDecoder().decode(ContactOdds.self, from: JSONSerialization.data(withJSONObject: older))
        #expect(people.allSatisfy { read.weight(of: $0.traits) == 1 })
    }

    @Test func `traits of simulated contacts have a spread of one and change no other day`() {
        for seed in UInt64(1)...5 {
            let everybody = SimulatedTraits(seed: seed)
            var random = Draws(seed: seed, stream: 0)
            let odds = (0..<20_000).map { _ in everybody.draw(&random, at: 0).odds }
            let mean = odds.reduce(0, +) / 20_000
            #expect(abs(mean) < 0.03)
            #expect(abs(odds.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000 - 1) < 0.05)
        }
        var day = DayPlan()
        (day.contactSpread, day.contactsKnown) = (1.5, 0.5)
        let spread = SimulatedContact.Spread(day, rate: 0.3)
        let without = SimulatedContact(7, day, seed: 1, spread: spread, at: 60)
        let with = SimulatedContact(7, day, seed: 1, spread: spread, traits: SimulatedTraits(seed: 1), at: 60)
        #expect(without.traits == nil && with.traits != nil)
        #expect(without.setup == with.setup && without.ringing == with.ringing)
    }

    @Test func `a day teaches whom its calls reach`() {
        var day = DayPlan()
        (day.agents, day.lines, day.duration) = (10, 30, 3_600)
        (day.contactSpread, day.contactsKnown, day.contactTraits) = (1.5, 0.5, 4)
        var simulation = DaySimulation(
            day, seed: 4, pacer: PacingEngine(.init()), knowing: .learned(ContactOdds()))
        _ = simulation.run()
        guard case .learned(let odds) = simulation.knowledge else {
            Issue.record("it has forgotten")
            return
        }
        var random = Draws(seed: 9, stream: 0)
        let people = (0..<500).map { _ in SimulatedTraits(seed: 4).draw(&random, at: 3_600) }
        func mean(_ chosen: [(traits: ContactTraits, odds: Double)]) -> Double {
            chosen.reduce(0) { $0 + odds.weight(of: $1.traits) } / Double(chosen.count)
        }
        #expect(mean(people.filter { $0.odds > 0.5 }) > 1.3 * mean(people.filter { $0.odds < -0.5 }))
    }
}
