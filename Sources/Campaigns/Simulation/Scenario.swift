package import Foundation

/// What a simulation tries out: a site with its rules and campaigns, and people who owe, answer, pay and go back on
/// their word.
///
/// Written in YAML (`ScenarioFile`).
package struct Scenario: Sendable {
    /// Where some of the people live.
    package struct Place: Sendable {
        /// How many live here, in relation to the other places.
        package let share: Int
        package let zone: TimeZone
        package let region: Region
        package let language: CustomerLanguage
        /// An E.164 number with `x` for the digits that tell people apart.
        package let numbers: String
    }

    package struct Population: Sendable {
        package let accounts: Int
        package let prepaid: Percent
        package let secondNumber: Percent
        package let thirdNumber: Percent
        /// Accounts that are another account's person, with the same telephones.
        package let sharedPerson: Percent
    }

    package struct Money: Sendable {
        /// When the scenario begins, for one day or up to 25.
        package let owesAtFirst: Percent
        package let owesEachMonth: Percent
        package let paysEachDay: Percent
        package let keepsPromise: Percent
        package let claimIsTrue: Percent
        /// Units: fen.
        package let amount: ClosedRange<Int64>
    }

    /// What becomes of a call.
    package struct Calls: Sendable {
        /// By the hour of the day where the person lives; 24 of them.
        package let answers: [Percent]
        package let busy: Percent
        package let unreachable: Percent
        package let rejected: Percent
        /// Of the numbers, not of the calls.
        package let wrongNumber: Percent
        package let congestion: Percent
        package let trunkTrouble: Percent
        /// Of the calls that are answered; the others are people.
        package let machine: Percent
        /// Of the people who answer: the announcement isn't heard to its end.
        package let hangsUp: Percent
        /// Of the people who listen.
        package let keys: [CampaignDefinition.Key: Percent]
    }

    package let name: String
    package let title: String
    package let from: CalendarDay
    /// The last day.
    package let to: CalendarDay
    package var seed: UInt64
    package let zone: TimeZone
    package let region: Region
    package let rules: RuleSet
    package let channels: Int
    package let callsPerSecond: Int
    package let crashesEachMonth: Int
    /// Units: days between two selections of who owes.
    package let selectEvery: Int
    package let holidays: [Holiday]
    package let places: [Place]
    package let population: Population
    package let money: Money
    package let calls: Calls
    package let campaigns: [CampaignDefinition]
    /// Nil where nobody is at work.
    package let agents: Agents?

    package var start: UTCTime { from.start(in: zone) }
    package var end: UTCTime { to.adding(days: 1).start(in: zone) }

    package var plan: NumberingPlan { NumberingPlan(region: String(region.code.prefix(2))) }

    package var site: CallPlace { CallPlace(clock: LocalClock(zone), regions: [region]) }
}

/// A chance in a hundred.
package struct Percent: Hashable, Sendable {
    package let count: Int

    package init(_ count: Int) { self.count = count }

    package func happens(_ random: inout SplitMix64) -> Bool { Int.random(in: 0..<100, using: &random) < count }
}
