import Campaigns
package import Logging
import ServiceLifecycle

/// Runs every campaign that is in the database, also those that come, change, or have their time while the daemon runs.
package struct CampaignSupervisor: Service {
    /// Holidays may be imported while we run.
    private static let betweenReadingsOfRules = Duration.seconds(60)

    private let office: CampaignOffice
    private let logger: Logger

    package init(office: CampaignOffice, logger: Logger) {
        self.office = office
        self.logger = logger
    }

    package func run() async throws {
        try await untilShutdown {
            try await withThrowingDiscardingTaskGroup { group in
                var known: [String: LineCount] = [:]
                var rulesReadAt: UTCTime?
                try await office.again(logger: logger) {
                    if rulesReadAt.map({ office.now() >= $0 + Self.betweenReadingsOfRules }) ?? true {
                        try await office.books.contacts.rules.reload(from: office.database)
                        rulesReadAt = office.now()
                    }
                    for moved in try await office.books.contacts.keepTimes(now: office.now()) {
                        logger.info("campaign started or ended by its time", metadata: ["campaign": "\(moved)"])
                        await office.live.showCampaigns()
                    }
                    for campaign in try await office.books.contacts.campaigns() {
                        await office.line.adjust(LineAllotment.Claim(campaign))
                        if let lines = known[campaign.name] {
                            await lines.change(limit: campaign.lines)
                            continue
                        }
                        let lines = LineCount(limit: campaign.lines)
                        known[campaign.name] = lines
                        let runner = CampaignRunner(campaign.name, lines: lines, office: office, logger: logger)
                        group.addTask { try await runner.run() }
                    }
                    try await office.pause(until: nil)
                }
            }
        }
    }
}
