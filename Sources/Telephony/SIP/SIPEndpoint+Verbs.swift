/// What `SIPCall` asks for, and the performing of what the machines decide.
extension SIPEndpoint {
    func ring(_ id: UInt, status: Int, _ sdp: SessionDescription?) {
        guard let leg = legs[id], leg.machine.isOffered, (180...189).contains(status) else { return }
        var tags = SofiaTags()
        tags.body(sdp)
        leg.handle.respond(status, nil, tags)
    }

    func answer(_ id: UInt, _ sdp: SessionDescription) {
        guard let leg = legs[id], leg.machine.isOffered else { return }
        var tags = SofiaTags()
        tags.body(sdp)
        leg.handle.respond(200, nil, tags)
        handle(.accept, id)
    }

    func reject(_ id: UInt, status: Int, reason: SIPReason?, headers: [SIPHeader]) {
        guard legs[id] != nil, (300...699).contains(status) else { return }
        legs[id]?.refusal = headers + (reason.map { [SIPHeader("Reason", $0.description)] } ?? [])
        handle(.refuse(status: status), id)
    }

    func hangUp(_ id: UInt, cause: Int) {
        handle(.hangUp(cause: (1...127).contains(cause) ? cause : 16), id)
    }

    func cancelUnlessAnswered(_ id: UInt) -> Bool {
        guard legs[id]?.machine.isInviting ?? false else { return false }
        handle(.hangUp(cause: 16), id)
        return true
    }

    func reoffer(_ id: UInt, _ sdp: SessionDescription) async -> ReofferResult {
        guard let leg = legs[id], leg.machine.isUp else { return .ended }
        guard leg.pendingReoffer == nil else { return .refused(status: 491) }
        return await withCheckedContinuation { waiter in
            legs[id]?.pendingReoffer = PendingReoffer(offer: sdp, waiter: waiter)
            perform(legs[id]?.reoffers.start(chance: .random(in: 0...1)), id)
        }
    }

    func answerReoffer(_ id: UInt, status: Int, _ sdp: SessionDescription?) {
        guard let leg = legs[id], leg.reoffers.hasPeerOffer, status >= 200 else { return }
        legs[id]?.reoffers.peerAnswered()
        var tags = SofiaTags()
        tags.body(sdp)
        leg.handle.respond(status, nil, tags)
    }

    func answerOfferlessReoffer(_ id: UInt, _ sdp: SessionDescription) async -> SessionDescription? {
        guard let leg = legs[id], leg.reoffers.hasPeerOffer, leg.acknowledgementWaiter == nil else { return nil }
        return await withCheckedContinuation { waiter in
            legs[id]?.acknowledgementWaiter = waiter
            answerReoffer(id, status: 200, sdp)
        }
    }

    /// The peer acknowledged our 2xx to its INVITE or re-INVITE.
    func acknowledged(_ message: SofiaMessage, _ id: UInt) {
        legs[id]?.acknowledgementWaiter.take()?.resume(returning: message.description)
        handle(.acknowledged(message), id)
    }

    func handle(_ event: CallMachine.Event, _ id: UInt) {
        guard let actions = legs[id]?.machine.handle(event, at: now()) else { return }
        for action in actions { perform(action, id) }
    }

    private func perform(_ action: CallMachine.Action, _ id: UInt) {
        guard let leg = legs[id] else { return }
        var tags = SofiaTags()
        switch action {
        case .emit(let event): leg.events.yield(event)
        case .startRingLimit: startRingLimit(id)
        case .authenticate(let challenge): authenticate(leg, challenge)
        case .sendCancel(let cause):
            tags.reason(cause)
            leg.handle.cancel(tags)
        case .sendBye(let cause):
            tags.reason(cause)
            leg.handle.bye(tags)
        case .sendRefusal(let status):
            tags.headers(leg.refusal)
            leg.handle.respond(status, nil, tags)
        case .finish(let end): finish(id, end)
        }
    }

    func perform(_ action: ReofferMachine.Action?, _ id: UInt) {
        guard let action, let leg = legs[id], let pending = leg.pendingReoffer else { return }
        switch action {
        case .send:
            var tags = SofiaTags()
            // With its tag in To, the INVITE can ring nobody where the dialog is gone: Sofia sends it then as a first one.
            if let peer = leg.peer { tags.to(peer) }
            tags.body(pending.offer)
            leg.handle.invite(tags)
        case .wait(let duration):
            Task {
                try? await Task.sleep(for: duration)
                guard self.legs[id]?.machine.isUp == true else { return }
                self.perform(self.legs[id]?.reoffers.waited(chance: .random(in: 0...1)), id)
            }
        case .authenticate(let challenge): authenticate(leg, challenge)
        case .finish(let result):
            legs[id]?.pendingReoffer = nil
            pending.waiter.resume(returning: result)
        }
    }

    private func authenticate(_ leg: SIPLeg, _ challenge: DigestChallenge) {
        guard let credentials = leg.credentials else { return }
        var tags = SofiaTags()
        // Sofia's form: scheme:"realm":user:password. The realm must be the challenge's own.
        tags.authorization("Digest:\"\(challenge.realm)\":\(credentials.username):\(credentials.password)")
        leg.handle.authenticate(tags)
    }

    func startRingLimit(_ id: UInt) {
        guard let limit = legs[id]?.ringLimit else { return }
        legs[id]?.ringTimer?.cancel()
        legs[id]?.ringTimer = Task {
            guard (try? await Task.sleep(for: limit)) != nil, !Task.isCancelled else { return }
            self.handle(.ringLimit, id)
        }
    }

    private func finish(_ id: UInt, _ end: CallEnd) {
        guard let leg = legs.removeValue(forKey: id) else { return }
        leg.ringTimer?.cancel()
        leg.handle.close()
        leg.pendingReoffer?.waiter.resume(returning: .ended)
        leg.acknowledgementWaiter?.resume(returning: nil)
        leg.events.yield(.ended(end))
        leg.events.finish()
    }

    /// Ends a call whose peer does not answer, without waiting any longer.
    func abandon(_ id: UInt) {
        handle(.terminated, id)
    }
}
