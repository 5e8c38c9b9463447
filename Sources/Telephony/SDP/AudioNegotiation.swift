/// Where and how we can take audio: the material of an offer or an answer.
package struct LocalAudio: Sendable, Equatable {
    package var host: String
    package var port: UInt16
    /// In order of preference.
    package var codecs: [AudioCodec]
    /// Our number for telephone events in an offer; an answer takes over the offerer's.
    package var telephoneEventPayloadType: UInt8
    package var direction: MediaDirection

    package init(
        host: String,
        port: UInt16,
        codecs: [AudioCodec] = [.pcma, .pcmu],
        telephoneEventPayloadType: UInt8 = 101,
        direction: MediaDirection = .sendReceive
    ) {
        self.host = host
        self.port = port
        self.codecs = codecs
        self.telephoneEventPayloadType = telephoneEventPayloadType
        self.direction = direction
    }

    fileprivate func line(codecs: [AudioCodec], telephoneEvent: UInt8?, direction: MediaDirection) -> MediaDescription {
        var attributes = codecs.map { SessionAttribute("rtpmap", "\($0.rawValue) \($0.encodingName)/8000") }
        if let telephoneEvent {
            attributes.append(SessionAttribute("rtpmap", "\(telephoneEvent) telephone-event/8000"))
            attributes.append(SessionAttribute("fmtp", "\(telephoneEvent) 0-15"))
        }
        attributes.append(SessionAttribute("ptime", "20"))
        attributes.append(SessionAttribute(direction.rawValue))
        return MediaDescription(
            kind: .audio,
            port: port,
            transport: "RTP/AVP",
            formats: codecs.map { String($0.rawValue) } + (telephoneEvent.map { [String($0)] } ?? []),
            attributes: attributes
        )
    }
}

/// The audio on which both sides agreed: all that the media room needs to know.
package struct NegotiatedAudio: Sendable, Equatable {
    package var codec: AudioCodec
    /// The payload type for telephone events both ways; nil where the peer has none.
    package var telephoneEventPayloadType: UInt8?
    package var remoteHost: String
    package var remotePort: UInt16
    /// Seen from our side: `receiveOnly` or `inactive` while the peer holds the call.
    package var direction: MediaDirection
}

extension SessionDescription {
    /// An offer of one audio line.
    package static func audioOffer(_ local: LocalAudio, origin: SessionOrigin) -> SessionDescription {
        SessionDescription(
            origin: origin,
            connectionHost: local.host,
            media: [
                local.line(
                    codecs: local.codecs,
                    telephoneEvent: local.telephoneEventPayloadType,
                    direction: local.direction
                )
            ]
        )
    }

    /// Answers this offer with its first audio line that we can speak; every other line is refused.
    ///
    /// - Returns: nil when nothing in it is ours to speak: the offer is to be refused with 488.
    package func answeredWithAudio(
        _ local: LocalAudio,
        origin: SessionOrigin
    ) -> (answer: SessionDescription, audio: NegotiatedAudio)? {
        for (index, line) in media.enumerated() where line.isAudio {
            // The offerer's order is kept, and one codec only is answered, so that nobody changes codec mid-stream (RFC 3264 §6.1).
            guard let host = host(for: line), let codec = line.codecs.first(where: local.codecs.contains) else {
                continue
            }
            let event = line.telephoneEventPayloadType
            let direction = direction(of: line).reversed.narrowed(to: local.direction)
            var lines = media.map(\.refused)
            lines[index] = local.line(codecs: [codec], telephoneEvent: event, direction: direction)
            let answer = SessionDescription(origin: origin, connectionHost: local.host, media: lines)
            return (answer, NegotiatedAudio(line, codec: codec, host: host, direction: direction))
        }
        return nil
    }

    /// What this answer to our `offer` settles; nil when it refused our audio.
    package func audioAgreed(offer: SessionDescription) -> NegotiatedAudio? {
        for (ours, line) in zip(offer.media, media) where ours.isAudio && line.isAudio {
            guard let host = host(for: line), let codec = line.codecs.first(where: ours.codecs.contains) else {
                continue
            }
            let direction = direction(of: line).reversed.narrowed(to: offer.direction(of: ours))
            return NegotiatedAudio(line, codec: codec, host: host, direction: direction)
        }
        return nil
    }
}

extension NegotiatedAudio {
    fileprivate init(_ line: MediaDescription, codec: AudioCodec, host: String, direction: MediaDirection) {
        self.init(
            codec: codec,
            telephoneEventPayloadType: line.telephoneEventPayloadType,
            remoteHost: host,
            remotePort: line.port,
            direction: direction
        )
    }
}

extension MediaDirection {
    /// What is left when only `limit` is wanted.
    fileprivate func narrowed(to limit: MediaDirection) -> MediaDirection {
        switch (sends && limit.sends, receives && limit.receives) {
        case (true, true): .sendReceive
        case (true, false): .sendOnly
        case (false, true): .receiveOnly
        case (false, false): .inactive
        }
    }
}

extension AudioCodec {
    fileprivate var encodingName: String {
        switch self {
        case .pcma: "PCMA"
        case .pcmu: "PCMU"
        }
    }
}
