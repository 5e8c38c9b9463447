package import Foundation
import Synchronization

/// The clock on the wall in a time zone, for reading it a million times a second.
///
/// Foundation's calendar takes microseconds for each question. This keeps the moments at which the zone's distance from
/// UTC changes, and the rest is integer arithmetic. Exact from 2015 to 2060; before and after, the distance stays what
/// it was.
package struct LocalClock: Sendable {
    /// A stretch of time in which the distance from UTC doesn't change.
    struct Span {
        /// Units: milliseconds to be added to UTC.
        let offset: Int64
        let end: UTCTime
    }

    private final class Changes: Sendable {
        let zone: TimeZone
        /// Ascending.
        let moments: [Int64]
        /// One more than moments: before the first, between, after the last.
        let offsets: [Int64]

        init(of zone: TimeZone) {
            self.zone = zone
            (moments, offsets) = LocalClock.changes(of: zone)
        }
    }

    private let changes: Changes

    package var zone: TimeZone { changes.zone }
    /// Such as `Asia/Shanghai`.
    package var identifier: String { changes.zone.identifier }

    package init(_ zone: TimeZone) {
        changes = Self.known.withLock { known in
            if let changes = known[zone.identifier] { return changes }
            let changes = Changes(of: zone)
            known[zone.identifier] = changes
            return changes
        }
    }

    /// Nil where there is no such zone.
    package init?(_ identifier: String) {
        guard identifier.contains("/") || identifier == "UTC", let zone = TimeZone(identifier: identifier) else {
            return nil
        }
        self.init(zone)
    }

    /// Each zone is worked out once in a process.
    private static let known = Mutex<[String: Changes]>([:])

    func span(at time: UTCTime) -> Span {
        let moments = changes.moments
        var (low, high) = (0, moments.count)
        while low < high {
            let middle = (low + high) / 2
            if moments[middle] <= time.milliseconds { low = middle + 1 } else { high = middle }
        }
        let end = low < moments.count ? moments[low] : .max
        return Span(offset: changes.offsets[low], end: UTCTime(milliseconds: end))
    }

    /// What the clock on the wall shows, as if it showed UTC.
    func local(_ time: UTCTime) -> UTCTime {
        UTCTime(milliseconds: time.milliseconds + span(at: time).offset)
    }

    // MARK: Finding the changes

    private static let years = (first: Int64(1_420_070_400), last: Int64(2_840_140_800))

    /// Asks for the distance day by day and then by halves, which also finds the changes that no daylight-saving rule
    /// announces.
    private static func changes(of zone: TimeZone) -> (moments: [Int64], offsets: [Int64]) {
        func offset(_ second: Int64) -> Int64 {
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))))
        }
        var moments: [Int64] = []
        var last = offset(years.first)
        var offsets = [last * 1000]
        for day in stride(from: years.first, to: years.last, by: 86_400) {
            let next = offset(day + 86_400)
            guard next != last else { continue }
            var (before, after) = (day, day + 86_400)
            while after - before > 1 {
                let middle = (before + after) / 2
                if offset(middle) == last { before = middle } else { after = middle }
            }
            moments.append(after * 1000)
            offsets.append(next * 1000)
            last = next
        }
        return (moments, offsets)
    }
}

extension LocalClock: Hashable, Codable, CustomStringConvertible {
    package static func == (left: LocalClock, right: LocalClock) -> Bool {
        left.changes === right.changes || left.identifier == right.identifier
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(identifier) }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let clock = LocalClock(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no time zone")
        }
        self = clock
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(identifier)
    }

    package var description: String { identifier }
}
