import Foundation

/// How many of several things happen that each do or don't, apart from one another.
///
/// Exact up to `limit` of them, else a normal distribution with its skewness corrected (Edgeworth).
struct BernoulliSum {
    private static let limit = 160

    /// The chance of each count; empty where there are too many.
    private var chances: [Double] = [1]
    private var mean = 0.0
    private var variance = 0.0
    private var skew = 0.0
    /// Those that happen for sure.
    private var certain = 0

    mutating func add(_ chance: Double) {
        if chance <= 1e-6 { return }
        if chance >= 1 - 1e-6 {
            certain += 1
            return
        }
        let spread = chance * (1 - chance)
        mean += chance
        variance += spread
        skew += spread * (1 - 2 * chance)
        guard !chances.isEmpty else { return }
        guard chances.count <= Self.limit else {
            chances = []
            return
        }
        let last = chances.count
        chances.append(chances[last - 1] * chance)
        var index = last - 1
        while index > 0 {
            chances[index] = chances[index] * (1 - chance) + chances[index - 1] * chance
            index -= 1
        }
        chances[0] *= 1 - chance
    }

    /// The chance that at most so many happen.
    func chance(ofAtMost count: Int) -> Double {
        let count = count - certain
        if count < 0 { return 0 }
        if !chances.isEmpty { return min(1, chances.prefix(count + 1).reduce(0, +)) }
        let deviation = variance.squareRoot()
        let z = (Double(count) + 0.5 - mean) / deviation
        let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
        let normal = 0.5 * erfc(-z / 2.0.squareRoot())
        return min(1, max(0, normal - skew / (6 * variance * deviation) * (z * z - 1) * density))
    }
}
