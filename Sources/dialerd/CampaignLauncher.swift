import Campaigns
import ConfigurationFile
import Dialer
import Foundation
import Telephony

/// Looks a campaign over, selects its contacts and lets it run, now or later.
struct CampaignLauncher {
    /// What a start came to.
    struct Launch: Encodable {
        let campaign: String
        /// What it does now, such as `running`.
        let state: String
        let added: Int
        let refreshed: Int
        let leftAlone: Int
        let refused: [String]

        var sentence: String {
            """
            \(campaign): \(state); \(added) accounts added, \(refreshed) refreshed, \
            \(leftAlone) left alone, \(refused.count) rows refused.
            """
        }
    }

    private let configuration: DaemonConfiguration

    init(_ configuration: DaemonConfiguration) { self.configuration = configuration }

    /// Reads the campaign, finds what is wrong with it and selects, without changing anything.
    ///
    /// Throws: every fault at once.
    func examine(_ name: String) async throws -> (campaign: CampaignDefinition, selection: CampaignSelection) {
        try await examine(CampaignFiles(directory: configuration.campaigns).file(of: name), named: name)
    }

    /// The same of a file that needn't be in the campaigns folder.
    func examine(
        _ url: URL, named name: String
    ) async throws -> (campaign: CampaignDefinition, selection: CampaignSelection) {
        var faults: [String] = []
        func attempt<Value>(_ body: () async throws -> Value) async -> Value? {
            do { return try await body() } catch {
                faults.append("\(error)")
                return nil
            }
        }
        let campaign = await attempt { try CampaignFile.read(url, lists: configuration.listNames) }
        if let campaign, campaign.name != name {
            faults.append("\(url.path): “name” is “\(campaign.name)”, but must be “\(name)” like the file.")
        }
        let rules = await attempt {
            try configuration.blaming("rules.set") { try configuration.rules.read(for: configuration.site) }
        }
        _ = await attempt { try PromptLibrary(try PromptCatalogue(folder: configuration.prompts)) }
        if let campaign, let rules {
            let trunk = configuration.trunk
            let check = CampaignCheck(rules: rules, trunk: trunk.name, channels: trunk.channels - trunk.reserved)
            faults += check.faults(of: campaign, now: .now).map { "\(url.path): \($0)" }
        }
        if let group = campaign?.agents?.group {
            let roster = await attempt { try configuration.agents.map { try AgentFile.read($0.file) } }
            _ = await attempt {
                do { try configuration.refuseMissingGroup(group, in: roster ?? nil) } catch {
                    throw Complaint("\(url.path): \(error)")
                }
            }
        }
        let selection = await attempt { () -> CampaignSelection? in
            try await configuration.billingSource.validate()
            guard let campaign else { return nil }
            return try await select(campaign)
        }
        guard faults.isEmpty, let campaign, let selected = selection ?? nil else {
            throw Complaint(faults.joined(separator: "\n"))
        }
        return (campaign, selected)
    }

    private func select(_ campaign: CampaignDefinition) async throws -> CampaignSelection {
        let (billing, zone) = (configuration.billingSource, campaign.window.zone ?? configuration.site.zone)
        guard let list = campaign.source.list else {
            return try await billing.selection(for: campaign.source, zone: zone, now: .now)
        }
        return try await configuration.blaming("billing.lists.\(list)") {
            try await billing.selection(for: campaign.source, zone: zone, now: .now)
        }
    }

    /// Where the campaign is in the database already, and still a draft.
    func markValidated(_ name: String) async throws {
        guard FileManager.default.fileExists(atPath: configuration.database.path) else { return }
        let contacts = ContactBook(database: try configuration.existingDatabase())
        do { try await contacts.validate(name, by: Person.here, now: .now) } catch let error as CampaignsError {
            guard error.code == .notFound else { throw error }
        }
    }

    func start(_ name: String) async throws -> Launch {
        try await launch(name) { contacts, campaign in
            if let starts = campaign.starts, starts.time(in: configuration.site.zone) > .now {
                return try await schedule(contacts, name, at: starts, until: campaign.ends)
            }
            try await contacts.start(name, by: Person.here, now: .now)
            return "running"
        }
    }

    func schedule(_ name: String, at start: LocalMoment, until end: LocalMoment?) async throws -> Launch {
        let zone = configuration.site.zone
        guard start.time(in: zone) > .now else {
            throw Complaint("\(start) is over in \(zone.identifier). Name a later time, or start the campaign now.")
        }
        return try await launch(name) { contacts, campaign in
            try await schedule(contacts, name, at: start, until: end ?? campaign.ends)
        }
    }

    private func schedule(
        _ contacts: ContactBook, _ name: String, at start: LocalMoment, until end: LocalMoment?
    ) async throws -> String {
        let zone = configuration.site.zone
        try await contacts.schedule(
            name, at: start.time(in: zone), until: end?.time(in: zone), by: Person.here, now: .now)
        return "scheduled for \(start)" + (end.map { " until \($0)" } ?? "")
    }

    private func launch(
        _ name: String, _ begin: (ContactBook, CampaignDefinition) async throws -> String
    ) async throws -> Launch {
        let (campaign, selection) = try await examine(name)
        let rules = try configuration.rules.read(for: configuration.site)
        let database = try configuration.databaseToFill()
        let contacts = ContactBook(database: database, rules: rules)
        _ = try await contacts.load(campaign, [], by: Person.here, now: .now)
        let counts = try await contacts.take(selection, into: name, by: Person.here, now: .now)
        let state = try await begin(contacts, campaign)
        try await database.close()
        return Launch(
            campaign: name, state: state, added: counts.added, refreshed: counts.refreshed, leftAlone: counts.leftAlone,
            refused: counts.refused)
    }
}
