package import Logging
package import Telephony

/// Places voice calls. One order, one INVITE: nothing here ever dials again.
package struct CallPlacer: Sendable {
    /// Where an INVITE goes.
    struct Place: Sendable {
        let host: String
        let port: UInt16
        let number: String
        var credentials: SIPCredentials?
    }

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
        let remote: MediaRemote
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
    private let logger: Logger

    package init(endpoint: SIPEndpoint, media: MediaEngine, logger: Logger) {
        self.endpoint = endpoint
        self.media = media
        self.logger = logger
    }

    /// Rings somebody and waits for what becomes of it.
    ///
    /// To be run in a task that nobody cancels: a cancelled one can wait for no event, and the call would go on without its
    /// record.
    ///
    /// - Parameter placed: gets the call while it rings.
    func ring(
        _ place: Place, callID: String, callerID: String, ringLimit: Duration,
        placed: (SIPCall) async -> Void = { _ in },
        progress: (Progress) async -> Void
    ) async -> Dialled {
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
                    host: place.host, port: place.port, number: place.number, callerID: callerID, callID: callID,
                    offer: offer, credentials: place.credentials, ringLimit: ringLimit))
        } catch {
            logger.error("call not placed", metadata: ["callID": "\(callID)", "error": "\(error)"])
            return .notPlaced("\(error)")
        }
        await placed(call)
        await progress(.inviteSent)
        for await event in call.events {
            switch event {
            case .reoffer: break
            case .progress(let status, let description):
                if description == nil || status == 180 { await progress(.ringing) }
                if description != nil { await progress(.earlyMedia) }
            case .answered(let answer):
                guard let remote = answer?.audioAgreed(offer: offer).flatMap({ MediaRemote($0) }) else {
                    // Q.850 65: bearer capability not implemented. The end follows as an event.
                    await call.hangUp(cause: 65)
                    continue
                }
                await progress(.answered)
                return .answered(
                    AnsweredCall(signalling: call, port: port, remote: remote, local: local, origin: origin))
            case .ended(let end):
                port.close()
                return .ended(end)
            }
        }
        preconditionFailure("a call's events ended without its end: was its task cancelled?")
    }
}

extension CallPlacer.AnsweredCall {
    /// Starts the voice.
    func voice(on media: MediaEngine, limits: CallLimits) -> VoiceCall {
        VoiceCall(
            signalling: signalling, leg: limits.voiceLeg(on: media, port: port, remote: remote), local: local,
            origin: origin)
    }

    /// Ends the call before any media: nil only where it can't be told how.
    func giveUp(cause: Int) async -> CallEnd? {
        port.close()
        await signalling.hangUp(cause: cause)
        for await event in signalling.events {
            if case .ended(let end) = event { return end }
        }
        return nil
    }
}
