extension SessionDescription {
    /// Limits for a description from the network; real ones stay far below.
    private enum Limit {
        static let bytes = 8 * 1024
        static let lines = 256
        static let media = 16
        static let formats = 32
    }

    /// Reads a description that came from the network.
    ///
    /// Unknown lines are skipped (RFC 8866 §5); broken ones that matter to us are refused.
    /// - Throws: `TelephonyError` with code `badDescription` and the number of the line at fault.
    package init(parsing text: String) throws(TelephonyError) {
        guard text.utf8.count <= Limit.bytes else { throw .badDescription(line: 0, "it is longer than 8 KiB") }
        let lines = text.split(omittingEmptySubsequences: true) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        guard lines.count <= Limit.lines else { throw .badDescription(line: 0, "it has more than 256 lines") }
        guard lines.first == "v=0" else { throw .badDescription(line: 1, "it does not begin with v=0") }

        var reader = DescriptionReader()
        for (index, line) in lines.enumerated().dropFirst() {
            let number = index + 1
            guard line.utf8.dropFirst().first == UInt8(ascii: "=") else {
                throw .badDescription(line: number, "it is not of the form letter=value")
            }
            let value = line.dropFirst(2)
            switch line.first {
            case "o": reader.origin = try Self.origin(value, number)
            case "c": reader.setConnection(try Self.connection(value, number))
            case "a": reader.add(Self.attribute(value))
            case "m":
                guard reader.media.count < Limit.media else {
                    throw .badDescription(line: number, "there are more than 16 media lines")
                }
                reader.media.append(try Self.media(value, number))
            default: break
            }
        }
        guard let origin = reader.origin else { throw .badDescription(line: 0, "the o= line is missing") }
        self.init(
            origin: origin,
            connectionHost: reader.connectionHost,
            attributes: reader.attributes,
            media: reader.media
        )
    }

    private static func origin(_ value: Substring, _ number: Int) throws(TelephonyError) -> SessionOrigin {
        let parts = value.split(separator: " ")
        guard parts.count == 6 else { throw .badDescription(line: number, "o= does not have six fields") }
        // Some senders use numbers beyond 64 bits; only "changed or not" is ever asked of them.
        return SessionOrigin(id: UInt64(parts[1]) ?? 0, version: UInt64(parts[2]) ?? 0, host: String(parts[5]))
    }

    private static func connection(_ value: Substring, _ number: Int) throws(TelephonyError) -> String {
        let parts = value.split(separator: " ")
        guard parts.count == 3, parts[0] == "IN" else {
            throw .badDescription(line: number, "c= is not IN <type> <address>")
        }
        return String(parts[2])
    }

    private static func attribute(_ value: Substring) -> SessionAttribute {
        let parts = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return SessionAttribute(
            String(parts[0]),
            parts.count == 2 ? parts[1].trimmingSpaces() : nil
        )
    }

    private static func media(_ value: Substring, _ number: Int) throws(TelephonyError) -> MediaDescription {
        let parts = value.split(separator: " ")
        guard parts.count >= 4, parts.count <= 3 + Limit.formats else {
            throw .badDescription(line: number, "m= has too few or too many fields")
        }
        // "port/number of ports" is for layered streams, which nobody offers us; the first port is the one meant.
        guard let port = UInt16(parts[1].prefix { $0 != "/" }) else {
            throw .badDescription(line: number, "the port is not a number from 0 to 65535")
        }
        return MediaDescription(
            kind: .init(String(parts[0])),
            port: port,
            transport: String(parts[2]),
            formats: parts[3...].map(String.init)
        )
    }
}

/// What has been read so far: a line belongs to the last `m=` line, or to the session before the first.
private struct DescriptionReader {
    var origin: SessionOrigin?
    var connectionHost: String?
    var attributes: [SessionAttribute] = []
    var media: [MediaDescription] = []

    mutating func setConnection(_ host: String) {
        if media.isEmpty { connectionHost = host } else { media[media.count - 1].connectionHost = host }
    }

    mutating func add(_ attribute: SessionAttribute) {
        if media.isEmpty { attributes.append(attribute) } else { media[media.count - 1].attributes.append(attribute) }
    }
}

extension Substring {
    fileprivate func trimmingSpaces() -> String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
