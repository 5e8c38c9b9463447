import Testing

@testable import Telephony

struct CallMachineTests {
    private func message(_ status: Int = 0, sdp: SessionDescription? = nil, cause: Int? = nil) -> SofiaMessage {
        var message = SofiaMessage(nil)
        message.wireStatus = status
        message.description = sdp
        message.reason = cause.map { SIPReason(protocolName: "Q.850", cause: $0) }
        return message
    }

    private func received(_ status: Int, sdp: SessionDescription? = nil, cause: Int? = nil) -> CallMachine.Event {
        .response(.init(status: status, phrase: "", message: message(status, sdp: sdp, cause: cause)))
    }

    /// Sofia's own: a refused port, a time-out, credentials that do not fit.
    private func made(_ status: Int) -> CallMachine.Event {
        .response(.init(status: status, phrase: "", message: message()))
    }

    private func end(_ actions: [CallMachine.Action]) -> CallEnd? {
        if case .finish(let end) = actions.last { end } else { nil }
    }

    private func called(_ events: (CallMachine.Event, at: Int64)...) -> CallEnd? {
        var machine = CallMachine(calling: false, at: 0)
        var actions: [CallMachine.Action] = []
        for event in events { actions = machine.handle(event.0, at: event.at) }
        return end(actions)
    }

    @Test func onlyAFirstPacketThatWasRefusedLeadsToAnotherTrunk() {
        #expect(called((made(503), at: 20))?.mayTryAnotherTrunk == true)
        #expect(called((made(503), at: 499))?.mayTryAnotherTrunk == true)
        // Sent again in between: the first INVITE may have rung somebody before the trunk died.
        #expect(called((made(503), at: 500))?.mayTryAnotherTrunk == false)
        #expect(called((received(180), at: 10), (made(503), at: 20))?.mayTryAnotherTrunk == false)
        #expect(called((made(408), at: 20))?.mayTryAnotherTrunk == false)
        #expect(called((received(503), at: 9_000))?.mayTryAnotherTrunk == true)
        #expect(called((received(180), at: 10), (received(503), at: 20))?.mayTryAnotherTrunk == false)
        #expect(called((received(500, cause: 17), at: 20))?.mayTryAnotherTrunk == false)
        #expect(called((received(486), at: 20))?.mayTryAnotherTrunk == false)
    }

    @Test func aCallWeAskedToEndIsNeverTriedElsewhere() {
        let end = called((.hangUp(cause: 16), at: 10), (received(503), at: 20))
        #expect(end?.outcome == .cancelled && end?.mayTryAnotherTrunk == false)
    }

    @Test func whatSofiaCannotSendIsTheTrunksTrouble() {
        #expect(called((made(904), at: 10))?.outcome == .trunkTrouble)
    }

    @Test(arguments: [(486, DialOutcome.busy), (487, .noAnswer), (503, .congestion), (404, .wrongNumber)])
    func aRefusalThatCrossesTheCancelOfTheRingLimitSaysMore(status: Int, outcome: DialOutcome) {
        let end = called((received(180), at: 10), (.ringLimit, at: 20), (received(status), at: 30))
        #expect(end?.outcome == outcome)
    }

    @Test func theAnswerMayHaveComeInThe183Only() {
        let answer = SessionDescription.audioOffer(.sample, origin: .sample)
        var machine = CallMachine(calling: false, at: 0)
        _ = machine.handle(received(183, sdp: answer), at: 10)
        let actions = machine.handle(received(200), at: 20)
        #expect(actions == [.emit(.answered(answer))])
    }

    @Test func aCancelThatWasThereBeforeOurAnswerEndsTheCallUnanswered() {
        var machine = CallMachine(calledAt: 0)
        _ = machine.handle(.accept, at: 10)
        _ = machine.handle(.peerCancelled(message()), at: 11)
        let end = end(machine.handle(.terminated, at: 12))
        #expect(end?.outcome == .cancelled && end?.party == .peer && end?.wasAnswered == false)
    }

    @Test func aHangUpBeforeTheAckWaitsForIt() {
        var machine = CallMachine(calledAt: 0)
        _ = machine.handle(.accept, at: 10)
        let waiting = machine.handle(.hangUp(cause: 17), at: 11)
        #expect(waiting.isEmpty)
        let actions = machine.handle(.acknowledged(message()), at: 12)
        #expect(actions == [.emit(.answered(nil)), .sendBye(cause: 17)])
    }

    @Test func aChallengedByeWithoutCredentialsEndsTheCall() {
        var machine = CallMachine(calledAt: 0)
        _ = machine.handle(.accept, at: 10)
        _ = machine.handle(.acknowledged(message()), at: 11)
        _ = machine.handle(.hangUp(cause: 16), at: 12)
        let response = CallMachine.Response(status: 407, phrase: "", message: message(407))
        let end = end(machine.handle(.byeAnswered(response), at: 13))
        #expect(end?.outcome == .answered && end?.party == .us)
    }

    @Test func nothingFollowsTheEnd() {
        var machine = CallMachine(calling: false, at: 0)
        let last = machine.handle(received(486), at: 10)
        #expect(end(last)?.outcome == .busy)
        for event in [made(408), received(200), .ringLimit, .hangUp(cause: 16), .terminated] as [CallMachine.Event] {
            let actions = machine.handle(event, at: 20)
            #expect(actions.isEmpty)
        }
    }
}
