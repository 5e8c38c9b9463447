import Campaigns
import Dialer

/// Selects a campaign's contacts and lets it run.
struct CampaignLauncher {
    /// What a start came to.
    struct Launch {
        let name: String
        let counts: ContactBook.LoadCounts
        let refused: [CampaignsError]

        var sentence: String {
            """
            \(name): running; \(counts.added) accounts added, \(counts.refreshed) refreshed, \
            \(counts.leftAlone) left alone, \(refused.count) rows refused.
            """
        }
    }

    private let configuration: DaemonConfiguration

    init(_ configuration: DaemonConfiguration) { self.configuration = configuration }

    /// Reads the campaign and selects, without changing anything.
    func select(_ name: String) async throws -> (campaign: CampaignDefinition, selection: Selection) {
        let campaign = try CampaignFile.read(CampaignFiles(directory: configuration.campaigns).file(of: name))
        let billing = BillingSource(
            file: configuration.billing, plan: configuration.site.plan, queries: configuration.queries)
        try await billing.validate()
        let today = CalendarDay(.now, in: campaign.window.zone)
        return (campaign, try await billing.select(campaign.source, today: today))
    }

    func start(_ name: String) async throws -> Launch {
        let (campaign, selection) = try await select(name)
        let database = try DialerDatabase.openBeside(at: configuration.database)
        let contacts = ContactBook(database: database)
        let counts = try await contacts.load(campaign, selection.debtors, now: .now)
        try await contacts.start(name)
        try await database.close()
        return Launch(name: name, counts: counts, refused: selection.refused)
    }
}
