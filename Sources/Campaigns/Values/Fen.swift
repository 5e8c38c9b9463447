/// Money as the books keep it.
///
/// Units: fen, 1/100 yuan.
package struct Fen: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    package let count: Int64

    package init(_ count: Int64) { self.count = count }

    /// Reads an amount of yuan with at most two decimals, such as `10`, `10.5` or `10.50`.
    package init?(yuan text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...12).contains(parts[0].utf8.count), let yuan = parts[0].plainInteger
        else {
            return nil
        }
        var fen = 0
        if parts.count == 2 {
            guard (1...2).contains(parts[1].utf8.count), let decimals = parts[1].plainInteger else { return nil }
            fen = parts[1].utf8.count == 1 ? decimals * 10 : decimals
        }
        count = Int64(yuan) * 100 + Int64(fen)
    }

    package init(from decoder: any Decoder) throws {
        count = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }

    /// Yuan with two decimals, `-0.05` for minus five fen.
    package var description: String {
        let (yuan, fen) = count.magnitude.quotientAndRemainder(dividingBy: 100)
        return "\(count < 0 ? "-" : "")\(yuan).\(fen < 10 ? "0" : "")\(fen)"
    }

    package static func < (left: Fen, right: Fen) -> Bool { left.count < right.count }
    package static func + (left: Fen, right: Fen) -> Fen { Fen(left.count + right.count) }
    package static func - (left: Fen, right: Fen) -> Fen { Fen(left.count - right.count) }
}
