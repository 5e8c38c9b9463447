package import Campaigns
import Foundation

/// Learns from calls which contacts are likelier to be reached, by what is known of them before the dial.
///
/// A logistic regression on the groups of `ContactTraits`, with a step for each group that shrinks as it is met
/// (AdaGrad). What it says of a trait counts only as far as its guesses have proved right on calls that it hadn't seen
/// yet: a trait that tells nothing leaves every weight near 1. Old calls count less and less.
package struct ContactOdds: Hashable, Sendable {
    private struct Group: Hashable, Codable, Sendable {
        /// On the logarithm of the odds.
        var effect = 0.0
        /// Of the squares of what it was corrected by; the more, the smaller the next step.
        var corrections = 1.0
    }

    private struct Trait: Hashable, Codable, Sendable {
        /// What its groups' effects come to on average.
        var middle = FadingMean(0, weight: 1, memory: 500)
        /// How far its guesses agreed with what came, and how far they would have if they were true.
        var agreement = 0.0
        var strength = 1e-9

        /// How much its guesses count: the slope that past ones ask for, less what luck alone could have given.
        ///
        /// Source: the positive-part estimator of James and Stein, with a margin for there being several traits.
        var trust: Double {
            guard agreement > 0 else { return 0 }
            let evidence = agreement * agreement / strength
            return min(1, agreement / strength) * max(0, 1 - ContactOdds.luck / evidence)
        }
    }

    private static let step = 0.1
    /// How strongly effects are drawn to nothing.
    private static let ridge = 0.01
    /// Of the corrections of a group: after so many calls to it, one counts for a third.
    private static let groupMemory = 2_000.0
    private static let trustMemory = 5_000.0
    private static let luck = 4.0
    private static let leastCalls = 300
    /// Units: the usual call's chance.
    package static let weights = 0.1...4.0

    private var groups = ContactTraits.sizes.map { Array(repeating: Group(), count: $0) }
    private var traits = ContactTraits.sizes.map { _ in Trait() }
    private var level = Group(effect: -0.85)
    /// The share of calls that reach a person, and what was guessed of them.
    private var reached = FadingMean(0.3, weight: 30, memory: 2_000)
    private var guessed = FadingMean(0.3, weight: 30, memory: 500)
    private var calls = 0

    package init() {}

    /// How likely a call to such a contact reaches a person, beside the usual call's 1.
    package func weight(of traits: ContactTraits) -> Double {
        guard calls >= Self.leastCalls else { return 1 }
        return min(Self.weights.upperBound, max(Self.weights.lowerBound, chance(of: traits.groups) / guessed.value))
    }

    /// Takes what came of a call whose end nobody hastened.
    package mutating func learn(_ traits: ContactTraits, reached isReached: Bool) {
        let mine = traits.groups
        let outcome = isReached ? 1.0 : 0
        let surprise = outcome - reached.value
        guessed.add(chance(of: mine))
        for (trait, group) in mine.enumerated() {
            let guess = self.guess(trait, group)
            let keep = 1 - 1 / Self.trustMemory
            self.traits[trait].agreement = self.traits[trait].agreement * keep + guess * surprise
            self.traits[trait].strength =
                self.traits[trait].strength * keep + guess * guess * reached.value * (1 - reached.value)
            self.traits[trait].middle.add(groups[trait][group].effect)
        }
        let odds = mine.enumerated().reduce(level.effect) { $0 + groups[$1.offset][$1.element].effect }
        let error = outcome - Self.logistic(odds)
        Self.correct(&level, by: error)
        for (trait, group) in mine.enumerated() {
            Self.correct(&groups[trait][group], by: error - Self.ridge * groups[trait][group].effect)
        }
        reached.add(outcome)
        calls += 1
    }

    private static func correct(_ group: inout Group, by gradient: Double) {
        group.corrections = group.corrections * (1 - 1 / groupMemory) + gradient * gradient
        group.effect += step * gradient / group.corrections.squareRoot()
    }

    /// What one trait says, beside what it says of the usual contact.
    private func guess(_ trait: Int, _ group: Int) -> Double {
        groups[trait][group].effect - traits[trait].middle.value
    }

    private func chance(of mine: [Int]) -> Double {
        let usual = min(0.98, max(0.02, reached.value))
        let odds = mine.enumerated().reduce(log(usual / (1 - usual))) { odds, mine in
            odds + traits[mine.offset].trust * guess(mine.offset, mine.element)
        }
        return Self.logistic(odds)
    }

    private static func logistic(_ odds: Double) -> Double { 1 / (1 + exp(-odds)) }
}

extension ContactOdds: Codable {
    private enum CodingKeys: String, CodingKey {
        case groups, traits, level, reached, guessed, calls
    }

    /// What was learned of other traits than today's says nothing: then it begins anew.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let groups = try values.decode([[Group]].self, forKey: .groups)
        let traits = try values.decode([Trait].self, forKey: .traits)
        guard groups.map(\.count) == ContactTraits.sizes, traits.count == groups.count else { return }
        (self.groups, self.traits) = (groups, traits)
        level = try values.decode(Group.self, forKey: .level)
        reached = try values.decode(FadingMean.self, forKey: .reached)
        guessed = try values.decode(FadingMean.self, forKey: .guessed)
        calls = try values.decode(Int.self, forKey: .calls)
    }
}
