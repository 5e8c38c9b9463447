import Campaigns
import Foundation

/// Whom a simulated call rings, and how that goes; the n-th of a seed is the same whoever paces.
package struct SimulatedContact: Sendable {
    package enum Kind: Sendable {
        case person, machine, noAnswer, failure
    }

    package let kind: Kind
    /// How likely a person is reached, beside the usual contact, as far as it is known before.
    let weight: Double
    /// What can be seen of them; nil on days whose contacts have no traits.
    let traits: ContactTraits?
    package let setup: Double
    /// From alerting to the answer.
    package let ringing: Double
    /// Whether the detection is right about who it is.
    let isPutThrough: Bool
    package let talk: Double
    package let wrapUp: Double
    /// For refusals and ringing out.
    package let spare: Double

    /// On a day whose answer rate stays the same.
    package init(_ number: Int64, _ day: DayPlan, seed: UInt64) {
        self.init(number, day, seed: seed, spread: Spread(day, rate: day.answerRate), at: 0)
    }

    init(
        _ number: Int64, _ day: DayPlan, seed: UInt64, spread: Spread, traits simulated: SimulatedTraits? = nil,
        at time: Double
    ) {
        var random = Draws(seed: seed, stream: number)
        let (drawn, unknown) = (random.normal(), random.normal())
        var own = Draws(seed: ~seed, stream: number)
        let seen = simulated?.draw(&own, at: time)
        traits = seen?.traits
        let known = seen?.odds ?? drawn
        let share = day.contactsKnown.squareRoot()
        let odds = day.contactSpread * (share * known + (1 - share * share).squareRoot() * unknown)
        let chance = spread.chance(odds: odds)
        weight = day.contactSpread > 0 ? spread.expected(knownOdds: day.contactSpread * share * known) / spread.rate : 1
        let who = random.unit()
        setup = day.setup[0] + (day.setup[1] - day.setup[0]) * random.unit()
        let ring = log(day.ringing) - day.ringingSpread * day.ringingSpread / 2 + day.ringingSpread * random.normal()
        ringing = min(exp(ring), day.ringingMost)
        spare = random.unit()
        let (length, detection, short) = (random.unit(), random.unit(), random.unit())
        let long = random.normal()
        let wrap = -log(1 - random.unit())
        let mean = day.talk * (1 + (day.talkDrift - 1) * time / day.duration)
        let rest = (who - chance) / (1 - chance)
        if who < chance {
            kind = .person
            isPutThrough = detection >= day.personsLost
            talk =
                short < day.refusals
                ? max(2, -day.refusal * log(1 - length))
                : max(2, exp(log(mean) - day.talkSpread * day.talkSpread / 2 + day.talkSpread * long))
            let whole = day.wrapUpLeast + day.wrapUp * wrap
            wrapUp = min(whole, day.wrapUpLimit ?? .infinity)
        } else {
            kind = rest < day.machine ? .machine : rest < day.machine + day.noAnswer ? .noAnswer : .failure
            isPutThrough = detection < day.machinesPassed || !day.detectsMachines
            talk = 6 + 6 * length
            wrapUp = 3
        }
    }

    /// How contacts of different odds answer, so that the mean of all is the day's rate.
    package struct Spread {
        private static let nodes = (-30...30).map { Double($0) / 8 }
        let rate: Double
        private let all: Double
        private let unknown: Double
        /// The odds' logarithm of the middle contact.
        private let middle: Double

        init(_ day: DayPlan, rate: Double) {
            self.rate = rate
            all = day.contactSpread
            unknown = day.contactSpread * max(0, 1 - day.contactsKnown).squareRoot()
            var (low, high) = (-12.0, 12.0)
            for _ in 0..<(all > 0 ? 30 : 0) {
                let between = (low + high) / 2
                if Self.mean(between, all) < rate { low = between } else { high = between }
            }
            middle = (low + high) / 2
        }

        func chance(odds: Double) -> Double { all > 0 ? Self.logistic(middle + odds) : rate }

        func expected(knownOdds: Double) -> Double { all > 0 ? Self.mean(middle + knownOdds, unknown) : rate }

        private static func mean(_ middle: Double, _ deviation: Double) -> Double {
            var (sum, weights) = (0.0, 0.0)
            for node in nodes {
                let weight = exp(-node * node / 2)
                sum += weight * logistic(middle + deviation * node)
                weights += weight
            }
            return sum / weights
        }

        private static func logistic(_ value: Double) -> Double { 1 / (1 + exp(-value)) }
    }
}

/// Random numbers of one contact or agent.
struct Draws {
    private var generator: SplitMix64

    init(seed: UInt64, stream: Int64) { generator = SplitMix64(seed: seed, stream: stream) }

    init(_ generator: SplitMix64) { self.generator = generator }

    /// From 0 up to, but not including, 1.
    mutating func unit() -> Double { Double.random(in: 0..<1, using: &generator) }

    mutating func within(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &generator) }

    /// Box and Muller.
    mutating func normal() -> Double {
        (-2 * log(1 - unit())).squareRoot() * cos(2 * .pi * unit())
    }
}
