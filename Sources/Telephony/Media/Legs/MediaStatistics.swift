/// What a leg sent and heard, from its start to its end.
package struct MediaStatistics: Sendable, Equatable, Codable {
    /// 20 ms frames the leg lived, and those of them whose tick began more than 10 ms late.
    package var frames = 0
    package var lateFrames = 0
    package var packetsSent = 0
    package var sendFailures = 0
    package var packetsReceived = 0
    package var packetsLost = 0
    /// Received, but after their time in the jitter buffer was over.
    package var packetsTooLate = 0
    /// Not RTP, or of a payload type nobody agreed to.
    package var rejectedPackets = 0
    /// Valid, but from an address that is not the far end's.
    package var foreignPackets = 0
    package var framesConcealed = 0
    package var keysReceived = 0
    /// Received frames louder than −40 dBm0: how much was said to us.
    package var voicedMilliseconds = 0
    package var jitterMilliseconds = 0.0
    /// From RTCP; nil when the far end sent no report about us.
    package var roundTripMilliseconds: Double?
    package var remoteFractionLost: Double?
    package var remoteJitterMilliseconds: Double?
    /// T.38 packets delivered to the fax engine, and those that no redundancy could bring back.
    package var ifpReceived = 0
    package var ifpLost = 0

    package init() {}
}
