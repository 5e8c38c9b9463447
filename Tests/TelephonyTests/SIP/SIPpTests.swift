import Programs
import Testing

@testable import Telephony

@Suite(.serialized, .enabled(if: SIPp.isInstalled, "needs Debian's sip-tester"), .timeLimit(.minutes(1)))
struct SIPpTests {
    private let fax = SessionDescription.faxOffer(host: "127.0.0.1", port: 4002, origin: .sample.next())

    /// Calls a scenario, lets `during` act on the call, and returns its end when SIPp was content too.
    private func calling(
        _ scenario: String,
        port: UInt16,
        ringLimit: Duration = .seconds(10),
        transactionTimeout: Duration = .seconds(32),
        during: (SIPCall, inout AsyncStream<SIPCallEvent>.Iterator) async -> Void = { _, _ in }
    ) async throws -> CallEnd {
        let sipp = try await SIPp(scenario, port: port)
        let endpoint = try await SIPEndpoint(.init(transactionTimeout: transactionTimeout))
        let call = try await endpoint.placeCall(
            .to(port: port, ringLimit: ringLimit, credentials: .init(username: "trunk", password: "s3cret"))
        )
        var events = call.events.makeAsyncIterator()
        await during(call, &events)
        let end = try #require(await events.end())
        #expect(await sipp.exitStatus() == 0, "sipp was not content with \(scenario)")
        await endpoint.shutDown()
        return end
    }

    private func answered(_ events: inout AsyncStream<SIPCallEvent>.Iterator) async {
        #expect(await events.until { if case .answered(.some) = $0 { true } else { false } })
    }

    @Test func a200ThatCrossesOurCancelIsAcknowledgedAndCleared() async throws {
        let end = try await calling("uas-200-crosses-cancel", port: 15_100) { call, events in
            #expect(await events.until { if case .progress(180, _) = $0 { true } else { false } })
            await call.hangUp()
        }
        #expect(end.outcome == .cancelled && end.party == .us && !end.wasAnswered)
    }

    @Test func aRefusedT38ReinviteLeavesTheCallUp() async throws {
        let end = try await calling("uas-488-to-t38", port: 15_101) { call, events in
            await answered(&events)
            #expect(await call.reoffer(fax) == .refused(status: 488))
            await call.hangUp()
        }
        #expect(end.outcome == .answered && end.party == .us)
    }

    @Test func aNewNonceOnTheReinviteIsAnswered() async throws {
        let end = try await calling("uas-407-new-nonce-on-reinvite", port: 15_102) { call, events in
            await answered(&events)
            let result = await call.reoffer(fax)
            if case .accepted(let answer) = result {
                #expect(answer.faxAgreed(offer: fax)?.remotePort == 6002)
            } else {
                Issue.record("\(result)")
            }
            await call.hangUp()
        }
        #expect(end.outcome == .answered)
    }

    @Test func a491IsMetWithAnotherTry() async throws {
        let end = try await calling("uas-491-to-reinvite", port: 15_103) { call, events in
            await answered(&events)
            let result = await call.reoffer(fax)
            #expect({ if case .accepted = result { true } else { false } }())
            await call.hangUp()
        }
        #expect(end.outcome == .answered)
    }

    @Test func a503IsCongestionWithItsRetryAfterAndMayGoElsewhere() async throws {
        let end = try await calling("uas-503-retry-after", port: 15_104)
        #expect(end.outcome == .congestion && end.cause == 34 && end.retryAfter == 17 && end.mayTryAnotherTrunk)
        #expect(end.status == 503 && end.reason?.text == "\"no circuit\"")
    }

    @Test func earlyMediaThenBusyIsBusy() async throws {
        let end = try await calling("uas-183-early-media-then-486", port: 15_105) { _, events in
            #expect(await events.until { if case .progress(183, .some) = $0 { true } else { false } })
        }
        #expect(
            end.outcome == .busy && end.cause == 17 && end.wasRinging && !end.wasAnswered && !end.mayTryAnotherTrunk
        )
    }

    @Test func aSilentCarrierIsUnreachableAndNeverTriedElsewhere() async throws {
        let end = try await calling("uas-never-answers-invite", port: 15_106, transactionTimeout: .seconds(2))
        #expect(end.outcome == .unreachable && end.party == .network && !end.mayTryAnotherTrunk)
    }

    @Test func aCallTheFarEndForgotIsOver() async throws {
        let end = try await calling("uas-481-to-reinvite", port: 15_107) { call, events in
            await answered(&events)
            _ = await call.reoffer(fax)
        }
        #expect(end.wasAnswered && end.party == .network)
    }

    @Test func anAnswerWithoutSDPIsClearedAndFailed() async throws {
        let end = try await calling("uas-200-without-sdp", port: 15_108)
        #expect(end.outcome == .failed && end.party == .us)
    }

    @Test func aByeThatIsChallengedIsSentAgainWithCredentials() async throws {
        let end = try await calling("uas-407-to-bye", port: 16_467) { call, events in
            await answered(&events)
            await call.hangUp()
        }
        #expect(end.outcome == .answered && end.party == .us)
    }

    @Test func aChallengeWeCannotAnswerIsTheTrunksTrouble() async throws {
        let end = try await calling("uas-407-two-algorithms", port: 16_468)
        #expect(end.outcome == .trunkTrouble && end.status == 407 && end.party == .peer)
    }

    @Test func anAnswerThatCameInThe183Only() async throws {
        let end = try await calling("uas-183-sdp-200-without", port: 16_469) { call, events in
            await answered(&events)
            await call.hangUp()
        }
        #expect(end.outcome == .answered && end.wasAnswered)
    }

    /// A re-INVITE that Sofia gets when it has lost the dialog is a first INVITE to it.
    @Test func aReinviteThatMeetsTheByeIsNoNewCall() async throws {
        let end = try await calling("uas-bye-meets-reinvite", port: 16_470) { call, events in
            await answered(&events)
            let (started, start) = AsyncStream<Void>.makeStream()
            async let held: Void = call.endpoint.hold(start)
            for await _ in started {}
            // Waits for the signalling thread, as the BYE does.
            _ = await call.reoffer(fax)
            await held
        }
        #expect(end.outcome == .answered && end.party == .peer)
    }

    /// Takes the call of a scenario, lets `during` act on it, and returns its end when SIPp was content too.
    private func called(
        by scenario: String,
        port: UInt16,
        during: (SIPCall, inout AsyncStream<SIPCallEvent>.Iterator) async throws -> Void
    ) async throws -> CallEnd {
        let endpoint = try await SIPEndpoint()
        let sipp = try await SIPp(scenario, port: port, target: endpoint.localPort)
        let call = try #require(await endpoint.firstCall())
        var events = call.events.makeAsyncIterator()
        try await during(call, &events)
        let end = try #require(await events.end())
        #expect(await sipp.exitStatus() == 0, "sipp was not content with \(scenario)")
        await endpoint.shutDown()
        return end
    }

    private func answer(_ call: SIPCall, _ events: inout AsyncStream<SIPCallEvent>.Iterator) async throws {
        await call.answer(with: try #require(call.offer?.answeredWithAudio(.sample, origin: .sample)).answer)
        #expect(await events.next() == .answered(nil))
    }

    @Test func theGatewaysChangeToT38IsTaken() async throws {
        let end = try await called(by: "uac-reinvites-to-t38", port: 15_110) { call, events in
            try await answer(call, &events)
            guard case .reoffer(.some(let offer)) = await events.next() else {
                Issue.record("no offer")
                return
            }
            let answer = try #require(
                offer.answeredWithFax(host: "127.0.0.1", port: 4004, origin: .sample.next())
            )
            await call.acceptReoffer(with: answer.answer)
        }
        #expect(end.outcome == .answered && end.party == .peer)
    }

    @Test func aReinviteWithoutOfferGetsOursAndItsAnswerComesInTheAck() async throws {
        let end = try await called(by: "uac-reinvites-without-offer", port: 16_460) { call, events in
            try await answer(call, &events)
            #expect(await events.next() == .reoffer(nil))
            let offer = SessionDescription.audioOffer(.sample, origin: .sample.next())
            let answer = await call.acceptReoffer(offering: offer)
            #expect(answer?.audioAgreed(offer: offer)?.remotePort == 6100)
        }
        #expect(end.outcome == .answered && end.party == .peer)
    }

    /// What we do not do is refused as RFC 3261 §8.2.2.3 asks, and nobody hears of the call.
    @Test(
        arguments: [("uac-requires-100rel", 16_461), ("uac-requires-timer", 16_462), ("uac-requires-replaces", 16_473)]
            as [(String, UInt16)])
    func whatWeDoNotDoIsRefusedWith420(scenario: String, port: UInt16) async throws {
        let endpoint = try await SIPEndpoint()
        let sipp = try await SIPp(scenario, port: port, target: endpoint.localPort)
        #expect(await sipp.exitStatus() == 0)
        await endpoint.shutDown()
        #expect(await endpoint.firstCall() == nil)
    }

    @Test func anUpdateIsRefusedAndTheCallStaysUp() async throws {
        let end = try await called(by: "uac-updates", port: 16_463) { call, events in
            try await answer(call, &events)
        }
        #expect(end.outcome == .answered && end.party == .peer)
    }

    @Test func ourByeSaysWhy() async throws {
        let end = try await calling("uas-bye-has-reason", port: 16_464) { call, events in
            await answered(&events)
            await call.hangUp(cause: 41)
        }
        #expect(end.cause == 41 && end.party == .us)
    }

    @Test func aReliableProvisionalThatWeDidNotAskForGetsItsPrack() async throws {
        let end = try await calling("uas-183-reliable", port: 16_465) { call, events in
            await answered(&events)
            await call.hangUp()
        }
        #expect(end.outcome == .answered)
    }

    @Test(arguments: [("uac-407-to-reinvite", 16_471), ("uac-407-to-bye", 16_472)] as [(String, UInt16)])
    func aCallerWhoseChallengeWeCannotAnswerIsRidOf(scenario: String, port: UInt16) async throws {
        let end = try await called(by: scenario, port: port) { call, events in
            try await answer(call, &events)
            if scenario == "uac-407-to-reinvite" { #expect(await call.reoffer(fax) == .refused(status: 407)) }
            await call.hangUp()
        }
        #expect(end.outcome == .answered && end.party == .us)
    }

    @Test func twoByesAtOnceEndTheCallOnce() async throws {
        let end = try await called(by: "uac-bye-crosses-bye", port: 15_111) { call, events in
            try await answer(call, &events)
            await call.hangUp()
        }
        #expect(end.outcome == .answered)
    }

    @Test func aCallerWhoGivesUpIsNoticed() async throws {
        let end = try await called(by: "uac-cancels-while-ringing", port: 15_112) { call, _ in await call.ring() }
        #expect(end.outcome == .cancelled && end.party == .peer && end.status == 487)
    }

    @Test func optionsIsAnsweredAndOtherMethodsAreRefused() async throws {
        let endpoint = try await SIPEndpoint()
        let sipp = try await SIPp("uac-options-and-message", port: 15_113, target: endpoint.localPort)
        #expect(await sipp.exitStatus() == 0)
        await endpoint.shutDown()
    }
}
