/// Takes UDPTL datagrams apart and gives each IFP packet once, in order (T.38 §9.1, Annex A).
///
/// Packets that went missing are taken from the redundancy of later ones. FEC datagrams are understood, but only their
/// primary packet is used.
struct UDPTLReceiver {
    /// IFP packets that no redundancy brought back.
    private(set) var lost = 0
    private var expected: UInt16?
    /// The number that would confirm a jump, see `place`.
    private var confirmation: UInt16?

    /// Steps further than this, either way, are a renumbered stream or a stray packet, not loss.
    private static let farthestStep = 1_000

    private struct Datagram {
        var sequence: UInt16
        var primary: Range<Int>
        /// Newest first.
        var secondaries = InlineArray<16, Range<Int>>(repeating: 0..<0)
        var secondaryCount = 0
    }

    /// - Parameter deliver: called with each new IFP packet and its number, oldest first.
    /// - Returns: false when the datagram is not UDPTL, or can't belong to this stream.
    mutating func receive(_ bytes: Span<UInt8>, deliver: (Span<UInt8>, UInt16) -> Void) -> Bool {
        guard let datagram = Self.parse(bytes) else { return false }
        guard let missing = place(datagram.sequence, secondaries: datagram.secondaryCount) else { return false }
        guard missing >= 0 else { return true }
        let recovered = min(missing, datagram.secondaryCount)
        lost += missing - recovered
        for index in (0..<recovered).reversed() where !datagram.secondaries[index].isEmpty {
            deliver(bytes.extracting(datagram.secondaries[index]), datagram.sequence &- UInt16(index + 1))
        }
        if !datagram.primary.isEmpty { deliver(bytes.extracting(datagram.primary), datagram.sequence) }
        expected = datagram.sequence &+ 1
        return true
    }

    /// How many packets are missing before this one; negative for one that is over, nil for a stray.
    ///
    /// A far jump is believed only when the next number follows it: a late RTP packet from before the change-over that
    /// happens to parse must not cost the stream, and some gateways do renumber it.
    private mutating func place(_ sequence: UInt16, secondaries: Int) -> Int? {
        guard let expected else {
            // Numbers begin at 0 (T.38 §9.1.2), though some begin elsewhere: what was lost at the very start is recovered.
            return Int(sequence) <= secondaries ? Int(sequence) : 0
        }
        let step = Int(Int16(bitPattern: sequence &- expected))
        if abs(step) <= Self.farthestStep {
            confirmation = nil
            return step
        }
        defer { confirmation = sequence &+ 1 }
        return sequence == confirmation ? 0 : nil
    }

    // MARK: Syntax (T.38 Annex A, aligned PER)

    /// Nil unless the datagram is well formed to its last octet.
    private static func parse(_ bytes: Span<UInt8>) -> Datagram? {
        guard bytes.count >= 4 else { return nil }
        var offset = 2
        guard let primary = field(bytes, &offset) else { return nil }
        var result = Datagram(sequence: bytes.bigEndian16(at: 0), primary: primary)
        guard offset < bytes.count else { return nil }
        let isForwardError = bytes[offset] & 0x80 != 0
        offset += 1
        if isForwardError {
            // fec-npackets: an INTEGER of one octet; what it counts is of no use to us.
            guard offset + 2 <= bytes.count, bytes[offset] == 1 else { return nil }
            offset += 2
        }
        guard let count = length(bytes, &offset) else { return nil }
        for index in 0..<count {
            guard let secondary = field(bytes, &offset) else { return nil }
            guard !isForwardError, index < result.secondaries.count else { continue }
            result.secondaries[index] = secondary
            result.secondaryCount += 1
        }
        return offset == bytes.count ? result : nil
    }

    private static func field(_ bytes: Span<UInt8>, _ offset: inout Int) -> Range<Int>? {
        guard let count = length(bytes, &offset), offset + count <= bytes.count else { return nil }
        defer { offset += count }
        return offset..<offset + count
    }

    /// One octet below 128, two below 16,384; fragments are refused: no datagram holds one.
    private static func length(_ bytes: Span<UInt8>, _ offset: inout Int) -> Int? {
        guard offset < bytes.count else { return nil }
        let first = bytes[offset]
        if first < 0x80 {
            offset += 1
            return Int(first)
        }
        guard first & 0x40 == 0, offset + 2 <= bytes.count else { return nil }
        defer { offset += 2 }
        return Int(bytes.bigEndian16(at: offset) & 0x3FFF)
    }
}
