import Testing

@testable import PhoneNetwork

@Suite struct SubscriberTests {
    @Test(arguments: [
        (SubscriberBehaviour.busy, Rejection.busy),
        (.unallocated(announces: false), .unallocated),
        (.unavailable(retryAfterSeconds: nil), .unavailable(retryAfterSeconds: nil)),
        (.unavailable(retryAfterSeconds: 7), .unavailable(retryAfterSeconds: 7)),
    ])
    func refusesAtOnce(behaviour: SubscriberBehaviour, rejection: Rejection) {
        var subscriber = Subscriber(behaviour)
        #expect(subscriber.handle(.called) == [.reject(rejection)])
        #expect(subscriber.handle(.called) == [])
    }

    @Test func unallocatedNumberIsAnnouncedBeforeItIsRefused() {
        var subscriber = Subscriber(.unallocated(announces: true))
        #expect(subscriber.handle(.called) == [.earlyMedia(.specialInformation)])
        #expect(subscriber.handle(.played) == [.reject(.unallocated)])
    }

    @Test func rejectingSubscriberRingsFirst() {
        var subscriber = Subscriber(.rejects(after: .seconds(2)))
        #expect(subscriber.handle(.called) == [.ring, .wake(after: .seconds(2), .lifted)])
        #expect(subscriber.handle(.alarm(.lifted)) == [.reject(.declined)])
    }

    @Test func whoNeverAnswersIsGivenUpByTheNetworkInTheEnd() {
        var subscriber = Subscriber(.neverAnswers)
        #expect(subscriber.handle(.called) == [.ring, .wake(after: .seconds(180), .rangTooLong)])
        #expect(subscriber.handle(.alarm(.lifted)) == [])
        #expect(subscriber.handle(.alarm(.rangTooLong)) == [.reject(.noAnswer)])
    }

    @Test func earlyMediaComesInPlaceOfRinging() {
        var subscriber = Subscriber(.answers(Answering(after: .seconds(3), alert: .earlyMedia)))
        #expect(subscriber.handle(.called) == [.earlyMedia(.ringback), .wake(after: .seconds(3), .lifted)])
        #expect(subscriber.handle(.alarm(.lifted)) == [.answer])
    }

    @Test func whoHangsUpAtOnceAnswersFirst() {
        var subscriber = Subscriber(.answers(Answering(after: .zero, script: SubscriberScript([.hangUp]))))
        _ = subscriber.handle(.called)
        #expect(subscriber.handle(.alarm(.lifted)) == [.answer, .hangUp])
    }

    @Test func machineGreetsPausesBeepsRecordsAndHangsUp() {
        let machine = AnsweringMachine(
            after: .seconds(1),
            greeting: .speech(.seconds(4)),
            pause: .milliseconds(600),
            beep: .tone(hertz: 1_000, .milliseconds(500)),
            records: .seconds(20)
        )
        var subscriber = Subscriber(.machine(machine))
        _ = subscriber.handle(.called)
        #expect(subscriber.handle(.alarm(.lifted)) == [.answer, .play(.speech(.seconds(4)))])
        #expect(subscriber.handle(.played) == [.wake(after: .milliseconds(600), .script(token: 1))])
        #expect(
            subscriber.handle(.alarm(.script(token: 1))) == [.play(.tone(hertz: 1_000, .milliseconds(500)))]
        )
        #expect(subscriber.handle(.played) == [.wake(after: .seconds(20), .script(token: 2))])
        #expect(subscriber.handle(.alarm(.script(token: 2))) == [.hangUp])
    }

    @Test func voiceSubscriberTakesNoFax() {
        var subscriber = Subscriber(.answers(Answering(after: .zero)))
        _ = subscriber.handle(.called)
        _ = subscriber.handle(.alarm(.lifted))
        #expect(subscriber.handle(.reoffered(.t38)) == [.refuseReoffer])
        #expect(subscriber.handle(.reoffered(.audio)) == [.accept(.audio)])
    }

    @Test func whoCallsBeginsWhenItIsAnswered() {
        var subscriber = Subscriber(calling: SubscriberScript([.press("1")]))
        #expect(subscriber.handle(.answered) == [.press("1")])
        #expect(subscriber.handle(.answered) == [])
    }

    // MARK: Fax

    private func answered(_ machine: FaxMachine) -> (Subscriber, [Subscriber.Action]) {
        var subscriber = Subscriber(.fax(machine))
        _ = subscriber.handle(.called)
        let actions = subscriber.handle(.alarm(.lifted))
        return (subscriber, actions)
    }

    @Test func faxAsksForT38OnceItsToneIsKnown() {
        var (subscriber, actions) = answered(FaxMachine(t38: .offers))
        #expect(actions == [.answer, .wake(after: Subscriber.cedRecognised, .offersT38)])
        #expect(subscriber.handle(.alarm(.offersT38)) == [.offerT38])
        #expect(subscriber.handle(.faxTrained) == [])
    }

    @Test func faxThatIsDoneWaitsALittleForTheCallerToHangUp() {
        var (subscriber, _) = answered(FaxMachine(t38: .offers))
        _ = subscriber.handle(.alarm(.offersT38))
        #expect(subscriber.handle(.faxFinished) == [.wake(after: Subscriber.lingersFor, .leaves)])
        #expect(subscriber.handle(.alarm(.leaves)) == [.hangUp])
    }

    @Test(arguments: [
        (FaxMachine.T38Manner.accepts, Subscriber.Action.accept(.t38)),
        (.offers, .accept(.t38)),
        (.refuses, .refuseReoffer),
    ])
    func faxAnswersAWishForT38(manner: FaxMachine.T38Manner, action: Subscriber.Action) {
        var (subscriber, _) = answered(FaxMachine(t38: manner))
        #expect(subscriber.handle(.reoffered(.t38)) == [action])
    }

    @Test(arguments: [
        (FaxMachine.Departure.bye, [Subscriber.Action.hangUp]),
        (.silence, [.goDead, .wake(after: Subscriber.deadFor, .leaves)]),
    ])
    func faxBreaksOffInThePageThatItShould(departure: FaxMachine.Departure, actions: [Subscriber.Action]) {
        var (subscriber, _) = answered(FaxMachine(breaksOff: .init(page: 2, departure: departure)))
        #expect(subscriber.handle(.faxTrained) == [])
        #expect(subscriber.handle(.pageConfirmed) == [.wake(after: Subscriber.intoThePage, .breaksOff)])
        #expect(subscriber.handle(.alarm(.breaksOff)) == actions)
        #expect(subscriber.handle(.pageConfirmed) == [])
    }

    @Test func faxCanBreakOffInItsFirstPage() {
        var (subscriber, _) = answered(FaxMachine(breaksOff: .init(page: 1, departure: .bye)))
        #expect(subscriber.handle(.faxTrained) == [.wake(after: Subscriber.intoThePage, .breaksOff)])
    }
}
