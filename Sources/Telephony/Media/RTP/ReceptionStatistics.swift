/// Loss and jitter of one received RTP source, after RFC 3550 §A.1, §A.3 and §A.8.
struct ReceptionStatistics {
    private(set) var received = 0
    private var base: UInt32 = 0
    private var highest: UInt16 = 0
    private var cycles: UInt32 = 0
    private var restartAt: UInt32 = Self.noRestart
    private var isStarted = false
    /// Packets of streams before a restart, so that totals cover the whole leg.
    private var earlierExpected = 0
    private var jitterInSamples = 0.0
    private var lastTransit: Int64?
    private var expectedAtReport = 0
    private var receivedAtReport = 0

    private static let noRestart: UInt32 = 0x1_0001
    private static let maximumDropout: UInt16 = 3000
    private static let maximumMisorder: UInt16 = 100

    var extendedHighest: UInt32 { cycles &+ UInt32(highest) }
    var expected: Int { earlierExpected + (isStarted ? Int(extendedHighest &- base) + 1 : 0) }
    /// Negative when duplicates outnumber losses.
    var lost: Int { expected - received }
    var jitterMilliseconds: Double { jitterInSamples / 8 }
    var jitter: UInt32 { UInt32(jitterInSamples) }

    /// Starts over with a new source (another SSRC); totals go on.
    mutating func restart() {
        earlierExpected = expected
        isStarted = false
        lastTransit = nil
    }

    /// Counts a packet; false when its number is far off the stream's and not yet confirmed by a second one.
    mutating func note(sequence: UInt16) -> Bool {
        guard isStarted else {
            start(at: sequence)
            received += 1
            return true
        }
        let step = sequence &- highest
        if step < Self.maximumDropout {
            if sequence < highest { cycles &+= 0x1_0000 }
            highest = sequence
        } else if step <= 0xFFFF - Self.maximumMisorder {
            guard UInt32(sequence) == restartAt else {
                restartAt = UInt32(sequence &+ 1)
                return false
            }
            restart()
            start(at: sequence)
        }
        received += 1
        return true
    }

    private mutating func start(at sequence: UInt16) {
        base = UInt32(sequence)
        highest = sequence
        cycles = 0
        restartAt = Self.noRestart
        isStarted = true
    }

    /// Takes the arrival time (nanoseconds of any clock) of a packet that carries audio.
    mutating func noteTransit(timestamp: UInt32, arrival: Int64) {
        // Differences of 32-bit media time, so that a wrap of the timestamp doesn't count as jitter.
        let transit = arrival / 125_000 - Int64(timestamp)
        defer { lastTransit = transit }
        guard let lastTransit else { return }
        let difference = Double(Int32(truncatingIfNeeded: transit - lastTransit).magnitude)
        jitterInSamples += (difference - jitterInSamples) / 16
    }

    /// The fraction lost since the last report, in 1/256 (RFC 3550 §A.3).
    mutating func fractionForReport() -> UInt8 {
        let expectedNow = expected - expectedAtReport
        let lostNow = expectedNow - (received - receivedAtReport)
        expectedAtReport = expected
        receivedAtReport = received
        guard expectedNow > 0, lostNow > 0 else { return 0 }
        return UInt8(min(255, lostNow * 256 / expectedNow))
    }
}
