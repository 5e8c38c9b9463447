/// How far an import has come.
package struct ListProgress: Hashable, Sendable {
    package let rows: Int
    /// Units: bytes of the file.
    package let bytesRead: Int
    /// Units: bytes; nil where it can't be known.
    package let size: Int?
    package let elapsed: Duration

    package init(rows: Int, bytesRead: Int, size: Int?, elapsed: Duration) {
        self.rows = rows
        self.bytesRead = bytesRead
        self.size = size
        self.elapsed = elapsed
    }

    package var rowsPerSecond: Double { elapsed > .zero ? Double(rows) / (elapsed / .seconds(1)) : 0 }

    /// By what is left of the file; nil where that can't be known yet.
    package var timeLeft: Duration? {
        guard let size, bytesRead > 0, elapsed > .zero else { return nil }
        return elapsed * (Double(max(0, size - bytesRead)) / Double(bytesRead))
    }

    /// Such as `120000 rows, 21000 a second, 0:42 left`.
    package var sentence: String {
        let left = timeLeft.map { left in
            let seconds = Int(left.components.seconds)
            return ", \(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60) left"
        }
        return "\(rows) rows, \(Int(rowsPerSecond)) a second\(left ?? "")"
    }
}
