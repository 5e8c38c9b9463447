/// A G.711 codec; the raw value is its static RTP payload type (RFC 3551 §6).
package enum AudioCodec: UInt8, Sendable, CaseIterable, Codable {
    case pcmu = 0
    case pcma = 8
}
