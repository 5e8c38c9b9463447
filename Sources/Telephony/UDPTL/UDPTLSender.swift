/// Builds UDPTL datagrams with redundancy: each carries the last IFP packets again (T.38 §9.1.4.1).
struct UDPTLSender: ~Copyable {
    /// Longest IFP packet taken; a page's data come in pieces of about 60 octets.
    static let longestIFP = 512
    /// Room for the longest datagram this sender makes.
    static let capacity = 2 + (1 + mostRedundancy) * (2 + longestIFP) + 2
    private static let mostRedundancy = 5

    let redundancy: Int
    private let maximumDatagram: Int
    private var sequence: UInt16 = 0
    /// Earlier packets: number n lies in slot n % slots.
    private let history = UnsafeMutablePointer<UInt8>.allocate(capacity: slots * longestIFP)
    private var lengths = InlineArray<8, Int>(repeating: 0)
    private var kept = 0

    /// - Parameters:
    ///   - redundancy: 0–5 earlier packets in each datagram; fewer when the far end's datagrams are too small for it.
    ///   - maximumDatagram: the far end's T38FaxMaxDatagram.
    init(redundancy: Int, maximumDatagram: Int) {
        // Some read T38FaxMaxDatagram as the IFP's length, some as the datagram's: counting for an IFP of 59 octets, what
        // goes out is right for both. Below 64 nothing fits besides the packet itself.
        let fitting = max(0, (maximumDatagram - 5 - 59) / 60)
        self.redundancy = max(0, min(redundancy, fitting, Self.mostRedundancy))
        self.maximumDatagram = maximumDatagram
    }

    deinit { history.deallocate() }

    /// Writes the next datagram for `ifp` to `datagram` (of `capacity`); returns its length, 0 for a packet too long.
    mutating func write(_ ifp: Span<UInt8>, to datagram: UnsafeMutablePointer<UInt8>) -> Int {
        guard ifp.count <= Self.longestIFP else { return 0 }
        datagram.store(sequence, at: 0)
        var length = 2
        length += Self.writeLength(ifp.count, to: datagram + length)
        for index in 0..<ifp.count { datagram[length + index] = ifp[index] }
        length += ifp.count
        datagram[length] = 0
        length += 2
        let countOffset = length - 1
        var count = 0
        while count < min(redundancy, kept) {
            let slot = (Int(sequence) + Self.slots - count - 1) % Self.slots
            let octets = lengths[slot]
            guard length + 2 + octets <= maximumDatagram else { break }
            length += Self.writeLength(octets, to: datagram + length)
            (datagram + length).update(from: history + slot * Self.longestIFP, count: octets)
            length += octets
            count += 1
        }
        datagram[countOffset] = UInt8(count)
        keep(ifp)
        return length
    }

    /// Room for the redundancy; a divisor of 65,536, so that neighbours stay neighbours when the number wraps.
    private static let slots = 8

    private mutating func keep(_ ifp: Span<UInt8>) {
        let slot = Int(sequence) % Self.slots
        for index in 0..<ifp.count { history[slot * Self.longestIFP + index] = ifp[index] }
        lengths[slot] = ifp.count
        kept = min(kept + 1, Self.mostRedundancy)
        sequence &+= 1
    }

    private static func writeLength(_ length: Int, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
        guard length >= 0x80 else {
            bytes[0] = UInt8(length)
            return 1
        }
        bytes.store(UInt16(0x8000 | length), at: 0)
        return 2
    }
}
