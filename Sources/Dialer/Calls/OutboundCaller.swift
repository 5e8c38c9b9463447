package import Logging
package import Telephony

/// Rings numbers over a trunk. One attempt, one INVITE: nothing here ever dials again.
package struct OutboundCaller: Sendable {
    /// What ringing came to.
    enum Dialled: Sendable {
        case answered(AnsweredCall)
        case ended(CallEnd)
        /// The INVITE could not leave: no port, no such address. Nobody was rung.
        case notPlaced(String)
    }

    /// A call that was just answered; whoever has it must start its media and end it.
    struct AnsweredCall: Sendable {
        let signalling: SIPCall
        let port: MediaPort
        let audio: NegotiatedAudio
        let local: LocalAudio
        let origin: SessionOrigin
    }

    /// What happens on the way to the answer.
    enum Progress: Sendable {
        case inviteSent
        case ringing
        case earlyMedia
        case answered
    }

    let endpoint: SIPEndpoint
    let media: MediaEngine
    let line: TrunkLine
    private let logger: Logger

    package init(endpoint: SIPEndpoint, media: MediaEngine, line: TrunkLine, logger: Logger) {
        self.endpoint = endpoint
        self.media = media
        self.line = line
        self.logger = logger
    }

    /// Rings `number` and waits for what becomes of it.
    ///
    /// The caller holds a channel of the trunk and has the attempt on disk.
    /// If the surrounding task is cancelled, the call is given up.
    func ring(
        _ number: String, callID: String, callerID: String, ringLimit: Duration,
        progress: (Progress) async -> Void
    ) async -> Dialled {
        let trunk = line.trunk
        let origin = SessionOrigin.new(host: endpoint.localHost)
        let port: MediaPort
        let call: SIPCall
        let local: LocalAudio
        let offer: SessionDescription
        do {
            port = try media.openPort()
            local = LocalAudio(host: endpoint.localHost, port: port.localPort)
            offer = SessionDescription.audioOffer(local, origin: origin)
            call = try await endpoint.placeCall(
                Invitation(
                    host: trunk.host, port: trunk.port, number: number, callerID: callerID, callID: callID,
                    offer: offer, credentials: trunk.credentials, ringLimit: ringLimit))
        } catch {
            logger.error("call not placed", metadata: ["callID": "\(callID)", "error": "\(error)"])
            return .notPlaced("\(error)")
        }
        await progress(.inviteSent)
        return await withTaskCancellationHandler {
            for await event in call.events {
                switch event {
                case .reoffer: break
                case .progress(let status, let description):
                    if description == nil || status == 180 { await progress(.ringing) }
                    if description != nil { await progress(.earlyMedia) }
                case .answered(let answer):
                    guard let answer, let audio = answer.audioAgreed(offer: offer) else {
                        // Q.850 65: bearer capability not implemented. The end follows as an event.
                        await call.hangUp(cause: 65)
                        continue
                    }
                    await progress(.answered)
                    return .answered(
                        AnsweredCall(signalling: call, port: port, audio: audio, local: local, origin: origin))
                case .ended(let end):
                    port.close()
                    return .ended(end)
                }
            }
            port.close()
            return .notPlaced("the signalling ended without a result")
        } onCancel: {
            Task { await call.hangUp() }
        }
    }
}

extension OutboundCaller.AnsweredCall {
    /// Starts the voice; nil where the far end named an address that is none.
    func voice(on media: MediaEngine) -> VoiceCall? {
        guard let remote = MediaRemote(audio) else { return nil }
        let leg = VoiceLeg(engine: media, port: port, parameters: MediaParameters(remote: remote))
        return VoiceCall(signalling: signalling, leg: leg, local: local, origin: origin)
    }
}
