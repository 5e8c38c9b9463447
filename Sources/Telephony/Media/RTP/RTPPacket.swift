/// The header of a received RTP packet and where its payload lies (RFC 3550 §5.1).
struct RTPPacket: Equatable {
    static let headerLength = 12

    var payloadType: UInt8
    var sequence: UInt16
    var timestamp: UInt32
    var source: UInt32
    /// The payload's place in the datagram, without CSRC list, extension and padding.
    var payload: Range<Int>

    /// Nil when the datagram is not RTP version 2 or its lengths contradict each other (RFC 3550 §A.1).
    init?(_ bytes: Span<UInt8>) {
        guard bytes.count >= Self.headerLength, bytes[0] >> 6 == 2 else { return nil }
        var start = Self.headerLength + 4 * Int(bytes[0] & 0x0F)
        var end = bytes.count
        if bytes[0] & 0x10 != 0 {
            guard start + 4 <= end else { return nil }
            start += 4 + 4 * Int(bytes.bigEndian16(at: start + 2))
        }
        if bytes[0] & 0x20 != 0 {
            guard bytes[end - 1] > 0 else { return nil }
            end -= Int(bytes[end - 1])
        }
        guard start <= end else { return nil }
        payloadType = bytes[1] & 0x7F
        sequence = bytes.bigEndian16(at: 2)
        timestamp = bytes.bigEndian32(at: 4)
        source = bytes.bigEndian32(at: 8)
        payload = start..<end
    }
}

extension Span<UInt8> {
    func bigEndian16(at index: Int) -> UInt16 { UInt16(self[index]) << 8 | UInt16(self[index + 1]) }

    func bigEndian32(at index: Int) -> UInt32 {
        UInt32(bigEndian16(at: index)) << 16 | UInt32(bigEndian16(at: index + 2))
    }
}

extension UnsafeMutablePointer<UInt8> {
    func store(_ value: UInt16, at index: Int) {
        self[index] = UInt8(truncatingIfNeeded: value >> 8)
        self[index + 1] = UInt8(truncatingIfNeeded: value)
    }

    func store(_ value: UInt32, at index: Int) {
        store(UInt16(truncatingIfNeeded: value >> 16), at: index)
        store(UInt16(truncatingIfNeeded: value), at: index + 2)
    }
}
