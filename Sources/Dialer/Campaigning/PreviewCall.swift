import Campaigns
import Logging

/// One contact whose card an agent sees before anybody is called: from its lease to its call, or back.
///
/// A shutdown ends the preview, and lets a call that has begun come to its end.
struct PreviewCall {
    /// How long who was skipped is left alone.
    static let afterSkip = Duration.seconds(30 * 60)

    private let lease: ContactLease
    private let office: CampaignOffice
    private let floor: AgentFloor
    private let logger: Logger

    init(_ lease: ContactLease, office: CampaignOffice, floor: AgentFloor, logger: Logger) {
        self.lease = lease
        self.office = office
        self.floor = floor
        self.logger = logger
    }

    /// Shows the card to a free agent, if the debt is still there; nil where nobody sees it, and the lease is given back.
    func show(
        _ agents: CampaignDefinition.Agents, _ terms: CampaignDefinition.Agents.Preview
    ) async throws -> (id: CustomerID, end: AsyncStream<AgentFloor.PreviewEnd>)? {
        guard let look = try await ContactCall(lease, office: office, logger: logger).look() else { return nil }
        let card = CustomerCard(lease, owing: look.due, history: look.history)
        if let shown = await floor.preview(AgentWish(campaign: agents, lease), card, terms) { return shown }
        await giveBack(until: office.now(), reason: "waits for a free agent")
        return nil
    }

    /// From the moment at which an agent sees the card.
    func follow(_ id: CustomerID, _ ends: AsyncStream<AgentFloor.PreviewEnd>) async {
        var end: AgentFloor.PreviewEnd?
        for await element in ends { end = element }
        switch end {
        case .called where !Task.isCancelled:
            // Not cancelled by a shutdown: a call that has begun ends by itself.
            return await Workplace.begin {
                let call = ContactCall(lease, seat: id, office: office, logger: logger)
                if let talk = await call.run() { await call.settle(talk) }
            }.value
        case .skipped(let agent):
            await giveBack(until: office.now() + Self.afterSkip, reason: "skipped by agent \(agent)")
        case .left(let agent):
            await giveBack(until: office.now(), reason: "agent \(agent) left before the call")
        case .called, nil:
            await giveBack(until: office.now(), reason: "the dialer was stopped before the call")
        }
        await floor.forget(id)
    }

    func giveBack(until: UTCTime, reason: String) async {
        do {
            try await office.books.contacts.giveBack(lease, until: until, reason: reason)
        } catch {
            logger.error("contact not given back", metadata: ["contact": "\(lease.contact)", "error": "\(error)"])
        }
        await office.live.showCampaigns()
    }
}
