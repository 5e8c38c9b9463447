import Campaigns
import Logging
import Telephony

/// Rings contacts over the trunk and plays them the announcement.
struct TelephoneCaller: ContactCaller {
    let office: CallOffice
    let logger: Logger

    func call(_ call: BegunCall) async -> AttemptResult {
        let (attempt, lease) = (call.attempt, call.lease)
        let dialled = await office.caller.ring(
            office.caller.line.trunk.dialled(lease.number.text), callID: office.callID(attempt),
            callerID: lease.campaign.callerID, ringLimit: lease.campaign.ringing,
            placed: { await office.ringing.add($0, call) }
        ) { step in
            if step == .ringing, let seat = call.seat { await office.agents?.rings(seat) }
            await office.record(step, of: attempt, kind: .announcement)
        }
        switch dialled {
        case .notPlaced(let reason): return .notPlaced(reason, at: office.now())
        case .ended(let end): return AttemptResult(end)
        case .answered(let answered):
            return await speak(answered.voice(on: office.caller.media, limits: office.limits), call)
        }
    }

    func giveUp(_ seat: CustomerID) async { await office.ringing.cancelSurplus(seat) }

    func whyGivenUp(_ attempt: Attempt) async -> GivenUp? { await office.ringing.remove(attempt) }

    private func speak(_ voice: VoiceCall, _ call: BegunCall) async -> AttemptResult {
        let lease = call.lease
        if call.seat != nil, let agents = lease.campaign.agents {
            let flow = ConnectFlow(
                AgentWish(campaign: agents, lease), language: lease.language,
                questionsNumber: office.site.serviceNumber, patience: office.patience)
            return result(of: await perform(flow, voice, call), call)
        }
        // Not there, or not to be read just now: the person can key in a fax number all the same.
        let account = try? await office.billing.account(contract: lease.account)
        var facts = ArrearsFacts(
            call.due, notice: call.notice, lease: lease, fax: account?.fax, site: office.site, now: office.now())
        if let floor = office.agents {
            facts.clerks = lease.campaign.agents.map { floor.roster.noticed(AgentWish(campaign: $0, lease)) }
        }
        let flow = AnnouncementFlow(facts: facts, keys: Set(lease.campaign.keys), patience: office.patience)
        return result(of: await perform(flow, voice, call), call)
    }

    private func perform(_ flow: some CallFlow, _ voice: VoiceCall, _ call: BegunCall) async -> CallFlowRecord {
        let desk = AnnouncementDesk(
            call: call, books: office.books, bills: office.bills, now: office.time.now, logger: logger)
        let agents = office.agents.map {
            AgentAccess(floor: $0, card: CustomerCard(call), expected: call.seat)
        }
        var performer = CallFlowPerformer(
            flow, on: voice, prompts: office.prompts, desk: desk, agents: agents, limit: office.limits.call)
        return await performer.run()
    }

    private func result(of record: CallFlowRecord, _ call: BegunCall) -> AttemptResult {
        var result = AttemptResult(record)
        if let heard = record.announcement, let playback = record.announcementPlayback {
            let total = office.prompts.milliseconds(of: playback.pieces)
            result.announcement = AttemptResult.Announcement(
                id: call.notice.rawValue, language: heard.language, total: .milliseconds(total),
                heard: .milliseconds(heard.isComplete ? total : min(heard.milliseconds, total)),
                lastPiece: playback.stoppedAt?.prompt.name ?? playback.pieces.last?.prompt.name)
        }
        return result
    }
}

extension CustomerCard {
    init(_ lease: ContactLease) {
        self.init(
            kind: .campaign, call: "contact \(lease.contact)", title: lease.campaign.title, name: lease.name,
            number: lease.number.text, account: lease.account, language: lease.language)
    }

    init(_ lease: ContactLease, owing due: Due, history: [CustomerEvent]) {
        self.init(lease)
        self.history = history
        debtFen = due.amount.count > 0 ? due.amount.count : nil
        dueDay = due.since
        var known: [AgentScript.Place: String] = [.account: lease.account]
        known[.name] = lease.name.isEmpty ? nil : lease.name
        known[.debt] = debtFen.map { Fen($0).description }
        known[.due] = dueDay?.description
        script = lease.campaign.agents?.script?.filled(known)
    }

    init(_ call: BegunCall) {
        self.init(call.lease, owing: call.due, history: call.history)
        begin(call.attempt)
    }
}
