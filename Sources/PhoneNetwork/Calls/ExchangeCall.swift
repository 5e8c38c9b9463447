import FaxEngine
import Telephony

/// One call of the exchange: does what its subscriber decides, and writes down what happens.
actor ExchangeCall {
    enum Input: Sendable {
        case subscriber(Subscriber.Event)
        case signalling(SIPCallEvent)
        case media(MediaEvent)
        case fax(FaxEvent)
        /// What became of our offer of T.38.
        case t38Answered(ReofferResult, offer: SessionDescription)
        /// The fax terminal did not come to its end in time after the call.
        case waitedLongEnough
    }

    let call: SIPCall
    let surroundings: CallSurroundings
    private var subscriber: Subscriber
    private let inputs: AsyncStream<Input>
    let input: AsyncStream<Input>.Continuation
    private var alarms: [Subscriber.Alarm: Task<Void, Never>] = [:]
    private var pumps: [Task<Void, Never>] = []
    private var end: CallEnd?

    /// The media of the call, once there is any.
    var line: CallLine?
    /// Bound already for a call that we place, since our offer names it.
    var reservedPort: MediaPort?
    /// What the far end's re-INVITE offers, until it is answered; nil also where it wants an offer from us.
    var peersOffer: SessionDescription?
    var isUp = false
    var paperTray: PaperTray?

    /// - Parameters:
    ///   - port: for a call that we place, the port that its offer names.
    ///   - fax: where the pages go, if the subscriber is a fax machine.
    init(
        _ call: SIPCall,
        subscriber: Subscriber,
        surroundings: CallSurroundings,
        port: MediaPort? = nil,
        fax: PaperTray? = nil
    ) {
        paperTray = fax
        self.call = call
        self.subscriber = subscriber
        self.surroundings = surroundings
        reservedPort = port
        (inputs, input) = AsyncStream.makeStream()
    }

    /// Goes with the call to its end, and until all of it is written down.
    func run() async {
        pump(call.events) { .signalling($0) }
        let limit = Task { [call, surroundings] in
            guard (try? await Task.sleep(for: surroundings.maximumDuration)) != nil else { return }
            await call.hangUp(cause: 102)
        }
        if call.direction == .incoming { await act(on: .called) }
        for await event in inputs {
            await take(event)
            if isDone { break }
        }
        limit.cancel()
        for alarm in alarms.values { alarm.cancel() }
        await closeMedia()
        for pump in pumps { pump.cancel() }
        if let end { record(end) }
    }

    private var isDone: Bool { end != nil && paperTray?.isFinished != false }

    private func take(_ event: Input) async {
        switch event {
        case .signalling(.ended(let end)): over(end)
        case .fax(let event): await faxed(event)
        case .waitedLongEnough: paperTray?.isFinished = true
        case _ where end != nil: break
        case .subscriber(let event): await act(on: event)
        case .signalling(let event): await signalled(event)
        case .media(let event): await heard(event)
        case .t38Answered(let result, let offer): await t38Answered(result, offer: offer)
        }
    }

    /// The call is over; a fax terminal still has to say how far it came.
    private func over(_ end: CallEnd) {
        self.end = end
        guard let fax = line?.fax else {
            paperTray = nil
            return
        }
        fax.hangUp()
        alarms[.leaves]?.cancel()
        alarms[.leaves] = Task { [input] in
            guard (try? await Task.sleep(for: .seconds(1))) != nil else { return }
            input.yield(.waitedLongEnough)
        }
    }

    func act(on event: Subscriber.Event) async {
        guard end == nil else { return }
        for action in subscriber.handle(event) { await perform(action) }
    }

    private func perform(_ action: Subscriber.Action) async {
        switch action {
        case .ring:
            log(.ringing(status: 180))
            await call.ring(status: 180)
        case .earlyMedia(let sound): await startEarlyMedia(sound)
        case .answer: await answer()
        case .reject(let rejection): await reject(rejection)
        case .play(let sound): play(sound)
        case .press(let keys): press(keys)
        case .wake(let duration, let alarm): wake(after: duration, .alarm(alarm), instead: alarm)
        case .hangUp: await call.hangUp()
        case .offerT38: offerT38()
        case .accept(let media): await accept(media)
        case .refuseReoffer: await refuseReoffer()
        case .goDead: line?.fax?.goDead()
        }
    }

    func reject(_ rejection: Rejection) async {
        log(.rejected(status: rejection.status))
        await call.reject(rejection)
    }

    func wake(after duration: Duration, _ event: Subscriber.Event, instead alarm: Subscriber.Alarm) {
        alarms[alarm]?.cancel()
        alarms[alarm] = Task { [input] in
            guard (try? await Task.sleep(for: duration)) != nil else { return }
            input.yield(.subscriber(event))
        }
    }

    func pump<Event: Sendable>(_ events: AsyncStream<Event>, _ wrap: @escaping @Sendable (Event) -> Input) {
        pumps.append(
            Task { [input] in
                for await event in events { input.yield(wrap(event)) }
            }
        )
    }

    func log(_ event: ExchangeEvent) { surroundings.log.record(event, callID: call.callID) }

    private func signalled(_ event: SIPCallEvent) async {
        switch event {
        case .progress(let status, _): log(.dialledRinging(status: status))
        case .answered(let answer) where call.direction == .outgoing: await dialledAnswered(answer)
        case .reoffer(let offer): await reoffered(offer)
        case .answered, .ended: break
        }
    }

    private func record(_ end: CallEnd) {
        if call.direction == .incoming, !end.wasAnswered, end.party == .peer { log(.cancelled) }
        let party: ExchangeEvent.Party =
            switch end.party {
            case .us: .exchange
            case .peer: .dialer
            case .network: .network
            }
        log(.ended(by: party, cause: "\(end.outcome.rawValue), Q.850 \(end.cause)"))
    }
}

extension SIPCall {
    func reject(_ rejection: Rejection) async {
        await reject(
            status: rejection.status,
            reason: SIPReason(protocolName: "Q.850", cause: rejection.cause),
            headers: rejection.retryAfterSeconds.map { [SIPHeader("Retry-After", String($0))] } ?? []
        )
    }
}
