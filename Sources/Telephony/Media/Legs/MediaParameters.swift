/// What a leg needs to begin.
package struct MediaParameters: Sendable, Equatable, Codable {
    package var remote: MediaRemote
    /// Fixed playout delay.
    package var jitterBufferMilliseconds = 60
    /// After so long without a valid RTP or RTCP packet `.remoteSilent` is said, once until packets come again.
    package var silenceLimitMilliseconds = 20_000
    /// The stream to go on with, when the leg comes from another process.
    package var continuing: RTPState?

    package init(remote: MediaRemote, continuing: RTPState? = nil) {
        self.remote = remote
        self.continuing = continuing
    }
}
