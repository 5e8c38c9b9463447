/// Reads RTCP compound packets for what they say about one stream of ours (RFC 3550 §6.4).
struct RTCPReport: Equatable {
    /// One receiver's view of our stream.
    struct Block: Equatable {
        var fractionLost: UInt8
        /// In samples.
        var jitter: UInt32
        /// Middle 32 bits of the NTP time of our last report that the far end had, and how long it kept it (1/65,536 s).
        var lastReport: UInt32
        var delay: UInt32
    }

    /// Middle 32 bits of the far end's NTP time, when the packet holds a sender report.
    var senderTime: UInt32?
    var block: Block?

    static let senderReport: UInt8 = 200
    static let receiverReport: UInt8 = 201

    /// Nil when the datagram is not a well-formed compound packet (§A.2).
    init?(_ bytes: Span<UInt8>, about source: UInt32) {
        var offset = 0
        while offset < bytes.count {
            guard offset + 4 <= bytes.count, bytes[offset] >> 6 == 2 else { return nil }
            let type = bytes[offset + 1]
            let end = offset + 4 * (Int(bytes.bigEndian16(at: offset + 2)) + 1)
            guard end <= bytes.count else { return nil }
            if offset == 0, type != Self.senderReport, type != Self.receiverReport { return nil }
            var blocks = offset + 8
            if type == Self.senderReport {
                guard offset + 28 <= end else { return nil }
                senderTime = bytes.bigEndian32(at: offset + 10)
                blocks = offset + 28
            }
            if type == Self.senderReport || type == Self.receiverReport {
                let count = Int(bytes[offset] & 0x1F)
                guard blocks + 24 * count <= end else { return nil }
                for index in 0..<count where bytes.bigEndian32(at: blocks + 24 * index) == source {
                    block = Block(bytes, at: blocks + 24 * index)
                }
            }
            offset = end
        }
        guard offset > 0 else { return nil }
    }
}

extension RTCPReport.Block {
    fileprivate init(_ bytes: Span<UInt8>, at offset: Int) {
        fractionLost = bytes[offset + 4]
        jitter = bytes.bigEndian32(at: offset + 12)
        lastReport = bytes.bigEndian32(at: offset + 16)
        delay = bytes.bigEndian32(at: offset + 20)
    }

    /// Round-trip time for a report that arrived at `arrival` (middle 32 bits of NTP time); nil before our first report
    /// reached the far end or when the figures contradict each other.
    func roundTripMilliseconds(arrival: UInt32) -> Double? {
        guard lastReport != 0 else { return nil }
        let elapsed = Int32(bitPattern: arrival &- lastReport &- delay)
        return elapsed >= 0 ? Double(elapsed) / 65.536 : nil
    }
}

/// NTP time as RTCP carries it.
struct NTPTime {
    var seconds: UInt32
    var fraction: UInt32

    /// - Parameter nanoseconds: since 1970.
    init(wall nanoseconds: Int64) {
        // 1900 to 1970, RFC 868.
        seconds = UInt32(truncatingIfNeeded: nanoseconds / 1_000_000_000 + 2_208_988_800)
        fraction = UInt32(truncatingIfNeeded: (UInt64(nanoseconds % 1_000_000_000) << 32) / 1_000_000_000)
    }

    var middle: UInt32 { seconds << 16 | fraction >> 16 }
}
