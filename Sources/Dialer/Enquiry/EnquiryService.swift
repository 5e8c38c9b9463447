package import Campaigns
package import Logging
import ServiceLifecycle
import Telephony

/// Answers the calls that come in: 170 gets the enquiry, every other number is unknown here.
package struct EnquiryService: Service {
    private let number: String
    private let office: CallOffice
    private let passwords: EnquiryPasswords
    /// Who talks to callers that want a clerk; nil where they are called back.
    private let clerks: AgentWish?
    private let logger: Logger

    package init(
        number: String, office: CallOffice, passwords: EnquiryPasswords, clerks: AgentWish? = nil, logger: Logger
    ) {
        self.number = number
        self.clerks = clerks
        self.office = office
        self.passwords = passwords
        self.logger = logger
    }

    package func run() async throws {
        let endpoint = office.caller.endpoint
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for await call in endpoint.incomingCalls {
                    // A call that is up comes to its end also where this service is cancelled.
                    let served = Task { await take(call) }
                    group.addTask { await served.value }
                }
            }
        } onGracefulShutdown: {
            // Who calls from now on is told at once (503), and doesn't wait for the last call to end.
            Task { await endpoint.refuseCalls() }
        }
    }

    private func take(_ call: SIPCall) async {
        guard call.calledNumber == number else { return await call.reject(status: 404) }
        guard await office.caller.line.takeForIncomingCall() else { return await call.reject(status: 486) }
        await serve(call)
        await office.caller.line.releaseIncomingCall()
    }

    private func serve(_ call: SIPCall) async {
        guard let voice = await answer(call) else { return }
        let answeredAt = office.now()
        await office.live.enquiry(call.callID, from: call.callingNumber, isUp: true)
        let flow = EnquiryFlow(
            today: CalendarDay(office.now(), in: office.site.zone),
            clerks: clerks.map { office.agents?.roster.noticed($0) ?? $0 }, patience: office.patience)
        let desk = EnquiryDesk(
            office: office, passwords: passwords, callingNumber: call.callingNumber, logger: logger)
        let card = CustomerCard(
            kind: .enquiry, call: call.callID, title: number,
            number: (try? office.site.plan.e164(call.callingNumber))?.text ?? call.callingNumber)
        let agents = office.agents.map {
            AgentAccess(floor: $0, card: card) { [office] in await office.completed($0, account: desk.account) }
        }
        var performer = CallFlowPerformer(
            flow, on: voice, prompts: office.prompts, desk: desk, agents: agents, limit: office.limits.call)
        let record = await performer.run()
        await office.live.enquiry(call.callID, from: call.callingNumber, isUp: false)
        await keep(call, record, account: await desk.account, answeredAt: answeredAt)
        logger.info("enquiry ended", metadata: ["end": "\(record.flowEnd?.rawValue ?? "failed")"])
    }

    private func keep(_ call: SIPCall, _ record: CallFlowRecord, account: String?, answeredAt: UTCTime) async {
        let caller = (try? office.site.plan.e164(call.callingNumber))?.text ?? call.callingNumber
        let enquiry = EnquiryRecord(
            callID: call.callID, calledNumber: number, callingNumber: caller, openedAt: answeredAt, account: account,
            language: record.language, end: record.flowEnd?.rawValue ?? "failed",
            endedBy: record.callEnd.map { $0.party == .us ? .us : .them }, keysPressed: record.keys)
        let secret = RecordSecret(answeredAt: answeredAt, endedAt: office.now())
        do {
            try await office.insist(logger: logger) {
                try await office.books.enquiries.keep(enquiry, secret, now: office.now())
            }
        } catch {
            logger.error("enquiry without its record", metadata: ["error": "\(error)"])
        }
    }

    /// Answers with voice; nil where the caller has none that we speak, or gave up.
    private func answer(_ call: SIPCall) async -> VoiceCall? {
        let (endpoint, media) = (office.caller.endpoint, office.caller.media)
        guard let port = try? media.openPort() else {
            await call.reject(status: 503)
            return nil
        }
        let local = LocalAudio(host: endpoint.localHost, port: port.localPort)
        let origin = SessionOrigin.new(host: endpoint.localHost)
        // An INVITE without an offer gets ours in the 200, and answers it in the ACK (RFC 3261 §13.2.1).
        let ours = SessionDescription.audioOffer(local, origin: origin)
        var audio: NegotiatedAudio?
        if let offer = call.offer {
            guard let settled = offer.answeredWithAudio(local, origin: origin) else {
                await call.reject(status: 488)
                port.close()
                return nil
            }
            audio = settled.audio
            await call.answer(with: settled.answer)
        } else {
            await call.answer(with: ours)
        }
        for await event in call.events {
            switch event {
            case .answered(let answer):
                audio = audio ?? answer?.audioAgreed(offer: ours)
                guard let remote = audio.flatMap({ MediaRemote($0) }) else {
                    await call.hangUp(cause: 65)
                    continue
                }
                let leg = office.limits.voiceLeg(on: media, port: port, remote: remote)
                return VoiceCall(signalling: call, leg: leg, local: local, origin: origin)
            case .ended:
                port.close()
                return nil
            case .progress, .reoffer: break
            }
        }
        return nil
    }
}

extension CallOffice {
    /// Adds whose account it is, where the caller proved it, and what happened before; a moment at a local file each.
    fileprivate func completed(_ card: CustomerCard, account: String?) async -> CustomerCard {
        var card = card
        card.account = account
        if let account, let known = try? await billing.account(contract: account) {
            (card.name, card.language) = (known.name, known.language)
        }
        let history = CustomerHistory(database: database)
        card.history = (try? await history.events(number: E164(text: card.number), account: account)) ?? []
        return card
    }
}
