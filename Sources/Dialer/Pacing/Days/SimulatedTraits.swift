import Campaigns
import Foundation

/// What can be seen of simulated contacts, and how three of the six traits tell who answers; the others tell nothing.
struct SimulatedTraits {
    /// One for each group of each trait, so that the sum has mean 0 and deviation 1 over all contacts.
    private let effects: [[Double]]

    private static let telling = [0, 3, 5]
    private static let kinds: [(ContactTraits.NumberKind, share: Double)] = [
        (.mobile, 0.6), (.landline, 0.3), (.unknown, 0.1),
    ]
    private static let neverCalled = 0.35

    /// - Parameter seed: of the effects.
    init(seed: UInt64) {
        var random = Draws(seed: seed, stream: .min)
        let raw = ContactTraits.sizes.enumerated().map { trait, size in
            (0..<size).map { _ in Self.telling.contains(trait) ? random.normal() : 0 }
        }
        let all = Self.everybody.map { (sum: Self.sum(raw, $0.traits), share: $0.share) }
        let mean = all.reduce(0) { $0 + $1.share * $1.sum }
        let deviation = all.reduce(0) { $0 + $1.share * ($1.sum - mean) * ($1.sum - mean) }.squareRoot()
        effects = raw.enumerated().map { trait, groups in
            Self.telling.contains(trait)
                ? groups.map { ($0 - mean / Double(Self.telling.count)) / deviation } : groups
        }
    }

    /// One contact's at a time of the day, which begins at nine, and what they come to.
    func draw(_ random: inout Draws, at time: Double) -> (traits: ContactTraits, odds: Double) {
        let kind = random.unit()
        let isNew = random.unit() < Self.neverCalled
        let calls = ContactTraits.LastCall.allCases.count - 1
        let last = isNew ? 0 : 1 + Int(random.unit() * Double(calls))
        let traits = ContactTraits(
            number: kind < Self.kinds[0].share
                ? .mobile : kind < Self.kinds[0].share + Self.kinds[1].share ? .landline : .unknown,
            hours: .init(hour: 9 + Int(time / 3_600)), isWeekend: false,
            lastCall: .init(rawValue: last) ?? .never, since: .init(rawValue: Int(random.unit() * 3)) ?? .longer,
            tries: isNew ? 0 : 1 + Int(random.unit() * Double(ContactTraits.mostTries)))
        return (traits, Self.sum(effects, traits))
    }

    private static func sum(_ effects: [[Double]], _ traits: ContactTraits) -> Double {
        zip(effects, traits.groups).reduce(0) { $0 + $1.0[$1.1] }
    }

    /// All that `draw` can give, as far as it tells anything.
    private static var everybody: [(traits: ContactTraits, share: Double)] {
        let calls = ContactTraits.LastCall.allCases.filter { $0 != .never }
        return kinds.flatMap { kind, share in
            func traits(_ last: ContactTraits.LastCall, _ tries: Int) -> ContactTraits {
                ContactTraits(
                    number: kind, hours: .morning, isWeekend: false, lastCall: last, since: .longer, tries: tries)
            }
            let others = calls.flatMap { last in
                (1...ContactTraits.mostTries).map { tries in
                    (
                        traits: traits(last, tries),
                        share: share * (1 - neverCalled) / Double(calls.count * ContactTraits.mostTries)
                    )
                }
            }
            return [(traits: traits(.never, 0), share: share * neverCalled)] + others
        }
    }
}
