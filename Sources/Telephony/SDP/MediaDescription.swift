/// One `m=` line with its attributes.
package struct MediaDescription: Sendable, Equatable {
    /// What flows: only audio and image (fax) are spoken here, anything else is kept so that it can be refused.
    package enum Kind: Sendable, Equatable {
        case audio
        case image
        case other(String)

        init(_ text: String) {
            switch text {
            case "audio": self = .audio
            case "image": self = .image
            default: self = .other(text)
            }
        }

        var text: String {
            switch self {
            case .audio: "audio"
            case .image: "image"
            case .other(let text): text
            }
        }
    }

    package var kind: Kind
    /// The UDP port; 0 refuses or ends the stream (RFC 3264 §6).
    package var port: UInt16
    /// The transport, such as `RTP/AVP` or `udptl`.
    package var transport: String
    package var formats: [String]
    package var connectionHost: String?
    package var attributes: [SessionAttribute]

    package init(
        kind: Kind,
        port: UInt16,
        transport: String,
        formats: [String],
        connectionHost: String? = nil,
        attributes: [SessionAttribute] = []
    ) {
        self.kind = kind
        self.port = port
        self.transport = transport
        self.formats = formats
        self.connectionHost = connectionHost
        self.attributes = attributes
    }

    /// The answer that refuses this line: same kind, transport and formats, port 0 (RFC 3264 §6).
    var refused: MediaDescription {
        MediaDescription(kind: kind, port: 0, transport: transport, formats: formats)
    }

    /// Whether this is a live audio line over plain RTP.
    var isAudio: Bool {
        kind == .audio && port != 0 && transport.uppercased() == "RTP/AVP"
    }

    /// Whether this is a live T.38 line over UDPTL (T.38 Annex D).
    var isFax: Bool {
        kind == .image && port != 0 && transport.lowercased() == "udptl"
            && formats.contains { $0.lowercased() == "t38" }
    }

    /// The payload type that carries telephone events (RFC 4733) at 8,000 Hz.
    var telephoneEventPayloadType: UInt8? {
        for attribute in attributes where attribute.name == "rtpmap" {
            let parts = (attribute.value ?? "").split(separator: " ", maxSplits: 1)
            guard parts.count == 2, formats.contains(String(parts[0])), let payloadType = UInt8(parts[0]) else {
                continue
            }
            if parts[1].lowercased().hasPrefix("telephone-event/8000"), (96...127).contains(payloadType) {
                return payloadType
            }
        }
        return nil
    }

    /// The G.711 codecs among the formats, in the order of the line; their payload types are static (RFC 3551 §6).
    var codecs: [AudioCodec] {
        formats.compactMap { UInt8($0).flatMap(AudioCodec.init(rawValue:)) }
    }
}
