import FaxEngine
import Telephony

/// Re-INVITEs by either side, and what the fax terminal says.
extension ExchangeCall {
    func reoffered(_ offer: SessionDescription?) async {
        peersOffer = offer
        let wish: Subscriber.Reoffer =
            if offer?.offersFax == true {
                .t38
            } else if line?.t38 == nil, offer?.offersAudio != false {
                .audio
            } else {
                // Nobody goes back to audio once the fax is over; hanging up comes next.
                .unusable
            }
        log(.offered(by: .dialer, media: ExchangeEvent.Media(rawValue: wish.rawValue) ?? .unusable))
        await act(on: .reoffered(wish))
    }

    func accept(_ media: Subscriber.Reoffer) async {
        guard let line else { return await refuseReoffer() }
        switch media {
        case .audio: await acceptAudio(line)
        case .t38: await acceptT38(line)
        case .unusable: await refuseReoffer()
        }
    }

    private func acceptAudio(_ line: CallLine) async {
        let local = LocalAudio(host: surroundings.host, port: line.leg.localPort)
        guard let peersOffer else { return offerAnew(line) }
        guard let (description, audio) = peersOffer.answeredWithAudio(local, origin: line.nextOrigin),
            let address = MediaAddress(host: audio.remoteHost, port: audio.remotePort)
        else { return await refuseReoffer() }
        line.leg.updateRemote(MediaRemote(audio, at: address))
        self.line?.description = description
        log(.offerAnswered(status: 200, media: .audio))
        await call.acceptReoffer(with: description)
    }

    /// Without an offer in the re-INVITE the 200 makes one, the session as it is, and the ACK answers it (RFC 3261 §14.2).
    private func offerAnew(_ line: CallLine) {
        log(.offerAnswered(status: 200, media: .audio))
        Task { [call] in
            let answer = await call.acceptReoffer(offering: line.description)
            guard let audio = answer?.audioAgreed(offer: line.description),
                let address = MediaAddress(host: audio.remoteHost, port: audio.remotePort)
            else { return }
            line.leg.updateRemote(MediaRemote(audio, at: address))
        }
    }

    private func acceptT38(_ line: CallLine) async {
        let answer = peersOffer?.answeredWithFax(
            host: surroundings.host,
            port: line.leg.localPort,
            origin: line.nextOrigin
        )
        guard let (description, agreed) = answer else { return await refuseReoffer() }
        self.line?.description = description
        log(.offerAnswered(status: 200, media: .t38))
        await call.acceptReoffer(with: description)
        // Only now: packets that overtake the 200 find the caller still in audio.
        self.line?.becomeT38(agreed)
    }

    func refuseReoffer() async {
        log(.offerAnswered(status: 488, media: line?.t38 == nil ? .audio : .t38))
        await call.refuseReoffer(status: 488)
    }

    /// Asks for T.38; the answer comes in as an input, so that the call goes on meanwhile.
    func offerT38() {
        guard let line, line.t38 == nil else { return }
        let offer = SessionDescription.faxOffer(
            host: surroundings.host,
            port: line.leg.localPort,
            origin: line.nextOrigin
        )
        log(.offered(by: .exchange, media: .t38))
        Task { [call, input] in
            input.yield(.t38Answered(await call.reoffer(offer), offer: offer))
        }
    }

    func t38Answered(_ result: ReofferResult, offer: SessionDescription) async {
        switch result {
        case .accepted(let answer):
            let agreed = answer.faxAgreed(offer: offer)
            // Some answer with audio instead of 488 (fax gateways); the call then stays what it was.
            log(.offerAnswered(status: 200, media: agreed == nil ? .audio : .t38))
            guard let agreed else { return }
            line?.description = offer
            line?.becomeT38(agreed)
        case .refused(let status):
            log(.offerAnswered(status: status, media: line?.t38 == nil ? .audio : .t38))
        case .ended:
            break
        }
    }

    func faxed(_ event: FaxEvent) async {
        switch event {
        case .negotiated(let parameters):
            log(
                .faxTrained(
                    bitRate: parameters.bitRate,
                    errorCorrection: parameters.errorCorrection,
                    farIdentity: parameters.farEnd.identity
                )
            )
            await act(on: .faxTrained)
        case .pageReceived(let index, let statistics):
            log(.pageConfirmed(index: index, rows: statistics.rows))
            await act(on: .pageConfirmed)
        case .finished(let result):
            paperTray?.isFinished = true
            log(.faxFinished(cause: result.cause.rawValue, text: result.text, pages: result.pagesReceived))
            await act(on: .faxFinished)
        case .heardFaxTone, .pageConfirmed, .pageRepeated, .pageRefused:
            break
        }
    }
}
