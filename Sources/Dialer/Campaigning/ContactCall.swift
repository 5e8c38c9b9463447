import Campaigns
import Logging
import Telephony

/// One contact being rung: from its lease to the record.
struct ContactCall {
    /// An attempt that is on disk, with what it is to say.
    private struct BegunCall {
        let attempt: Attempt
        /// The billing file in which the debt was found.
        let billing: BillingStamp?
        let due: Due
        let notice: DunningStages.Notice
    }

    private let lease: ContactLease
    private let office: CallOffice
    private let logger: Logger

    init(_ lease: ContactLease, office: CallOffice, logger: Logger) {
        self.lease = lease
        self.office = office
        var logger = logger
        logger[metadataKey: "contact"] = "\(lease.contact)"
        self.logger = logger
    }

    func run() async {
        await office.caller.line.take()
        do {
            if let call = try await beginIfStillDue() { try await ringAndRecord(call) }
        } catch {
            logger.error("contact not called", metadata: ["error": "\(error)"])
        }
        await office.caller.line.release()
        await office.live.showCampaigns()
    }

    /// Nil where there is nothing to call about any more, or not now; the lease is given back then, also by a failure.
    private func beginIfStillDue() async throws -> BegunCall? {
        let contacts = office.books.contacts
        do {
            let billing = office.billing.stamp
            let answer = try await contacts.dueCheck(lease, billing: office.billing, now: office.now())
            guard case .due(let due, let stage, let number) = answer else { return nil }
            guard case .announcement(let notice) = stage.kind else {
                try await contacts.handToClerk(lease, now: office.now())
                return nil
            }
            let begun = try await contacts.beginAttempt(
                under: lease, stage: number, trunk: office.caller.line.trunk.name,
                callerID: lease.campaign.callerID, now: office.now())
            if case .begun(let attempt) = begun {
                return BegunCall(attempt: attempt, billing: billing, due: due, notice: notice)
            }
            return nil
        } catch {
            // A row that means nothing must be corrected by its maker: until then it is asked for now and then.
            let isBrief = (error as? CampaignsError)?.code == .billingBeingReplaced
            let until = office.now() + (isBrief ? .seconds(5) : .seconds(600))
            logger.warning("contact not called now", metadata: ["error": "\(error)"])
            try await office.insist(logger: logger) {
                try await contacts.release(lease, until: until, reason: "\(error)")
            }
            return nil
        }
    }

    private func ringAndRecord(_ call: BegunCall) async throws {
        let contacts = office.books.contacts
        let attempt = call.attempt
        var result = await ring(call)
        await office.live.callEnded(attempt)
        let isPaid = await office.ringing.remove(attempt) && result.outcome == .cancelled
        if isPaid { result.detail = "paid while ringing" }
        let fate = try await office.insist(logger: logger) { [result] in
            if isPaid {
                return try await contacts.finishPaid(attempt, under: lease, result, now: office.now())
            }
            return try await contacts.finish(attempt, under: lease, result, now: office.now())
        }
        logger.info(
            "attempt finished",
            metadata: [
                "attempt": "\(attempt.id)", "outcome": "\(result.outcome.rawValue)",
                "status": "\(result.sipStatus ?? 0)", "fate": "\(fate)",
            ])
    }

    private func ring(_ call: BegunCall) async -> AttemptResult {
        let attempt = call.attempt
        let dialled = await office.caller.ring(
            office.caller.line.trunk.dialled(lease.number.text), callID: office.callID(attempt),
            callerID: lease.campaign.callerID, ringLimit: lease.campaign.ringing,
            placed: { await office.ringing.add($0, attempt, lease, seenIn: call.billing) }
        ) { step in await office.record(step, of: attempt, kind: .announcement) }
        switch dialled {
        case .notPlaced(let reason): return .notPlaced(reason, at: office.now())
        case .ended(let end): return AttemptResult(end)
        case .answered(let answered):
            return await speak(answered.voice(on: office.caller.media, limits: office.limits), call)
        }
    }

    private func speak(_ voice: VoiceCall, _ call: BegunCall) async -> AttemptResult {
        // Not there, or not to be read just now: the person can key in a fax number all the same.
        let account = try? await office.billing.account(contract: lease.account)
        let facts = ArrearsFacts(
            call.due, notice: call.notice, lease: lease, fax: account?.fax, site: office.site, now: office.now())
        let flow = AnnouncementFlow(facts: facts, keys: Set(lease.campaign.keys), patience: office.patience)
        let desk = AnnouncementDesk(
            lease: lease, attempt: call.attempt, books: office.books, bills: office.bills, now: office.now,
            logger: logger)
        var performer = CallFlowPerformer(
            flow, on: voice, prompts: office.prompts, desk: desk, limit: office.limits.call)
        let record = await performer.run()
        var result = record.callEnd.map { AttemptResult($0) } ?? AttemptResult(outcome: .answered)
        // A key proves a person; without one it may have been a machine that listened.
        result.answeredBy = record.keys.isEmpty ? .unknown : .person
        result.keysPressed = record.keys
        result.detail = record.flowEnd?.rawValue
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
