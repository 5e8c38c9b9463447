/// What happens on a leg, in order; `.ended` is always there, once and last.
package enum MediaEvent: Sendable, Equatable {
    case firstPacket
    case digit(Character)
    /// A playlist came to its end.
    case playbackFinished(playlist: Int, heardMilliseconds: Int)
    /// A playlist was cut short by a key, by `stopPlayback()`, by the next playlist or by the end of the leg.
    case playbackStopped(playlist: Int, heardMilliseconds: Int, clip: Int)
    /// No valid RTP or RTCP packet for the configured time.
    case remoteSilent
    case ended(MediaStatistics)
}
