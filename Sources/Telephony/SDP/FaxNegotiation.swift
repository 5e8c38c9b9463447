/// The T.38 stream on which both sides agreed: all that the media room and the fax terminal need to know.
package struct NegotiatedFax: Sendable, Equatable {
    package var remoteHost: String
    package var remotePort: UInt16
    package var version: Int
    /// In bit/s, the lower of both sides.
    package var maxBitRate: Int
    /// The longest UDPTL datagram in bytes that the peer takes.
    package var maxDatagram: Int
    /// How many earlier packets each datagram repeats; 0 where the peer wants or has room for none.
    package var redundancy: Int
    package var fillBitRemoval: Bool
}

extension SessionDescription {
    /// An offer of one T.38 line, which takes the place of the audio line in a re-INVITE.
    package static func faxOffer(
        host: String,
        port: UInt16,
        parameters: FaxParameters = FaxParameters(),
        origin: SessionOrigin
    ) -> SessionDescription {
        SessionDescription(
            origin: origin,
            connectionHost: host,
            media: [.fax(port: port, parameters: parameters)]
        )
    }

    /// Whether a live T.38 line is offered.
    package var offersFax: Bool { media.contains(where: \.isFax) }

    /// Whether a live audio line is offered.
    package var offersAudio: Bool { media.contains(where: \.isAudio) }

    /// Answers the offer's T.38 line and refuses every other; nil when there is none.
    package func answeredWithFax(
        host: String,
        port: UInt16,
        origin: SessionOrigin
    ) -> (answer: SessionDescription, fax: NegotiatedFax)? {
        for (index, line) in media.enumerated() where line.isFax {
            guard let remoteHost = self.host(for: line) else { continue }
            let offered = FaxParameters(line.attributes)
            var answered = FaxParameters()
            // Higher versions change the grammar beyond what the terminal speaks; the answerer may lower it (T.38 §D.2.3.5).
            answered.version = min(offered.version, 3)
            answered.maxBitRate = min(offered.maxBitRate, answered.maxBitRate)
            // We send no parity packets: redundancy is understood by all who name FEC. Who wants neither gets neither.
            answered.errorCorrection = offered.errorCorrection == .none ? .none : .redundancy
            // A flag that was not offered is never answered: Cisco gateways drop the call. None of them is ours to say yes to.
            var lines = media.map(\.refused)
            lines[index] = .fax(port: port, parameters: answered)
            let answer = SessionDescription(origin: origin, connectionHost: host, media: lines)
            return (answer, NegotiatedFax(line, ours: answered, host: remoteHost))
        }
        return nil
    }

    /// What this answer to our `offer` settles; nil when it refused our T.38 line.
    package func faxAgreed(offer: SessionDescription) -> NegotiatedFax? {
        for (ours, line) in zip(offer.media, media) where ours.isFax && line.isFax {
            guard let host = host(for: line) else { continue }
            return NegotiatedFax(line, ours: FaxParameters(ours.attributes), host: host)
        }
        return nil
    }
}

extension NegotiatedFax {
    /// Assumed where the peer names no limit, as Asterisk does.
    private static let usualMaxDatagram = 400

    fileprivate init(_ line: MediaDescription, ours: FaxParameters, host: String) {
        let theirs = FaxParameters(line.attributes)
        let maxDatagram = theirs.maxDatagram ?? Self.usualMaxDatagram
        let corrects = theirs.errorCorrection != .none && ours.errorCorrection != .none
        self.init(
            remoteHost: host,
            remotePort: line.port,
            version: min(theirs.version, ours.version),
            maxBitRate: min(theirs.maxBitRate, ours.maxBitRate),
            maxDatagram: maxDatagram,
            redundancy: corrects ? Self.redundancy(fitting: maxDatagram) : 0,
            fillBitRemoval: theirs.fillBitRemoval && ours.fillBitRemoval
        )
    }

    /// As many repeats as fit, at most three: 5 bytes of UDPTL head, 59 of the longest packet at 14,400 bit/s, 60 for each repeat.
    static func redundancy(fitting maxDatagram: Int) -> Int {
        max(0, min(3, (maxDatagram - 5 - 59) / 60))
    }
}

extension MediaDescription {
    fileprivate static func fax(port: UInt16, parameters: FaxParameters) -> MediaDescription {
        MediaDescription(
            kind: .image,
            port: port,
            transport: "udptl",
            formats: ["t38"],
            attributes: parameters.attributes
        )
    }
}
