import Campaigns
import Logging
import ServiceLifecycle

/// Runs one campaign: leases who is due, has them rung, and has it recorded what came of it.
///
/// Where agents are to talk to people, as many are leased as its mode allows with the agents who are free.
/// On graceful shutdown it leases nobody any more and lets calls that are up come to their end.
struct CampaignRunner: Service {
    /// Of one lease: more would keep other campaigns waiting.
    private static let leasedAtOnce = 20

    let campaign: String
    let lines: LineCount
    let office: CampaignOffice
    let logger: Logger

    /// - Parameter lines: as the campaign has them now; they may change while it runs.
    init(_ campaign: String, lines: LineCount, office: CampaignOffice, logger: Logger) {
        self.campaign = campaign
        self.lines = lines
        self.office = office
        self.logger = logger
    }

    func run() async throws {
        try await untilShutdown {
            try await withThrowingDiscardingTaskGroup { group in
                var pacing: CampaignPacing?
                do {
                    try await office.again(logger: logger) {
                        // Its file may have changed since the last turn.
                        let current = try await office.books.contacts.current(campaign, now: office.now())
                        if try await !pace(current.definition, isOpen: current.isOpen, &pacing, &group) {
                            try await leaseAndRing(current.definition.agents, &group)
                        }
                    }
                } catch {
                    if let pacing { await Workplace.begin { await pacing.end() }.value }
                    throw error
                }
            }
        }
    }

    private func leaseAndRing(
        _ agents: CampaignDefinition.Agents?, _ group: inout ThrowingDiscardingTaskGroup<any Error>
    ) async throws {
        let free = await lines.free
        guard free > 0 else {
            // The next turn reads anew what may have changed meanwhile.
            _ = try await lines.waitForFree()
            return
        }
        let mayRing = try await waitForAgents(agents)
        var surplus = mayRing.surplus
        try await lease(min(free, mayRing.all)) { try await begin($0, surplus: &surplus, in: &group) }
    }

    /// Leases so many at most and begins their calls; waits where there is nobody to lease.
    func lease(_ most: Int, begin: (ContactLease) async throws -> Void) async throws {
        let contacts = office.books.contacts
        let limit = min(most, Self.leasedAtOnce)
        switch try await contacts.lease(campaign: campaign, limit: limit, now: office.now()) {
        case .leased(let leases):
            for lease in leases { try await begin(lease) }
            await office.live.showCampaigns()
        case .windowClosed(let until):
            try await office.pause(until: until)
        case .notRunning:
            try await office.pause(until: nil)
        case .pilotWaits(let next):
            try await office.pause(until: next)
        case .nothingDue(let next, let inFlight):
            if next == nil, inFlight == 0, try await contacts.complete(campaign, now: office.now()) {
                logger.info("campaign finished", metadata: ["campaign": "\(campaign)"])
                await office.live.showCampaigns()
            }
            // Who waited for agents has paused already, and must not miss the next one.
            if limit > 0 { try await office.pause(until: next) }
        }
    }
}

extension AgentWish {
    /// A campaign's urgency, 1 to 9, is a priority the other way round.
    init(campaign agents: CampaignDefinition.Agents, _ lease: ContactLease) {
        self.init(group: agents.group, priority: 10 - lease.campaign.priority)
    }
}
