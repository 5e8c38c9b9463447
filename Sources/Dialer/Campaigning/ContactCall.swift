import Campaigns
import Logging
import Telephony

/// One contact being rung: from its lease to the record.
struct ContactCall {
    private let lease: ContactLease
    /// As whom the floor expects the person; nil where she needs no agent.
    private let seat: CustomerID?
    private let office: CampaignOffice
    private let logger: Logger

    init(_ lease: ContactLease, seat: CustomerID? = nil, office: CampaignOffice, logger: Logger) {
        self.lease = lease
        self.seat = seat
        self.office = office
        var logger = logger
        logger[metadataKey: "contact"] = "\(lease.contact)"
        self.logger = logger
    }

    /// Returns the attempt where an agent talked, who has still to say what came of it: `settle` follows, with the line free.
    func run() async -> Attempt? {
        await office.line.take(LineAllotment.Claim(lease.campaign))
        var notice: String?
        var talk: Attempt?
        do {
            if let call = try await beginIfStillDue() {
                talk = try await ringAndRecord(call)
            } else if seat != nil {
                notice = try await office.books.contacts.standing(ofContact: lease.contact)
            }
        } catch {
            logger.error("contact not called", metadata: ["error": "\(error)"])
        }
        if let seat { await office.agents?.forget(seat, notice: notice) }
        await office.line.release(LineAllotment.Claim(lease.campaign))
        await office.live.showCampaigns()
        return talk
    }

    /// Waits for what the agent says came of it, and decides by that what becomes of the contact.
    func settle(_ talk: Attempt) async {
        await office.settle(talk, on: office.agents, logger: logger) {
            try await office.books.contacts.settleTalk(talk, under: lease, now: office.now())
        }
        await office.live.showCampaigns()
    }

    /// Nil where there is nothing to call about any more, or not now, or nobody to talk to; the lease is given back then,
    /// also by a failure.
    private func beginIfStillDue() async throws -> BegunCall? {
        guard let look = try await look() else { return nil }
        return try await givingBack {
            let contacts = office.books.contacts
            if let seat, await office.agents?.mayRing(seat) != true {
                try await contacts.giveBack(lease, until: office.now(), reason: "waits for a free agent")
                return nil
            }
            let begun = try await contacts.beginAttempt(
                under: lease, stage: look.stage, trunk: office.line.trunk.name,
                callerID: lease.campaign.callerID, now: office.now())
            guard case .begun(let attempt) = begun else { return nil }
            let call = BegunCall(
                attempt: attempt, lease: lease, billing: look.billing, due: look.due, notice: look.notice, seat: seat,
                history: look.history)
            if let seat { await office.agents?.present(CustomerCard(call), to: seat) }
            return call
        }
    }

    /// What there is to call about.
    struct Look {
        let due: Due
        let notice: DunningStages.Notice
        let stage: Int
        let billing: BillingStamp?
        let history: [CustomerEvent]
    }

    /// Looks the debt up again; nil where there is nothing to call about, or not now; the lease is given back then, also by a
    /// failure.
    func look() async throws -> Look? {
        try await givingBack {
            let contacts = office.books.contacts
            let billing = office.billing.stamp
            let answer = try await contacts.dueCheck(lease, billing: office.billing, now: office.now())
            guard case .due(let due, let stage, let number) = answer else { return nil }
            guard case .announcement(let notice) = stage.kind else {
                try await contacts.handToClerk(lease, now: office.now())
                return nil
            }
            return Look(due: due, notice: notice, stage: number, billing: billing, history: await history())
        }
    }

    private func givingBack<Value>(_ work: () async throws -> Value?) async throws -> Value? {
        do {
            return try await work()
        } catch {
            // A row that means nothing must be corrected by its maker: until then it is asked for now and then.
            let isBrief = (error as? CampaignsError)?.code == .billingBeingReplaced
            let until = office.now() + (isBrief ? .seconds(5) : .seconds(600))
            logger.warning("contact not called now", metadata: ["error": "\(error)"])
            try await office.insist(logger: logger) {
                try await office.books.contacts.release(lease, until: until, reason: "\(error)")
            }
            return nil
        }
    }

    /// Read before the dial, so that the page has it when the voice comes; without it the call goes on all the same.
    private func history() async -> [CustomerEvent] {
        guard office.agents != nil, lease.campaign.agents != nil else { return [] }
        let book = CustomerHistory(database: office.database)
        return (try? await book.events(number: lease.number, account: lease.account)) ?? []
    }

    /// Returns the attempt where an agent talked.
    private func ringAndRecord(_ call: BegunCall) async throws -> Attempt? {
        let contacts = office.books.contacts
        let attempt = call.attempt
        var result = await office.caller.call(call)
        await office.live.callEnded(attempt)
        let givenUp = await office.caller.whyGivenUp(attempt)
        let isPaid = givenUp == .paid && result.outcome == .cancelled
        if isPaid { result.detail = "paid while ringing" }
        if givenUp == .surplus, result.outcome == .cancelled {
            // It rang for as long as is decent, and nobody answered.
            (result.outcome, result.detail) = (.noAnswer, "given up, for no agent would have been free")
        }
        let fate: ContactFate? = try await office.insist(logger: logger) { [result] in
            if isPaid {
                return try await contacts.finishPaid(attempt, under: lease, result, now: office.now())
            }
            if result.agent != nil {
                try await contacts.finishTalk(attempt, under: lease, result, now: office.now())
                return nil
            }
            return try await contacts.finish(attempt, under: lease, result, now: office.now())
        }
        logger.info(
            "attempt finished",
            metadata: [
                "attempt": "\(attempt.id)", "outcome": "\(result.outcome.rawValue)",
                "status": "\(result.sipStatus ?? 0)", "fate": "\(fate.map { "\($0)" } ?? "for the agent to say")",
            ])
        return fate == nil ? attempt : nil
    }
}
