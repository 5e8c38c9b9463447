import Foundation

/// How long something takes, learned from what it took: a histogram of which old entries count less and less.
///
/// Within a bin every moment is taken for as likely as any other; beyond the last one the rest goes on with a constant hazard.
struct DelayTable: Hashable, Codable, Sendable {
    /// Seconds.
    private let width: Double
    /// How many entries count about fully.
    private let memory: Double
    private var weights: [Double]
    private var total: Double
    private var sum: Double
    /// Share of all that is over by the beginning of each bin, and by the end of the last.
    private var shares: [Double]

    /// - Parameters:
    ///   - share: of delays up to so many seconds, as long as nothing is learned.
    ///   - weight: how many entries that is worth.
    init(
        width: Double, bins: Int, memory: Double, weight: Double, mean: Double, until share: (Double) -> Double
    ) {
        self.width = width
        self.memory = memory
        let bounds = (0...bins).map { share(Double($0) * width) }
        weights = (0..<bins).map { weight * (bounds[$0 + 1] - bounds[$0]) }
        total = weight
        sum = weight * mean
        shares = bounds
    }

    /// Seconds.
    var mean: Double { sum / total }

    /// - Parameter delay: seconds.
    mutating func add(_ delay: Double) {
        let keep = 1 - 1 / memory
        for bin in weights.indices { weights[bin] *= keep }
        total = total * keep + 1
        sum = sum * keep + delay
        let bin = Int(max(0, delay) / width)
        if bin < weights.count { weights[bin] += 1 }
        var below = 0.0
        for bin in weights.indices {
            below += weights[bin]
            shares[bin + 1] = below / total
        }
    }

    /// The share that is over within so many seconds.
    func share(within delay: Double) -> Double {
        guard delay > 0 else { return 0 }
        let position = delay / width
        guard position < Double(weights.count) else {
            let rest = 1 - shares[weights.count]
            return 1 - rest * exp((Double(weights.count) * width - delay) / max(mean, width))
        }
        let bin = Int(position)
        return shares[bin] + (shares[bin + 1] - shares[bin]) * (position - Double(bin))
    }

    /// The chance that what has lasted `age` is over within `more` seconds from now.
    func share(within more: Double, after age: Double) -> Double {
        let left = 1 - share(within: age)
        guard left > 1e-3 else { return 1 - exp(-more / max(mean, width)) }
        return (share(within: age + more) - share(within: age)) / left
    }

    /// The chance that this is over, and then what follows it, within `more` seconds from now.
    func followed(by next: DelayTable, within more: Double, after age: Double = 0) -> Double {
        followed(within: more, after: age) { next.share(within: $0) }
    }

    /// - Parameter next: the chance that what follows takes no longer than so many seconds.
    func followed(within more: Double, after age: Double, by next: (Double) -> Double) -> Double {
        let step = 4.0
        var (both, ended, from) = (0.0, 0.0, 0.0)
        while from < more {
            let to = min(more, from + step)
            let endedThen = share(within: to, after: age)
            both += (endedThen - ended) * next(more - (from + to) / 2)
            (ended, from) = (endedThen, to)
        }
        return both
    }

    /// The delay within which that share is over.
    func quantile(_ share: Double) -> Double {
        guard let bin = weights.indices.first(where: { shares[$0 + 1] >= share }) else {
            return Double(weights.count) * width
        }
        let step = shares[bin + 1] - shares[bin]
        return (Double(bin) + (step > 0 ? (share - shares[bin]) / step : 0)) * width
    }
}

extension DelayTable {
    /// From dialling to an answer. Prior: log-normal around 11 s.
    static func answers() -> DelayTable {
        DelayTable(width: 1, bins: 64, memory: 1_000, weight: 30, mean: 11) { delay in
            delay <= 0 ? 0 : 0.5 * erfc(-(log(delay) - log(10)) / (0.45 * 2.0.squareRoot()))
        }
    }

    /// From dialling to an end without a person. Prior: a third at once, a third as answers are, a third rings out.
    static func failures() -> DelayTable {
        let answers = answers()
        return DelayTable(width: 1, bins: 64, memory: 1_000, weight: 30, mean: 15) { delay in
            (min(1, max(0, delay - 1) / 3) + answers.share(within: delay) + min(1, max(0, delay - 25) / 5)) / 3
        }
    }

    /// A talk. Prior: exponential, two minutes.
    static func talks() -> DelayTable {
        DelayTable(width: 4, bins: 150, memory: 1_000, weight: 20, mean: 120) { 1 - exp(-$0 / 120) }
    }

    /// A wrap-up. Prior: exponential, 20 s.
    static func wrapUps() -> DelayTable {
        DelayTable(width: 1, bins: 120, memory: 1_000, weight: 20, mean: 20) { 1 - exp(-$0 / 20) }
    }

    /// From an agent's word that a talk is nearly done to its end. Prior: exponential, a quarter of a minute.
    static func endings() -> DelayTable {
        DelayTable(width: 1, bins: 90, memory: 500, weight: 10, mean: 15) { 1 - exp(-$0 / 15) }
    }
}
