/// What several runs say of one figure.
struct Estimate: Encodable {
    var mean: Double
    /// Of the mean, with 95 %: so much more or less.
    var interval: Double
    var lowest: Double
    var highest: Double

    init(_ values: [Double]) {
        let count = Double(max(1, values.count))
        let mean = values.reduce(0, +) / count
        let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / max(1, count - 1)
        self.mean = mean
        interval = 1.96 * (variance / count).squareRoot()
        (lowest, highest) = (values.min() ?? 0, values.max() ?? 0)
    }
}
