import Telephony

/// A telephone call with its voice: signalling and media of one leg, owned together by whoever holds it.
struct VoiceCall: Sendable {
    let signalling: SIPCall
    let leg: VoiceLeg
    let local: LocalAudio
    let origin: SessionOrigin

    /// Takes the peer's new offer: another address, hold and retrieve. T.38 and what we can't speak is refused.
    ///
    /// - Returns: the origin of what we said, for the next change.
    func settle(_ offer: SessionDescription?, after origin: SessionOrigin) async -> SessionOrigin {
        let next = origin.next()
        guard let offer else { return await offerAnew(origin: next) }
        guard let (answer, audio) = offer.answeredWithAudio(local, origin: next) else {
            await signalling.refuseReoffer(status: 488)
            return origin
        }
        if let remote = MediaRemote(audio) { leg.updateRemote(remote) }
        await signalling.acceptReoffer(with: answer)
        return next
    }

    /// The peer asks what we would like: our voice as it is, to wherever the answer says.
    private func offerAnew(origin: SessionOrigin) async -> SessionOrigin {
        let offer = SessionDescription.audioOffer(local, origin: origin)
        if let audio = await signalling.acceptReoffer(offering: offer)?.audioAgreed(offer: offer),
            let remote = MediaRemote(audio)
        {
            leg.updateRemote(remote)
        }
        return origin
    }
}

extension MediaRemote {
    /// Nil where the far end named no IPv4 address.
    init?(_ audio: NegotiatedAudio) {
        guard let address = MediaAddress(host: audio.remoteHost, port: audio.remotePort) else { return nil }
        self.init(
            address: address, codec: audio.codec, telephoneEvent: audio.telephoneEventPayloadType,
            sends: audio.direction.sends, receives: audio.direction.receives)
    }
}

extension SessionOrigin {
    /// The first description of a new session from `host`.
    static func new(host: String) -> SessionOrigin {
        // RFC 8866 §5.2: a number nobody else uses; a signed 63-bit one, because some peers read it as such.
        SessionOrigin(id: UInt64.random(in: 1...UInt64(Int64.max)), host: host)
    }
}
