extension SessionDescription {
    /// The type of the message body that carries a description.
    package static let contentType = "application/sdp"

    /// The description as it goes on the wire, lines ended by CR LF (RFC 8866 §5).
    package var text: String {
        var lines = [
            "v=0",
            "o=- \(origin.id) \(origin.version) IN IP4 \(origin.host)",
            "s=-",
        ]
        if let connectionHost { lines.append("c=IN IP4 \(connectionHost)") }
        lines.append("t=0 0")
        lines += attributes.map(\.line)
        for line in media {
            let formats = line.formats.joined(separator: " ")
            lines.append("m=\(line.kind.text) \(line.port) \(line.transport) \(formats)")
            if let host = line.connectionHost { lines.append("c=IN IP4 \(host)") }
            lines += line.attributes.map(\.line)
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }
}

extension SessionAttribute {
    fileprivate var line: String {
        if let value { "a=\(name):\(value)" } else { "a=\(name)" }
    }
}
