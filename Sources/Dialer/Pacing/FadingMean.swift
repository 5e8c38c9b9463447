/// A mean of which old values count less and less.
struct FadingMean: Hashable, Codable, Sendable {
    /// How many values count about fully.
    private let memory: Double
    private var sum: Double
    private var weight: Double

    /// - Parameter weight: how many values the first one is worth.
    init(_ value: Double, weight: Double, memory: Double) {
        self.memory = memory
        self.weight = weight
        sum = value * weight
    }

    var value: Double { sum / weight }

    mutating func add(_ value: Double) {
        let keep = 1 - 1 / memory
        sum = sum * keep + value
        weight = weight * keep + 1
    }
}
