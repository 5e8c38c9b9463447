import CMediaIO

/// The RTCP side of a leg: a report about every five seconds, and what the far end's reports say.
struct RTCPSession {
    private(set) var remoteFractionLost: Double?
    private(set) var remoteJitterMilliseconds: Double?
    private(set) var roundTripMilliseconds: Double?

    private var framesToReport: Int
    /// The far end's last sender report, to be sent back to it: its time, and when it came.
    private var lastSenderTime: UInt32 = 0
    private var lastSenderArrival: UInt32 = 0
    private var packetsReported = 0
    private var random: UInt64

    /// RFC 3550 §6.2: 5 s, varied between half and one and a half so that many legs don't report at one time.
    private static let meanFrames = 250

    init(seed: UInt32) {
        random = UInt64(seed) | 1 << 32
        framesToReport = 0
        // §6.3.1: the first report comes after half the interval.
        framesToReport = nextInterval() / 2
    }

    /// Counts a frame; true when a report is due in it.
    mutating func isDue() -> Bool {
        framesToReport -= 1
        guard framesToReport <= 0 else { return false }
        framesToReport = nextInterval()
        return true
    }

    private mutating func nextInterval() -> Int {
        // xorshift64: no system call on the media thread.
        random ^= random << 13
        random ^= random >> 7
        random ^= random << 17
        return Self.meanFrames / 2 + Int(random % UInt64(Self.meanFrames))
    }

    /// Takes a compound packet; false when it is none.
    mutating func receive(_ bytes: Span<UInt8>, about source: UInt32, arrival: Int64) -> Bool {
        guard let report = RTCPReport(bytes, about: source) else { return false }
        let now = NTPTime(wall: arrival).middle
        if let time = report.senderTime {
            lastSenderTime = time
            lastSenderArrival = now
        }
        if let block = report.block {
            remoteFractionLost = Double(block.fractionLost) / 256
            remoteJitterMilliseconds = Double(block.jitter) / 8
            roundTripMilliseconds = block.roundTripMilliseconds(arrival: now) ?? roundTripMilliseconds
        }
        return true
    }

    /// Most bytes a report can have.
    static let capacity = 28 + 24 + 20 + 8

    /// Writes SR, or RR when nothing was sent since the last report (RFC 3550 §6.4), with one block once something was
    /// heard; then SDES with a CNAME, and BYE at the end; returns the length.
    mutating func write(
        to packet: UnsafeMutablePointer<UInt8>,
        stream: OutgoingStream,
        reception: inout ReceptionStatistics,
        remoteSource: UInt32?,
        isLast: Bool
    ) -> Int {
        let now = NTPTime(wall: CMediaIO_wall_now())
        packet[0] = 0x80 | (remoteSource == nil ? 0 : 1)
        let isSender = stream.packets != packetsReported
        packetsReported = stream.packets
        packet[1] = isSender ? RTCPReport.senderReport : RTCPReport.receiverReport
        packet.store(stream.source, at: 4)
        var length = 8
        if isSender {
            packet.store(now.seconds, at: 8)
            packet.store(now.fraction, at: 12)
            packet.store(stream.timestamp, at: 16)
            packet.store(UInt32(truncatingIfNeeded: stream.packets), at: 20)
            packet.store(UInt32(truncatingIfNeeded: stream.octets), at: 24)
            length = 28
        }
        if let remoteSource {
            packet.store(remoteSource, at: length)
            let lost = UInt32(truncatingIfNeeded: max(-0x80_0000, min(0x7F_FFFF, reception.lost))) & 0xFF_FFFF
            packet.store(UInt32(reception.fractionForReport()) << 24 | lost, at: length + 4)
            packet.store(reception.extendedHighest, at: length + 8)
            packet.store(reception.jitter, at: length + 12)
            packet.store(lastSenderTime, at: length + 16)
            packet.store(lastSenderTime == 0 ? 0 : now.middle &- lastSenderArrival, at: length + 20)
            length += 24
        }
        packet.store(UInt16(length / 4 - 1), at: 2)
        length += Self.writeDescription(to: packet + length, source: stream.source)
        if isLast {
            packet[length] = 0x81
            packet[length + 1] = 203
            packet.store(UInt16(1), at: length + 2)
            packet.store(stream.source, at: length + 4)
            length += 8
        }
        return length
    }

    /// SDES with the SSRC in hexadecimal as CNAME: unique in the session and says nothing about us (RFC 7022).
    private static func writeDescription(to packet: UnsafeMutablePointer<UInt8>, source: UInt32) -> Int {
        packet[0] = 0x81
        packet[1] = 202
        packet.store(UInt16(4), at: 2)
        packet.store(source, at: 4)
        packet[8] = 1
        packet[9] = 8
        for digit in 0..<8 {
            let value = UInt8(source >> UInt32(28 - 4 * digit) & 0xF)
            packet[10 + digit] = value < 10 ? 0x30 + value : 0x57 + value
        }
        packet.store(UInt16(0), at: 18)
        return 20
    }
}
