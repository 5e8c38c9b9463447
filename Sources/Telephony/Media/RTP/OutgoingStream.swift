/// Our numbering of an RTP stream, which goes on unbroken when the leg moves to another process.
package struct OutgoingStream: Sendable, Equatable, Codable {
    /// SSRC.
    var source: UInt32
    var sequence: UInt16
    /// Of the next frame; moves on with the clock whether or not a packet is sent.
    var timestamp: UInt32
    var packets = 0
    var octets = 0

    /// Starts at random values (RFC 3550 §5.1).
    init() {
        source = .random(in: 1...UInt32.max)
        sequence = .random(in: 0...UInt16.max)
        timestamp = .random(in: 0...UInt32.max)
    }
}
