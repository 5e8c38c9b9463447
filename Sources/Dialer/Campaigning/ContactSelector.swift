import Campaigns
package import Logging
import ServiceLifecycle

/// Selects the contacts of campaigns again by their schedules, one campaign after the other.
///
/// Campaigns go on calling meanwhile. When each was selected is in the database, so a restart neither repeats a
/// selection nor skips one.
package struct ContactSelector: Service {
    /// The billing file may be away, or what is wrong with a list must be corrected first.
    private static let afterFailure = Duration.seconds(60)
    private static let reasonsTold = 3

    private let office: CampaignOffice
    private let logger: Logger

    package init(office: CampaignOffice, logger: Logger) {
        self.office = office
        self.logger = logger
    }

    package func run() async throws {
        try await untilShutdown {
            var notBefore: [String: UTCTime] = [:]
            try await office.again(logger: logger) {
                for due in try await office.books.contacts.dueSelections(now: office.now()) {
                    let name = due.campaign.name
                    if let time = notBefore[name], office.now() < time { continue }
                    do {
                        try await select(due)
                        notBefore[name] = nil
                    } catch let error where !(error is CancellationError) {
                        notBefore[name] = office.now() + Self.afterFailure
                        logger.warning(
                            "contacts not selected; tried again in a minute",
                            metadata: ["campaign": "\(name)", "error": "\(error)"])
                    }
                }
                try await office.pause(until: nil)
            }
        }
    }

    private func select(_ due: ContactBook.DueSelection) async throws {
        // As of its beginning, so that a long one doesn't put the next one off.
        let now = office.now()
        let selection = try await office.billing.selection(for: due.campaign.source, zone: due.zone, now: now)
        let counts = try await office.books.contacts.take(selection, into: due.campaign.name, now: now)
        logger.info(
            "contacts selected", metadata: ["campaign": "\(due.campaign.name)", "counts": "\(counts.words)"])
        if !counts.refused.isEmpty {
            logger.warning(
                "rows of a selection refused",
                metadata: [
                    "campaign": "\(due.campaign.name)", "count": "\(counts.refused.count)",
                    "first": "\(counts.refused.prefix(Self.reasonsTold).joined(separator: "; "))",
                ])
        }
        await office.live.showCampaigns()
    }
}
