import Foundation

/// How many of the calls that are placed reach a person.
///
/// Persons are divided by exposure: how many there would be by now if every call reached one. So calls that still ring
/// count for as much as they have told, and a change of pace shifts nothing. Calls may weigh differently, by what is known
/// of whom they ring; then it is persons for each weight of 1.
struct AnswerRate: Hashable, Codable, Sendable {
    /// So much exposure counts about fully.
    private static let memory = 250.0

    private var persons: Double
    private var exposure: Double

    /// As long as nothing is learned.
    init(_ rate: Double = 0.3, weight: Double = 30) {
        persons = rate * weight
        exposure = weight
    }

    /// Of one call.
    func chance(weight: Double) -> Double { min(0.95, max(0.005, persons / exposure * weight)) }

    mutating func reached() { persons += 1 }

    mutating func expose(_ more: Double) {
        let keep = exp(-more / Self.memory)
        persons *= keep
        exposure = (exposure + more) * keep
    }
}
