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
        /// How many changes lie before each stretch of `LocalClock.stretch`: where to begin to look.
        let counts: [Int]

        init(of zone: TimeZone) {
            let (moments, offsets) = LocalClock.changes(of: zone)
            let first = LocalClock.years.first * 1000
            self.zone = zone
            self.moments = moments
            self.offsets = offsets
            let last = LocalClock.years.last * 1000
            counts = stride(from: first, to: last, by: Int(LocalClock.stretch)).map { start in
                moments.count { $0 <= start }
            }
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

    private init(_ changes: Changes) { self.changes = changes }

    /// Nil where there is no such zone.
    package init?(_ identifier: String) {
        if let changes = Self.named.withLock({ $0[identifier] }) {
            self.init(changes)
            return
        }
        guard identifier.contains("/") || identifier == "UTC", let zone = TimeZone(identifier: identifier) else {
            return nil
        }
        self.init(zone)
        Self.named.withLock { [changes] in $0[identifier] = changes }
    }

    /// Each zone is worked out once in a process.
    private static let known = Mutex<[String: Changes]>([:])
    /// The same by the names that were asked for, which spares Foundation's look into its table.
    private static let named = Mutex<[String: Changes]>([:])

    func span(at time: UTCTime) -> Span {
        let (changes, moment) = (changes, time.milliseconds)
        let stretch = (moment - Self.years.first * 1000).floored(by: Self.stretch)
        var index = changes.counts[Int(max(0, min(stretch, Int64(changes.counts.count - 1))))]
        // Few changes lie within a stretch, mostly none or one.
        while index < changes.moments.count, changes.moments[index] <= moment { index += 1 }
        let end = index < changes.moments.count ? changes.moments[index] : .max
        return Span(offset: changes.offsets[index], end: UTCTime(milliseconds: end))
    }

    /// What the clock on the wall shows, as if it showed UTC.
    func local(_ time: UTCTime) -> UTCTime {
        UTCTime(milliseconds: time.milliseconds + span(at: time).offset)
    }

    /// The hour of the day that the clock shows, `0 ..< 24`.
    package func hour(at time: UTCTime) -> Int { Int(local(time).milliseconds.modulo(dayLength) / (60 * minuteLength)) }

    // MARK: Finding the changes

    /// Units: seconds of 2015-01-01 and 2060-01-01 in UTC.
    private static let years = (first: Int64(1_420_070_400), last: Int64(2_840_140_800))
    /// A hundred days, in milliseconds.
    private static let stretch = 100 * dayLength

    /// Asks for the distance week by week and then by halves, which also finds the changes that no daylight-saving rule
    /// announces.
    ///
    /// No zone changes twice within a week.
    private static func changes(of zone: TimeZone) -> (moments: [Int64], offsets: [Int64]) {
        func offset(_ second: Int64) -> Int64 {
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))))
        }
        var moments: [Int64] = []
        var last = offset(years.first)
        var offsets = [last * 1000]
        let week: Int64 = 7 * 86_400
        for start in stride(from: years.first, to: years.last, by: Int(week)) {
            let next = offset(start + week)
            guard next != last else { continue }
            var (before, after) = (start, start + week)
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

extension LocalClock: Hashable, CodedAsText, CustomStringConvertible {
    package static func == (left: LocalClock, right: LocalClock) -> Bool {
        left.changes === right.changes || left.identifier == right.identifier
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(identifier) }

    package init?(coded text: String) { self.init(text) }

    package var codedText: String { identifier }

    package var description: String { identifier }
}
