/// The far end's side of an audio stream, as offer and answer settled it.
package struct MediaRemote: Sendable, Equatable, Codable {
    package var address: MediaAddress
    package var codec: AudioCodec
    /// Payload type of telephone-event; nil when the far end doesn't take it.
    package var telephoneEvent: UInt8?
    /// False on hold: we send nothing (`a=recvonly` or `inactive` on our side).
    package var sends: Bool
    /// False on hold: nothing is expected, so silence is no fault.
    package var receives: Bool

    package init(
        address: MediaAddress,
        codec: AudioCodec,
        telephoneEvent: UInt8? = nil,
        sends: Bool = true,
        receives: Bool = true
    ) {
        self.address = address
        self.codec = codec
        self.telephoneEvent = telephoneEvent
        self.sends = sends
        self.receives = receives
    }
}
