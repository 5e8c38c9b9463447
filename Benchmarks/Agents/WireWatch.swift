import CMediaIO
import Foundation
import Synchronization

/// When the programs of others that are agents' telephones are sent something to hear, read from the loopback interface.
///
/// On loopback a packet is there as it is sent, so no telephone's buffer is in it. Not done: codecs but A-law, IPv6.
final class WireWatch: Sendable {
    private let descriptor: Int32
    private let heard = Mutex<[HeldTelephones.Onset]>([])

    var onsets: [HeldTelephones.Onset] { heard.withLock { $0 } }

    /// Nil where we may not: it takes root, or `CAP_NET_RAW`.
    init?(telephones: Int) {
        // AF_PACKET, without the link's header; IPv4.
        descriptor = socket(17, Int32(SOCK_DGRAM.rawValue), Int32(UInt16(0x0800).bigEndian))
        guard telephones > 0, descriptor >= 0, Self.accept(descriptor, telephones) else { return nil }
        Thread.detachNewThread { [self] in read() }
    }

    /// Lets the kernel give us only UDP to their ports.
    private static func accept(_ descriptor: Int32, _ telephones: Int) -> Bool {
        /// `struct sock_filter` of linux/filter.h.
        struct Step {
            var code: UInt16
            var isTrue: UInt8 = 0
            var isFalse: UInt8 = 0
            var value: UInt32
        }
        /// `struct sock_fprog`.
        struct Filter {
            var count: UInt16
            var steps: UnsafeMutablePointer<Step>
        }
        let first = UInt32(TelephoneFleet.firstPort)
        let end = first + UInt32(telephones) * UInt32(TelephoneFleet.portsOfEach)
        var steps = [
            Step(code: 0x30, value: 9),  // the protocol
            Step(code: 0x15, isFalse: 4, value: 17),
            Step(code: 0x28, value: 22),  // the port it goes to; our packets have no IP options
            Step(code: 0x35, isFalse: 2, value: first),
            Step(code: 0x35, isTrue: 1, value: end),
            Step(code: 0x06, value: 2_048),
            Step(code: 0x06, value: 0),
        ]
        return steps.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return false }
            var filter = Filter(count: UInt16(buffer.count), steps: base)
            return setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &filter, socklen_t(MemoryLayout<Filter>.size))
                == 0
        }
    }

    private func read() {
        var packet = [UInt8](repeating: 0, count: 2_048)
        var quietPackets: [Int: Int] = [:]
        while true {
            let count = recv(descriptor, &packet, packet.count, 0)
            guard count > 0 else { return }
            guard let isHeard = Self.isHeard(packet[..<count]) else { continue }
            let now = CMediaIO_now()
            let port = Int(packet[22]) << 8 | Int(packet[23])
            let telephone = (port - Int(TelephoneFleet.firstPort)) / Int(TelephoneFleet.portsOfEach)
            let quiet = quietPackets[telephone] ?? 10
            if isHeard, quiet >= 10 {
                let onset = HeldTelephones.Onset(number: TelephoneFleet.number(telephone), at: now)
                heard.withLock { $0.append(onset) }
            }
            quietPackets[telephone] = isHeard ? 0 : quiet + 1
        }
    }

    /// Whether an RTP packet of A-law has a sample of 500 or more; nil for other packets.
    private static func isHeard(_ packet: ArraySlice<UInt8>) -> Bool? {
        let payload = 20 + 8 + 12
        guard packet.count > payload, packet[28] == 0x80, packet[29] & 0x7F == 8 else { return nil }
        // G.711: with its even bits turned round, the size of a sample grows with the code; 0x20 stands for 528.
        return packet[payload...].contains { ($0 ^ 0x55) & 0x7F >= 0x20 }
    }
}
