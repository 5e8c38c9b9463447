/// One subscriber in one call: what comes over the line in, what to do next out.
///
/// It has no clock and no sockets. That the caller cancels or hangs up is not told to it: the call is then over,
/// whatever it would have done.
struct Subscriber: Sendable {
    /// What a re-INVITE asks for.
    enum Reoffer: String, Sendable {
        case audio
        case t38
        /// Nothing that we could take.
        case unusable
    }

    enum Event: Sendable, Equatable {
        /// An INVITE has come and its sender is who it says.
        case called
        /// The number that this subscriber dials has answered.
        case answered
        case alarm(Alarm)
        /// A voice was heard to begin, or to stop.
        case voice
        case silence
        /// A sound was played to its end; all keys were sent.
        case played
        case keysSent
        /// The caller asks for other media.
        case reoffered(Reoffer)
        /// Training succeeded: an image is about to come.
        case faxTrained
        /// A page came and was confirmed.
        case pageConfirmed
        case faxFinished
    }

    enum Action: Sendable, Equatable {
        /// 180.
        case ring
        /// 183 with this to be heard.
        case earlyMedia(Sound)
        case answer
        case reject(Rejection)
        case play(Sound)
        case press(String)
        case wake(after: Duration, Alarm)
        case hangUp
        /// Ask the caller for T.38; until it agrees, and if it does not, the fax goes on in G.711.
        case offerT38
        /// 200 to the caller's re-INVITE, and do as it asks.
        case accept(Reoffer)
        /// 488 to the caller's re-INVITE.
        case refuseReoffer
        /// Neither send nor hear anything any more, but keep the call up.
        case goDead
    }

    /// What a `wake` was asked for.
    enum Alarm: Sendable, Hashable {
        case lifted
        case rangTooLong
        case script(token: Int)
        case keys
        case offersT38
        case breaksOff
        case leaves
    }

    private enum State {
        case idle(SubscriberBehaviour)
        /// Has dialled and waits.
        case calling(SubscriberScript)
        case ringing(SubscriberBehaviour)
        /// The network itself speaks, before it refuses.
        case intercepted
        case talking(ScriptRunner)
        case faxing(FaxMachine, pages: Int)
        /// Broke off by silence; the line is still up.
        case dead
        case ended
    }

    /// How long the network lets a call ring (timer C of RFC 3261 §16.6 is "larger than 3 minutes").
    static let longestRing = Duration.seconds(180)
    /// A gateway knows CED for what it is after about so long.
    static let cedRecognised = Duration.milliseconds(1_200)
    /// From the beginning of our CFR or MCF into the page that follows it.
    ///
    /// The frame itself takes 1.3 s at 300 bit/s. The next MCF begins 3 s later at the earliest: carrier, image, PPS-EOP.
    static let intoThePage = Duration.seconds(2)
    /// How long a dead machine keeps the line, and one that is done waits for the caller to hang up.
    static let deadFor = Duration.seconds(120)
    static let lingersFor = Duration.seconds(2)

    private var state: State

    /// One who is called.
    init(_ behaviour: SubscriberBehaviour) {
        state = .idle(behaviour)
    }

    /// One who calls, and follows a script once answered.
    init(calling script: SubscriberScript) {
        state = .calling(script)
    }

    mutating func handle(_ event: Event) -> [Action] {
        switch (state, event) {
        case (.idle(let behaviour), .called):
            return called(behaviour)
        case (.calling(let script), .answered):
            return begin(script)
        case (.ringing(let behaviour), .alarm(.lifted)):
            return lifted(behaviour)
        case (.ringing, .alarm(.rangTooLong)):
            return end(.reject(.noAnswer))
        case (.intercepted, .played):
            return end(.reject(.unallocated))
        case (.talking(var runner), let event):
            let actions = talk(&runner, event)
            state = .talking(runner)
            return actions
        case (.faxing(let machine, let pages), let event):
            return fax(machine, pages: pages, event)
        case (.dead, .alarm(.leaves)):
            return end(.hangUp)
        case (.dead, .reoffered):
            return [.refuseReoffer]
        default:
            return []
        }
    }

    private mutating func called(_ behaviour: SubscriberBehaviour) -> [Action] {
        switch behaviour {
        case .busy:
            return end(.reject(.busy))
        case .unavailable(let seconds):
            return end(.reject(.unavailable(retryAfterSeconds: seconds)))
        case .unallocated(announces: false):
            return end(.reject(.unallocated))
        case .unallocated(announces: true):
            state = .intercepted
            return [.earlyMedia(.specialInformation)]
        case .neverAnswers:
            state = .ringing(behaviour)
            return [.ring, .wake(after: Self.longestRing, .rangTooLong)]
        case .rejects(let after):
            return ring(behaviour, for: after)
        case .answers(let answering):
            return ring(behaviour, answering.alert, for: answering.after)
        case .machine(let machine):
            return ring(behaviour, for: machine.after)
        case .fax(let machine):
            return ring(behaviour, for: machine.after)
        }
    }

    private mutating func ring(
        _ behaviour: SubscriberBehaviour,
        _ alert: Answering.Alert = .ringing,
        for duration: Duration
    ) -> [Action] {
        state = .ringing(behaviour)
        return [alert == .ringing ? .ring : .earlyMedia(.ringback), .wake(after: duration, .lifted)]
    }

    private mutating func lifted(_ behaviour: SubscriberBehaviour) -> [Action] {
        switch behaviour {
        case .answers(let answering):
            return [.answer] + begin(answering.script)
        case .machine(let machine):
            return [.answer] + begin(machine.script)
        case .fax(let machine):
            state = .faxing(machine, pages: 0)
            return [.answer] + (machine.t38 == .offers ? [.wake(after: Self.cedRecognised, .offersT38)] : [])
        case .rejects:
            return end(.reject(.declined))
        case .neverAnswers, .busy, .unallocated, .unavailable:
            return []
        }
    }

    private mutating func begin(_ script: SubscriberScript) -> [Action] {
        var runner = ScriptRunner(script)
        let actions = runner.handle(.began).map(Action.init)
        state = .talking(runner)
        return actions
    }

    private func talk(_ runner: inout ScriptRunner, _ event: Event) -> [Action] {
        switch event {
        case .voice: runner.handle(.voice).map(Action.init)
        case .silence: runner.handle(.silence).map(Action.init)
        case .played: runner.handle(.played).map(Action.init)
        case .keysSent: runner.handle(.keysSent).map(Action.init)
        case .alarm(.script(let token)): runner.handle(.woke(token: token)).map(Action.init)
        case .reoffered(.audio): [.accept(.audio)]
        case .reoffered: [.refuseReoffer]
        default: []
        }
    }

    private mutating func fax(_ machine: FaxMachine, pages: Int, _ event: Event) -> [Action] {
        switch event {
        case .alarm(.offersT38):
            return [.offerT38]
        case .reoffered(.t38) where machine.t38 != .refuses:
            return [.accept(.t38)]
        case .reoffered(.audio):
            return [.accept(.audio)]
        case .reoffered:
            return [.refuseReoffer]
        case .faxTrained where machine.breaksOff?.page == pages + 1:
            return [.wake(after: Self.intoThePage, .breaksOff)]
        case .pageConfirmed:
            state = .faxing(machine, pages: pages + 1)
            return machine.breaksOff?.page == pages + 2 ? [.wake(after: Self.intoThePage, .breaksOff)] : []
        case .alarm(.breaksOff):
            guard machine.breaksOff?.departure == .silence else { return end(.hangUp) }
            state = .dead
            return [.goDead, .wake(after: Self.deadFor, .leaves)]
        case .faxFinished:
            return [.wake(after: Self.lingersFor, .leaves)]
        case .alarm(.leaves):
            return end(.hangUp)
        default:
            return []
        }
    }

    private mutating func end(_ action: Action) -> [Action] {
        state = .ended
        return [action]
    }
}

extension Subscriber.Action {
    init(_ action: ScriptRunner.Action) {
        self =
            switch action {
            case .play(let sound): .play(sound)
            case .press(let keys): .press(keys)
            case .wake(let after, let token): .wake(after: after, .script(token: token))
            case .hangUp: .hangUp
            }
    }
}
