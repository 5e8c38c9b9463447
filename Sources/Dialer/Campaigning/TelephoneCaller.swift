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
            placed: { await office.ringing.add($0, attempt, lease, seenIn: call.billing) }
        ) { step in await office.record(step, of: attempt, kind: .announcement) }
        switch dialled {
        case .notPlaced(let reason): return .notPlaced(reason, at: office.now())
        case .ended(let end): return AttemptResult(end)
        case .answered(let answered):
            return await speak(answered.voice(on: office.caller.media, limits: office.limits), call)
        }
    }

    func gaveUpForPayment(_ attempt: Attempt) async -> Bool { await office.ringing.remove(attempt) }

    private func speak(_ voice: VoiceCall, _ call: BegunCall) async -> AttemptResult {
        let lease = call.lease
        // Not there, or not to be read just now: the person can key in a fax number all the same.
        let account = try? await office.billing.account(contract: lease.account)
        let facts = ArrearsFacts(
            call.due, notice: call.notice, lease: lease, fax: account?.fax, site: office.site, now: office.now())
        let flow = AnnouncementFlow(facts: facts, keys: Set(lease.campaign.keys), patience: office.patience)
        let desk = AnnouncementDesk(
            call: call, books: office.books, bills: office.bills, now: office.time.now, logger: logger)
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
