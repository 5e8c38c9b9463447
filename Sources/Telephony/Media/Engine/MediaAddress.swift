import Glibc

/// An IPv4 address and a UDP port.
package struct MediaAddress: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The address in host byte order.
    package var address: UInt32
    package var port: UInt16

    package init(address: UInt32, port: UInt16) {
        self.address = address
        self.port = port
    }

    /// Reads dotted-quad text; nil for anything else, names included.
    package init?(host: String, port: UInt16) {
        var parsed = in_addr()
        guard inet_pton(AF_INET, host, &parsed) == 1 else { return nil }
        self.init(address: UInt32(bigEndian: parsed.s_addr), port: port)
    }

    package var host: String {
        "\(address >> 24).\(address >> 16 & 0xFF).\(address >> 8 & 0xFF).\(address & 0xFF)"
    }

    package var description: String { "\(host):\(port)" }

    /// Where the RTCP of this RTP address is expected (RFC 3550 §11).
    var control: MediaAddress { MediaAddress(address: address, port: port &+ 1) }
}
