package import Campaigns
package import Logging
import ServiceLifecycle
import Telephony

/// Runs one campaign without agents: leases who is due, rings them, plays the announcement, takes keys, and records.
///
/// On graceful shutdown it leases nobody any more and lets calls that are up come to their end.
package struct CampaignRunner: Service {
    private let campaign: CampaignDefinition
    private let office: CampaignOffice
    private let logger: Logger

    package init(_ campaign: CampaignDefinition, office: CampaignOffice, logger: Logger) {
        self.campaign = campaign
        self.office = office
        self.logger = logger
    }

    package func run() async throws {
        let lines = LineCount(limit: campaign.lines)
        try await untilShutdown {
            try await withThrowingDiscardingTaskGroup { group in
                try await office.again(logger: logger) { try await leaseAndRing(lines, &group) }
            }
        }
    }

    private func leaseAndRing(_ lines: LineCount, _ group: inout ThrowingDiscardingTaskGroup<any Error>) async throws {
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
        case .nothingDue(let next, let inFlight):
            if next == nil, inFlight == 0 {
                try await contacts.markFinished(campaign.name)
                logger.info("campaign finished", metadata: ["campaign": "\(campaign.name)"])
                await office.live.showCampaigns()
            }
            try await office.pause(until: next)
        }
    }
}
