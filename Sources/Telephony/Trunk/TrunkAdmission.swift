/// Whether a trunk takes one more call now: a channel limit, and a token bucket for calls a second.
///
/// Incoming calls take channels without asking; the limit then keeps outgoing ones back.
package struct TrunkAdmission: Sendable {
    package enum Verdict: Sendable, Equatable {
        case admitted
        /// All channels are in use; ask again when a call ends.
        case noChannel
        /// Too many calls in this second; ask again after this time.
        case tooFast(Duration)
    }

    package let channels: Int
    package let callsPerSecond: Double
    package private(set) var channelsInUse = 0
    private var tokens: Double
    private var refilled: Duration

    /// - Parameters:
    ///   - callsPerSecond: also the burst, but at least one call.
    ///   - time: of any clock that does not go back; the same for all calls.
    package init(channels: Int, callsPerSecond: Double, at time: Duration) {
        self.channels = max(0, channels)
        self.callsPerSecond = max(0.001, callsPerSecond)
        tokens = max(1, callsPerSecond)
        refilled = time
    }

    /// Asks to place a call; a channel is taken when it is admitted.
    package mutating func place(at time: Duration) -> Verdict {
        guard channelsInUse < channels else { return .noChannel }
        refill(at: time)
        // A hair below one, so that a wait just as long as it was told is enough despite rounding.
        guard tokens >= 1 - 1e-6 else { return .tooFast(.seconds((1 - tokens) / callsPerSecond)) }
        tokens -= 1
        channelsInUse += 1
        return .admitted
    }

    /// An incoming call takes a channel.
    ///
    /// - Returns: false when none is free: it is to be refused with 503.
    package mutating func accept() -> Bool {
        guard channelsInUse < channels else { return false }
        channelsInUse += 1
        return true
    }

    /// A call that was admitted has ended.
    package mutating func release() {
        channelsInUse = max(0, channelsInUse - 1)
    }

    private mutating func refill(at time: Duration) {
        guard time > refilled else { return }
        let elapsed = (time - refilled) / .seconds(1)
        tokens = min(max(1, callsPerSecond), tokens + elapsed * callsPerSecond)
        refilled = time
    }
}
