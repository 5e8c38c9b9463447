import Campaigns
import Logging
import ServiceLifecycle
import Telephony

/// Runs one campaign without agents: leases who is due, rings them, plays the announcement, takes keys, and records.
///
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
        let free = try await lines.waitForFree()
        let contacts = office.books.contacts
        switch try await contacts.lease(campaign: campaign.name, limit: min(free, 20), now: office.now()) {
        case .leased(let leases):
            for lease in leases {
                await lines.begin(in: &group) { await ContactCall(lease, office: office, logger: logger).run() }
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
}
