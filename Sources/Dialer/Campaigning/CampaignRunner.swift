import Campaigns
import Logging
import ServiceLifecycle
import Telephony

/// Runs one campaign: leases who is due, has them rung, and has it recorded what came of it.
///
/// Where agents are to talk to people, as many are leased as agents are free, and each is reserved before the call.
/// On graceful shutdown it leases nobody any more and lets calls that are up come to their end.
struct CampaignRunner: Service {
    private let campaign: CampaignDefinition
    private let lines: LineCount
    private let office: CampaignOffice
    private let logger: Logger

    /// - Parameter lines: as the campaign has them now; they may change while it runs.
    init(_ campaign: CampaignDefinition, lines: LineCount, office: CampaignOffice, logger: Logger) {
        self.campaign = campaign
        self.lines = lines
        self.office = office
        self.logger = logger
    }

    func run() async throws {
        try await untilShutdown {
            try await withThrowingDiscardingTaskGroup { group in
                try await office.again(logger: logger) { try await leaseAndRing(&group) }
            }
        }
    }

    private func leaseAndRing(_ group: inout ThrowingDiscardingTaskGroup<any Error>) async throws {
        let free = try await min(lines.waitForFree(), waitForAgents())
        let contacts = office.books.contacts
        switch try await contacts.lease(campaign: campaign.name, limit: min(free, 20), now: office.now()) {
        case .leased(let leases):
            for lease in leases {
                let seat = await seat(for: lease)
                guard campaign.agents?.mode != .progressive || seat != nil else {
                    // Somebody else was quicker.
                    try await contacts.release(lease, until: office.now(), reason: "waits for a free agent")
                    continue
                }
                let call = ContactCall(lease, seat: seat, office: office, logger: logger)
                await lines.begin(in: &group, call.run) { talk in
                    if let talk { await call.settle(talk) }
                }
            }
            await office.live.showCampaigns()
        case .windowClosed(let until):
            try await office.pause(until: until)
        case .notRunning:
            try await office.pause(until: nil)
        case .pilotWaits(let next):
            try await office.pause(until: next)
        case .nothingDue(let next, let inFlight):
            if next == nil, inFlight == 0, try await contacts.complete(campaign.name, now: office.now()) {
                logger.info("campaign finished", metadata: ["campaign": "\(campaign.name)"])
                await office.live.showCampaigns()
            }
            try await office.pause(until: next)
        }
    }

    /// Waits until an agent is free where the campaign needs one; more than anybody asks for where it doesn't.
    private func waitForAgents() async throws -> Int {
        guard let agents = campaign.agents, agents.mode == .progressive, let floor = office.agents else { return .max }
        for await count in await floor.free(in: agents.group) where count > 0 { return count }
        throw CancellationError()
    }

    /// The agent who is reserved for the call; nil where none is needed, or none is left.
    private func seat(for lease: ContactLease) async -> CustomerID? {
        guard let agents = campaign.agents, agents.mode == .progressive, let floor = office.agents else { return nil }
        return await floor.expect(AgentWish(campaign: agents, lease), CustomerCard(lease))
    }
}

extension AgentWish {
    /// A campaign's urgency, 1 to 9, is a priority the other way round.
    init(campaign agents: CampaignDefinition.Agents, _ lease: ContactLease) {
        self.init(group: agents.group, priority: 10 - lease.campaign.priority)
    }
}
