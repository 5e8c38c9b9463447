import Campaigns
import FaxEngine
import Logging
import Telephony

/// One answered fax call: its signalling here, its media in a worker, and the change to T.38 that needs both.
struct FaxCall {
    private enum Input: Sendable {
        case worker(FaxWorkerLeg.Event)
        case signalling(SIPCallEvent)
        case reoffered(ReofferResult)
        case waited
    }

    private let call: CallPlacer.AnsweredCall
    private let leg: FaxWorkerLeg
    private let confirm: (_ page: Int) async throws -> Void
    private let inputs: AsyncStream<Input>
    private let wake: AsyncStream<Input>.Continuation

    private var changeover = T38Changeover()
    private var origin: SessionOrigin
    private var offer: SessionDescription?
    private var t38: NegotiatedFax?
    private var end: CallEnd?
    private var faxResult: FaxResult?
    private var negotiated: FaxEngine.FaxParameters?
    private var isLegOver = false
    private var unkept: String?

    /// - Parameter confirm: keeps a page's confirmation; the page counts from 1. It is on disk when this returns.
    init(
        _ call: CallPlacer.AnsweredCall, leg: FaxWorkerLeg, confirm: @escaping (_ page: Int) async throws -> Void
    ) {
        self.call = call
        self.leg = leg
        self.confirm = confirm
        origin = call.origin
        (inputs, wake) = AsyncStream.makeStream()
    }

    /// Runs the call to its end; the record says which pages went and why no more.
    mutating func run(logger: Logger) async -> AttemptResult {
        let (leg, signalling, wake) = (leg, call.signalling, wake)
        Task { for await event in leg.events { wake.yield(.worker(event)) } }
        Task { for await event in signalling.events { wake.yield(.signalling(event)) } }
        for await input in inputs {
            switch input {
            case .worker(.fax(let event)): await take(event, logger)
            case .worker(.ended): await legEnded()
            case .worker(.lost):
                unkept = unkept ?? "the fax worker died"
                await legEnded()
            case .signalling(.reoffer(let offer)): await take(offer)
            case .signalling(.ended(let callEnd)):
                end = callEnd
                await leg.hungUp()
            case .signalling: break
            case .waited: await perform(changeover.handle(.waited))
            case .reoffered(let result): await take(result)
            }
            if end != nil, isLegOver { break }
        }
        return result
    }

    private var result: AttemptResult {
        var result = end.map { AttemptResult($0) } ?? AttemptResult(outcome: .answered)
        result.answeredBy = negotiated == nil ? .unknown : .fax
        result.detail = unkept ?? faxResult.map { "\($0.cause.rawValue): \($0.text)" } ?? "the far end hung up"
        return result
    }

    private mutating func legEnded() async {
        isLegOver = true
        if end == nil { await call.signalling.hangUp() }
    }

    private mutating func take(_ event: FaxEvent, _ logger: Logger) async {
        switch event {
        case .heardFaxTone(let tone): await perform(changeover.handle(.heardFaxTone(tone)))
        case .negotiated(let parameters): negotiated = parameters
        case .pageConfirmed(let index, _):
            do {
                try await confirm(index + 1)
            } catch {
                // The far end has the page, but we could not keep that. Stop here: what follows would not be kept either.
                unkept = "a page's confirmation was not kept: \(error)"
                logger.error("page confirmation not kept", metadata: ["error": "\(error)"])
                await leg.cancel()
            }
        case .finished(let result):
            faxResult = result
            await call.signalling.hangUp()
        case .pageRepeated, .pageRefused, .pageReceived: break
        }
    }

    // MARK: the change to T.38

    private mutating func perform(_ action: T38Changeover.Action) async {
        switch action {
        case .waitForOffer:
            // Long enough for a gateway that asks at the first tone, short enough to be through before the first frames.
            Task { [wake] in
                try? await Task.sleep(for: .milliseconds(1_000))
                wake.yield(.waited)
            }
        case .offer:
            let offer = SessionDescription.faxOffer(
                host: call.local.host, port: call.local.port, origin: origin.next())
            self.offer = offer
            Task { [call, wake] in wake.yield(.reoffered(await call.signalling.reoffer(offer))) }
        case .change: await changeLeg()
        case .refuse: await call.signalling.refuseReoffer(status: 488)
        case .accept, .none: break
        }
    }

    private mutating func take(_ result: ReofferResult) async {
        guard let offer else { return }
        switch result {
        case .accepted(let answer):
            origin = offer.origin
            // The far end's own offer may have been taken while ours waited; what it settled goes on.
            guard t38 == nil else { return }
            t38 = answer.faxAgreed(offer: offer)
            await perform(changeover.handle(t38 == nil ? .offerRefused : .offerAccepted))
        case .refused: await perform(changeover.handle(.offerRefused))
        case .ended: break
        }
    }

    /// The far end changes the session: to T.38, or refreshes it.
    private mutating func take(_ offer: SessionDescription?) async {
        let next = origin.next()
        if let offer, offer.offersFax {
            guard changeover.handle(.offered) == .accept,
                let (answer, fax) = offer.answeredWithFax(host: call.local.host, port: call.local.port, origin: next)
            else { return await call.signalling.refuseReoffer(status: 488) }
            origin = next
            await call.signalling.acceptReoffer(with: answer)
            let isRefresh = t38 != nil
            t38 = fax
            if !isRefresh { await changeLeg() }
        } else if let offer, t38 == nil, let (answer, _) = offer.answeredWithAudio(call.local, origin: next) {
            origin = next
            await call.signalling.acceptReoffer(with: answer)
        } else {
            await call.signalling.refuseReoffer(status: 488)
        }
    }

    private func changeLeg() async {
        guard let t38, let remote = MediaAddress(host: t38.remoteHost, port: t38.remotePort) else { return }
        await leg.changeToT38(
            T38Parameters(
                remote: remote, maximumDatagram: t38.maxDatagram, version: t38.version, redundancy: t38.redundancy),
            T38Options(
                version: t38.version, maxDatagram: t38.maxDatagram, maxBitRate: t38.maxBitRate,
                fillBitRemoval: t38.fillBitRemoval))
    }
}
