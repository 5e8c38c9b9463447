import Synchronization

/// Binds pairs of ports from a range, going round it so that a port just closed is used again last.
final class PortRange: Sendable {
    private let address: MediaAddress
    private let firstPort: Int
    private let pairs: Int
    private let next = Atomic<Int>(0)

    init(bindAddress: String, ports: ClosedRange<UInt16>) throws {
        guard let address = MediaAddress(host: bindAddress, port: 0) else {
            throw MediaError(.system, "The media address \"\(bindAddress)\" is not an IPv4 address.")
        }
        self.address = address
        // RFC 3550 §11: RTP on an even port, RTCP on the next.
        firstPort = Int(ports.lowerBound) + Int(ports.lowerBound) % 2
        pairs = max(0, (Int(ports.upperBound) - firstPort + 1) / 2)
    }

    func open() throws -> MediaPort {
        for _ in 0..<pairs {
            let pair = next.add(1, ordering: .relaxed).oldValue % pairs
            if let port = try MediaPort.bind(address: address.address, port: UInt16(firstPort + 2 * pair)) {
                return port
            }
        }
        throw MediaError(
            .portsExhausted,
            "No free pair of media ports from \(firstPort) on (\(pairs) pairs). Widen the media port range."
        )
    }
}
