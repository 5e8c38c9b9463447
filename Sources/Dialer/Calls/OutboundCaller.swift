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
    /// The caller holds a channel of the trunk, has the attempt on disk, and runs in a task that nobody cancels: a
    /// cancelled one can wait for no event, and the call would go on without its record.
    ///
    /// - Parameter placed: gets the call while it rings.
    func ring(
        _ number: String, callID: String, callerID: String, ringLimit: Duration,
        placed: (SIPCall) async -> Void = { _ in },
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
        await placed(call)
        await progress(.inviteSent)
        for await event in call.events {
            switch event {
            case .reoffer: break
            case .progress(let status, let description):
                await line.heard()
                if description == nil || status == 180 { await progress(.ringing) }
                if description != nil { await progress(.earlyMedia) }
            case .answered(let answer):
                await line.heard()
                guard let remote = answer?.audioAgreed(offer: offer).flatMap({ MediaRemote($0) }) else {
                    // Q.850 65: bearer capability not implemented. The end follows as an event.
                    await call.hangUp(cause: 65)
                    continue
                }
                await progress(.answered)
                return .answered(
                    AnsweredCall(signalling: call, port: port, remote: remote, local: local, origin: origin))
            case .ended(let end):
                if end.party == .network { await line.heardNothing() } else { await line.heard() }
                port.close()
                return .ended(end)
            }
        }
        preconditionFailure("a call's events ended without its end: was its task cancelled?")
    }
}

extension OutboundCaller.AnsweredCall {
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
