/// A session description (SDP): what one side offers or answers about its media.
///
/// It holds what a telephone call needs and leaves out the rest on reading (times, bandwidth, keys).
/// Standard: RFC 8866.
package struct SessionDescription: Sendable, Equatable {
    /// The `o=` line.
    package var origin: SessionOrigin

    /// The session's `c=` address, used by every media line without one of its own.
    package var connectionHost: String?

    /// Attributes before the first `m=` line.
    package var attributes: [SessionAttribute]

    /// The `m=` lines, in their order, which offer and answer share (RFC 3264 §6).
    package var media: [MediaDescription]

    package init(
        origin: SessionOrigin,
        connectionHost: String?,
        attributes: [SessionAttribute] = [],
        media: [MediaDescription]
    ) {
        self.origin = origin
        self.connectionHost = connectionHost
        self.attributes = attributes
        self.media = media
    }

    /// The address to which the peer wants `line`'s packets; nil where it named none that we can reach by IPv4.
    func host(for line: MediaDescription) -> String? {
        guard let host = line.connectionHost ?? connectionHost, isIPv4(host) else { return nil }
        return host
    }

    /// The direction of `line` as its sender sees it; `sendrecv` where nothing is said (RFC 8866 §6.7).
    func direction(of line: MediaDescription) -> MediaDirection {
        // RFC 2543 hold: an address of zeros means "send me nothing".
        if let host = line.connectionHost ?? connectionHost, host == "0.0.0.0" { return .inactive }
        return MediaDirection(in: line.attributes) ?? MediaDirection(in: attributes) ?? .sendReceive
    }
}

/// Who described the session, and which edition of the description this is.
package struct SessionOrigin: Sendable, Equatable {
    package var id: UInt64
    /// Grows by one with every changed description of the same session (RFC 3264 §8).
    package var version: UInt64
    package var host: String

    package init(id: UInt64, version: UInt64 = 1, host: String) {
        self.id = id
        self.version = version
        self.host = host
    }

    /// The origin of the next, changed description in this session.
    package func next() -> SessionOrigin {
        SessionOrigin(id: id, version: version &+ 1, host: host)
    }
}

/// One `a=` line.
package struct SessionAttribute: Sendable, Equatable {
    package var name: String
    package var value: String?

    package init(_ name: String, _ value: String? = nil) {
        self.name = name
        self.value = value
    }
}

extension [SessionAttribute] {
    /// The first attribute of that name; fax gateways differ in case, so case is ignored.
    func first(named name: String) -> SessionAttribute? {
        first { $0.name.lowercased() == name.lowercased() }
    }
}

/// Which way media flows, seen from the side that says it.
package enum MediaDirection: String, Sendable {
    case sendReceive = "sendrecv"
    case sendOnly = "sendonly"
    case receiveOnly = "recvonly"
    case inactive

    init?(in attributes: [SessionAttribute]) {
        for attribute in attributes {
            if let direction = MediaDirection(rawValue: attribute.name) {
                self = direction
                return
            }
        }
        return nil
    }

    /// The same flow seen from the other side (RFC 3264 §6.1).
    package var reversed: MediaDirection {
        switch self {
        case .sendOnly: .receiveOnly
        case .receiveOnly: .sendOnly
        case .sendReceive, .inactive: self
        }
    }

    package var sends: Bool { self == .sendReceive || self == .sendOnly }
    package var receives: Bool { self == .sendReceive || self == .receiveOnly }
}

/// Whether `text` is a dotted-quad IPv4 address.
func isIPv4(_ text: some StringProtocol) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
        && parts.allSatisfy { part in
            (1...3).contains(part.utf8.count) && part.utf8.allSatisfy { (48...57).contains($0) } && UInt8(part) != nil
        }
}
