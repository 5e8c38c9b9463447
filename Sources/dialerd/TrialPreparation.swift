import Campaigns
import Dialer
import Foundation

/// What a trial of a campaign begins with: read from files, billing data and the database, none of which it changes.
struct TrialPreparation {
    private let configuration: DaemonConfiguration
    /// Nil where there is none yet.
    private let database: DialerDatabase?

    init(_ configuration: DaemonConfiguration) throws {
        self.configuration = configuration
        let isThere = FileManager.default.fileExists(atPath: configuration.database.path)
        database = isThere ? try configuration.databaseForReading() : nil
    }

    func close() async throws { try await database?.close() }

    /// - Parameter campaign: a name, or the path of a file.
    func examine(_ campaign: String) async throws -> (CampaignDefinition, CampaignSelection) {
        let launcher = CampaignLauncher(configuration)
        guard campaign.contains("/") || campaign.hasSuffix(".yml") else { return try await launcher.examine(campaign) }
        let url = URL(filePath: campaign)
        return try await launcher.examine(url, named: url.deletingPathExtension().lastPathComponent)
    }

    /// Those who were selected; where contacts are only imported, those who wait.
    func numbers(_ selection: CampaignSelection, of campaign: CampaignDefinition) async throws -> [Int] {
        if selection.count > 0 { return selection.numbers }
        var waiting: [Int] = []
        if let database {
            waiting = try await ContactBook(database: database).numbersOfWaiting(in: campaign.name)
        }
        guard !waiting.isEmpty else {
            throw Complaint(
                "\(campaign.name) would call nobody now. To try it with made-up people, add --contacts 1000.")
        }
        return waiting
    }

    func rules() async throws -> CallRules {
        let rules = try configuration.rules.read(for: configuration.site)
        if let database { _ = try await rules.readHolidays(from: database) }
        return rules
    }

    /// How many the campaign's group has; none where the campaign has no agents.
    func agents(of campaign: CampaignDefinition) throws -> [Int] {
        guard let group = campaign.agents?.group, let roster = try roster() else { return [] }
        let count = roster.agents.values.count { $0.skills[group] != nil }
        guard count > 0 else {
            throw Complaint("The group “\(group)” has no agents yet. Name how many to try it with, such as --agents 8.")
        }
        return [count]
    }

    func assumptions(for campaign: CampaignDefinition) async throws -> TrialAssumptions {
        var assumptions = try await learned(by: campaign)
        guard let agents = campaign.agents, agents.mode != .onRequest else {
            // Whoever answers hears the announcement; nobody writes anything down.
            assumptions.talk = .init(.init(mean: 45, spread: 0.4), .usual)
            return assumptions
        }
        assumptions.wrapUpLimit = try roster()?.groups[agents.group].map { $0.wrapUp / .seconds(1) }
        if agents.mode == .preview { assumptions.look = (agents.preview ?? .init()).time / .seconds(2) }
        if agents.mode == .manual { assumptions.look = 30 }
        return assumptions
    }

    private func learned(by campaign: CampaignDefinition) async throws -> TrialAssumptions {
        guard let database else { return TrialAssumptions() }
        let zone = campaign.window.zone ?? configuration.site.zone
        let book = ReportBook(database: database)
        return TrialAssumptions(
            campaign: try await book.calls(of: campaign.name, zone: zone),
            all: try await book.calls(of: nil, zone: zone), campaignTalks: try await book.talks(of: campaign.name),
            allTalks: try await book.talks(of: nil))
    }

    private func roster() throws -> AgentRoster? { try configuration.agents.map { try AgentFile.read($0.file) } }
}
