/// How well a media thread keeps its time.
package struct ClockStatistics: Sendable, Equatable, Codable {
    package var ticks = 0
    /// Ticks that began more than 10 ms after their time.
    package var lateTicks = 0
    /// Ticks left out because the thread was more than 200 ms behind.
    package var skippedTicks = 0
    package var worstMilliseconds = 0.0
    package var legs = 0
}

/// An absolute 20 ms clock: the time of the next tick never depends on how long the last one took.
///
/// A value: the thread asks it when the next tick is due and tells it when the tick really began.
struct MediaClock {
    static let period: Int64 = 20_000_000
    static let lateAfter: Int64 = 10_000_000
    /// A thread that was held up catches up by ticking at once; after so long (a suspended machine) it leaves ticks out.
    static let skipAfter: Int64 = 200_000_000

    /// Nanoseconds of the monotonic clock.
    private(set) var due: Int64
    private(set) var ticks = 0
    private(set) var lateTicks = 0
    private(set) var skippedTicks = 0
    private(set) var worst: Int64 = 0

    init(firstTick: Int64) {
        due = firstTick
    }

    /// Counts the tick that was due, sets the next one; true when it began late.
    mutating func begin(at now: Int64) -> Bool {
        let lateness = now - due
        ticks += 1
        worst = max(worst, lateness)
        let isLate = lateness > Self.lateAfter
        if isLate { lateTicks += 1 }
        due += Self.period
        if lateness > Self.skipAfter {
            let skipped = (now - due) / Self.period
            skippedTicks += Int(skipped)
            due += skipped * Self.period
        }
        return isLate
    }
}
