import Telephony

/// Opening the call's audio, and what is said and heard on it.
extension ExchangeCall {
    func startEarlyMedia(_ sound: Sound) async {
        guard let description = openLine() else { return await reject(.notAcceptable) }
        log(sound == .ringback ? .ringing(status: 183) : .announced(status: 183))
        line?.voice?.play(surroundings.sounds[sound])
        await call.ring(status: 183, sdp: description)
    }

    func answer() async {
        // The answer must be that of the 183, if there was one (RFC 3261 §13.2.1).
        guard let description = line?.description ?? openLine() else { return await reject(.notAcceptable) }
        line?.voice?.stop()
        isUp = true
        log(.answered)
        await call.answer(with: description)
    }

    /// Answers the offer of an incoming call and starts its leg; nil where nothing in the offer can be taken.
    private func openLine() -> SessionDescription? {
        guard let offer = call.offer, let port = try? surroundings.engine.openPort() else { return nil }
        let local = LocalAudio(host: surroundings.host, port: port.localPort)
        let origin = SessionOrigin(id: UInt64(call.id), host: surroundings.host)
        guard let (description, audio) = offer.answeredWithAudio(local, origin: origin) else {
            port.close()
            return nil
        }
        return start(audio, description, on: port) ? description : nil
    }

    func dialledAnswered(_ answer: SessionDescription?) async {
        guard !isUp else { return }
        log(.dialledAnswered)
        guard let port = reservedPort, let offer = call.offer, let audio = answer?.audioAgreed(offer: offer),
            start(audio, offer, on: port)
        else { return await call.hangUp(cause: 88) }
        reservedPort = nil
        isUp = true
        await act(on: .answered)
    }

    private func start(_ audio: NegotiatedAudio, _ description: SessionDescription, on port: MediaPort) -> Bool {
        line = CallLine(party(), audio: audio, description: description, port: port, surroundings: surroundings)
        guard let line else {
            port.close()
            return false
        }
        pump(line.leg.events) { .media($0) }
        return true
    }

    private func party() -> CallLine.Party {
        if let paperTray {
            return .fax(
                FaxLine(receivePath: paperTray.path, identity: call.calledNumber) { [input] event in
                    input.yield(.fax(event))
                }
            )
        }
        return .voice(
            VoiceLine { [input] event in
                switch event {
                case .voice: input.yield(.subscriber(.voice))
                case .silence: input.yield(.subscriber(.silence))
                case .played: input.yield(.subscriber(.played))
                }
            }
        )
    }

    // MARK: Speaking and listening

    func play(_ sound: Sound) {
        // No line: the offer could not be taken, and the call is as good as over.
        guard let voice = line?.voice else { return }
        log(.played(sound.name))
        voice.play(surroundings.sounds[sound])
    }

    func press(_ keys: String) {
        guard let line else { return }
        do {
            try line.leg.send(digits: keys)
            log(.keysSent(keys))
        } catch {
            log(.keysNotSent(String(describing: error)))
        }
        // A key takes 200 ms on the line: 100 ms and its end thrice, then a rest.
        wake(after: .milliseconds(200 * keys.count + 40), .keysSent, instead: .keys)
    }

    func heard(_ event: MediaEvent) async {
        switch event {
        case .digit(let key):
            log(.keyReceived(String(key)))
        case .remoteSilent where isUp && line?.voice != nil:
            // A dialer that was killed says no BYE; a carrier notices by its media. A fax has time limits of its own (T.30 §5.4.2).
            log(.mediaLost)
            await call.hangUp(cause: 41)
        case .remoteSilent, .firstPacket, .playbackFinished, .playbackStopped, .ended:
            break
        }
    }

    func closeMedia() async {
        reservedPort?.close()
        guard let line else { return }
        let statistics = await line.leg.close()
        log(.heard(voicedMilliseconds: statistics.voicedMilliseconds, packets: statistics.packetsReceived))
        paperTray?.contents().forEach { log($0) }
    }
}
