package import Foundation

/// A moment in UTC, as the database keeps it.
///
/// Units: milliseconds since 1970-01-01T00:00:00Z.
package struct UTCTime: Hashable, Comparable, Codable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package init(_ date: Date) { milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded(.down)) }

    package init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }

    package static var now: UTCTime { UTCTime(Date()) }

    package var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    package static func < (left: UTCTime, right: UTCTime) -> Bool { left.milliseconds < right.milliseconds }

    package static func + (time: UTCTime, wait: Duration) -> UTCTime {
        UTCTime(milliseconds: time.milliseconds + wait.wholeMilliseconds)
    }
}

extension Duration {
    /// Units: milliseconds, what is shorter is cut off.
    package var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
