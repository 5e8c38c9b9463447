/// Setting up and ending a call: what RFC 3261 asks of a user agent beyond its transactions, as a value without I/O.
///
/// `SIPEndpoint` feeds it what Sofia reports and does what it returns.
struct CallMachine {
    /// A response to an INVITE.
    struct Response {
        /// As Sofia reports it, which may be of its own making.
        var status: Int
        var phrase: String
        var message: SofiaMessage

        /// Whether it came over the wire.
        var isFromPeer: Bool { message.wireStatus == status }
    }

    enum Event {
        case response(Response)
        case ringLimit
        case hangUp(cause: Int)
        /// We send a final refusal to the incoming call.
        case refuse(status: Int)
        /// We send 2xx to the incoming call.
        case accept
        case acknowledged(SofiaMessage)
        case peerCancelled(SofiaMessage)
        case peerHungUp(SofiaMessage)
        case byeAnswered(Response)
        /// Sofia has no more of the dialog.
        case terminated
    }

    enum Action: Equatable {
        case emit(SIPCallEvent)
        case startRingLimit
        case authenticate(DigestChallenge)
        case sendCancel(cause: Int)
        case sendBye(cause: Int)
        case sendRefusal(status: Int)
        /// Emit the end, and forget the call.
        case finish(CallEnd)
    }

    private enum CancelledBy {
        case caller
        case ringLimit
    }

    private enum Phase {
        /// Our INVITE is out.
        case inviting
        /// Our CANCEL is out or waits for the first provisional response (RFC 3261 §9.1).
        case cancelling(CancelledBy)
        /// The peer's INVITE waits for our final response.
        case offered
        /// Our 2xx waits for its ACK; a hang-up has to wait too (RFC 3261 §15).
        case accepted(hangUp: Int?)
        case up
        /// The last request or response is out; the end is known.
        case closing(CallEnd)
        case over
    }

    private var phase: Phase
    private var authentication: AuthenticationTries
    private(set) var times: SignallingTimes
    private var seenRinging = false
    /// The first answer to our offer, in a 18x: a gateway that gave it there may leave it out of its 2xx (RFC 3261 §13.2.1).
    private var earlyAnswer: SessionDescription?

    init(calling hasCredentials: Bool, at time: Int64) {
        phase = .inviting
        authentication = AuthenticationTries(hasCredentials: hasCredentials)
        times = SignallingTimes(invite: time)
    }

    init(calledAt time: Int64) {
        phase = .offered
        authentication = AuthenticationTries(hasCredentials: false)
        times = SignallingTimes(invite: time)
    }

    var isUp: Bool { if case .up = phase { true } else { false } }
    var isOffered: Bool { if case .offered = phase { true } else { false } }
    var isInviting: Bool {
        switch phase {
        case .inviting, .cancelling: true
        default: false
        }
    }

    mutating func handle(_ event: Event, at time: Int64) -> [Action] {
        switch event {
        case .response(let response): return handle(response, at: time)
        case .ringLimit:
            guard case .inviting = phase else { return [] }
            phase = .cancelling(.ringLimit)
            return [.sendCancel(cause: 19)]
        case .hangUp(let cause): return hangUp(cause, at: time)
        case .refuse(let status):
            guard case .offered = phase else { return [] }
            let row = OutcomeTable.row(status: status)
            phase = .closing(end(.us, row.outcome, row.cause, status: status, at: time))
            return [.sendRefusal(status: status)]
        case .accept:
            guard case .offered = phase else { return [] }
            phase = .accepted(hangUp: nil)
            times.answered = time
            return []
        case .acknowledged(let message):
            guard case .accepted(let cause) = phase else { return [] }
            phase = .up
            return [.emit(.answered(message.description))] + (cause.map { hangUp($0, at: time) } ?? [])
        case .peerCancelled(let message):
            switch phase {
            case .offered: break
            // The CANCEL was there before our 2xx, which Sofia did not send.
            case .accepted: times.answered = nil
            default: return []
            }
            phase = .closing(end(.peer, .cancelled, message.reason?.q850Cause ?? 16, status: 487, message, at: time))
            return []
        case .peerHungUp(let message):
            switch phase {
            case .closing, .over: return []
            default:
                let outcome: DialOutcome = times.answered == nil ? .cancelled : .answered
                return finish(end(.peer, outcome, message.reason?.q850Cause ?? 16, message, at: time))
            }
        case .byeAnswered(let response):
            // Other answers end the dialog, and Sofia says so; after a challenge it waits for us.
            guard response.status == 401 || response.status == 407 else { return [] }
            return authentication.next(for: response.message.challenge, status: response.status)
                .map { [.authenticate($0)] } ?? terminated(at: time)
        case .terminated: return terminated(at: time)
        }
    }

    private mutating func handle(_ response: Response, at time: Int64) -> [Action] {
        switch response.status {
        case ..<200: return provisional(response, at: time)
        case ..<300: return accepted(response, at: time)
        default: return refused(response, at: time)
        }
    }

    private mutating func provisional(_ response: Response, at time: Int64) -> [Action] {
        // Sofia reports 1xx of its own ("Request Authorized by Cache"); only the wire counts.
        guard response.isFromPeer, isInviting else { return [] }
        var actions: [Action] = []
        if (180...189).contains(response.status) {
            if !seenRinging {
                seenRinging = true
                times.ringing = time
                if case .inviting = phase { actions.append(.startRingLimit) }
            }
            if earlyAnswer == nil { earlyAnswer = response.message.description }
            actions.append(.emit(.progress(status: response.status, response.message.description)))
        }
        return actions
    }

    private mutating func accepted(_ response: Response, at time: Int64) -> [Action] {
        switch phase {
        case .inviting:
            times.answered = time
            let early = response.message.hasUnreadableBody ? nil : earlyAnswer
            guard let answer = response.message.description ?? early else {
                // Answered without a usable answer: nobody can be heard. The call is up, so it takes a BYE (RFC 3261 §13.2.2.4).
                phase = .closing(end(.us, .failed, 65, status: response.status, response.message, at: time))
                return [.sendBye(cause: 65)]
            }
            phase = .up
            return [.emit(.answered(answer))]
        case .cancelling(let by):
            // The 200 crossed our CANCEL (RFC 3261 §9.1): Sofia acknowledged it, and the call must be cleared.
            phase = .closing(cancelled(by, response, at: time))
            return [.sendBye(cause: 16)]
        default: return []
        }
    }

    private mutating func refused(_ response: Response, at time: Int64) -> [Action] {
        switch phase {
        case .inviting:
            if let challenge = authentication.next(for: response.message.challenge, status: response.status) {
                return [.authenticate(challenge)]
            }
            return finish(refusal(response, at: time))
        case .cancelling(.caller): return finish(cancelled(.caller, response, at: time))
        case .cancelling(.ringLimit):
            // A busy or a failure may cross the CANCEL, and says more than "cancelled".
            let tellsMore = response.status != 487 && response.status != 401 && response.status != 407
            return finish(tellsMore ? refusal(response, at: time) : cancelled(.ringLimit, response, at: time))
        default: return []
        }
    }

    private mutating func hangUp(_ cause: Int, at time: Int64) -> [Action] {
        switch phase {
        case .inviting:
            phase = .cancelling(.caller)
            return [.sendCancel(cause: cause)]
        case .offered: return handle(.refuse(status: cause == 17 ? 486 : cause == 21 ? 603 : 480), at: time)
        case .accepted:
            phase = .accepted(hangUp: cause)
            return []
        case .up:
            phase = .closing(end(.us, .answered, cause, at: time))
            return [.sendBye(cause: cause)]
        case .cancelling, .closing, .over: return []
        }
    }

    private mutating func terminated(at time: Int64) -> [Action] {
        switch phase {
        case .over: return []
        case .closing(let end): return finish(end)
        case .up, .accepted:
            // The peer no longer knows the dialog (481), or never acknowledged our 2xx.
            return finish(end(.network, .answered, 41, at: time))
        case .cancelling(let by): return finish(cancelled(by, nil, at: time))
        case .inviting, .offered: return finish(end(.network, .failed, 41, at: time))
        }
    }

    private mutating func finish(_ end: CallEnd) -> [Action] {
        phase = .over
        return [.finish(end)]
    }

    private func refusal(_ response: Response, at time: Int64) -> CallEnd {
        let party: CallEnd.Party = response.isFromPeer ? .peer : .network
        var row = OutcomeTable.row(status: response.status, cause: response.message.reason?.q850Cause)
        switch (party, response.status) {
        // Sofia could not send it, or not with credentials that fit the challenge.
        case (.network, 700...): row = .init(outcome: .trunkTrouble, cause: 38)
        // Sofia's own 503: the address refused our packets or cannot be resolved. That is the trunk, not a full network.
        case (.network, 503): row = .init(outcome: .trunkTrouble, cause: 38)
        // The far end rang, then the network timed the call out.
        case (_, 408) where seenRinging, (_, 480) where seenRinging && row.cause == 18:
            row = .init(outcome: .noAnswer, cause: 19)
        default: break
        }
        return end(
            party,
            row.outcome,
            row.cause,
            status: response.status,
            phrase: response.phrase,
            response.message,
            at: time
        )
    }

    private func cancelled(_ by: CancelledBy, _ response: Response?, at time: Int64) -> CallEnd {
        switch by {
        case .caller: end(.us, .cancelled, 16, status: response?.status, response?.message, at: time)
        // Q.850: 19 alerted but no answer, 18 no user responding.
        case .ringLimit:
            end(.us, .noAnswer, seenRinging ? 19 : 18, status: response?.status, response?.message, at: time)
        }
    }

    private func end(
        _ party: CallEnd.Party,
        _ outcome: DialOutcome,
        _ cause: Int,
        status: Int? = nil,
        phrase: String? = nil,
        _ message: SofiaMessage? = nil,
        at time: Int64
    ) -> CallEnd {
        var times = times
        times.ended = time
        return CallEnd(
            party: party,
            outcome: outcome,
            cause: cause,
            status: status,
            phrase: phrase,
            reason: message?.reason,
            retryAfter: message?.retryAfter,
            wasRinging: seenRinging,
            wasAnswered: times.answered != nil,
            times: times
        )
    }
}
