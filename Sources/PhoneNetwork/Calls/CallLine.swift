import Telephony

/// The media of one call: the leg, who speaks on it, and what was said about it in SDP.
struct CallLine {
    /// Who is at the subscriber's end.
    enum Party {
        case voice(VoiceLine)
        case fax(FaxLine)
    }

    let leg: FrameLeg
    let party: Party
    /// What we said last about our side.
    var description: SessionDescription
    /// What was agreed about T.38, once it was.
    var t38: NegotiatedFax?

    /// Starts the leg on a port, as offer and answer settled it.
    init?(
        _ party: Party,
        audio: NegotiatedAudio,
        description: SessionDescription,
        port: MediaPort,
        surroundings: CallSurroundings
    ) {
        guard let address = MediaAddress(host: audio.remoteHost, port: audio.remotePort) else { return nil }
        var parameters = MediaParameters(remote: MediaRemote(audio, at: address))
        parameters.silenceLimitMilliseconds = Int(surroundings.longestSilence / .milliseconds(1))
        self.party = party
        self.description = description
        leg =
            switch party {
            case .voice(let line):
                FrameLeg(engine: surroundings.engine, port: port, parameters: parameters, exchange: line.exchange())
            case .fax(let line):
                FrameLeg(
                    engine: surroundings.engine,
                    port: port,
                    parameters: parameters,
                    concealment: .keepRepeating,
                    exchange: line.exchange()
                )
            }
    }

    var voice: VoiceLine? {
        guard case .voice(let line) = party else { return nil }
        return line
    }

    var fax: FaxLine? {
        guard case .fax(let line) = party else { return nil }
        return line
    }

    /// Our next description of the session has this origin.
    var nextOrigin: SessionOrigin { description.origin.next() }
}

extension MediaRemote {
    init(_ audio: NegotiatedAudio, at address: MediaAddress) {
        self.init(
            address: address,
            codec: audio.codec,
            telephoneEvent: audio.telephoneEventPayloadType,
            sends: audio.direction.sends,
            receives: audio.direction.receives
        )
    }
}
