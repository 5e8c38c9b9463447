import GRDB

/// Wrong passwords in a row, and the lock that follows them, as a value without I/O.
struct FailedTries {
    private(set) var failures: Int
    private(set) var lockedUntil: UTCTime?

    /// - Parameter row: with `failures` and `lockedUntil`; nil where nothing is known.
    init(_ row: Row?) {
        failures = row?["failures"] ?? 0
        lockedUntil = (row?["lockedUntil"] as Int64?).map(UTCTime.init(milliseconds:))
    }

    /// Counts a try as failed until it proves right; gives the end of the lock where it isn't even a try.
    ///
    /// - Parameter triesBeforeLock: the try that locks where it is wrong too.
    mutating func count(triesBeforeLock: Int, lock: Duration, now: UTCTime) -> UTCTime? {
        if let lockedUntil, lockedUntil > now { return lockedUntil }
        // A lock that is over wipes the slate.
        failures = lockedUntil == nil ? failures + 1 : 1
        lockedUntil = failures >= triesBeforeLock ? now + lock : nil
        return nil
    }
}
