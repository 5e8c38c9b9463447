import Campaigns
import ConfigurationFile
import Console
import Dialer
import Foundation
import Telephony

/// The configuration file of `dialerd serve`; every key is described in `docs/configuration.md`.
struct DaemonConfiguration {
    var site: Site
    var trunk: Trunk
    var sip: SIPEndpoint.Configuration
    var media: MediaSettings
    var enquiry: EnquirySettings
    var billing: BillingSettings
    var database: URL
    var records: RecordSettings
    var campaigns: URL
    var rules: RuleSettings
    var prompts: URL
    var fax: FaxSettings
    /// Nil where a site has none.
    var agents: AgentSettings?
    var results: ResultSettings?
    var console: ConsoleConfiguration?
    /// Where each key's value stands (`dialerd.yml:12:9`), for what shows itself to be wrong only later.
    var places: [String: String]

    struct MediaSettings {
        var ports: ClosedRange<UInt16>
        var threads: Int
    }

    struct EnquirySettings {
        var number: String
        var passwords: EnquiryPasswords.Policy
        /// The group that talks to callers who want a clerk.
        var clerks: String?
    }

    /// Who talks to customers.
    struct AgentSettings {
        var file: URL
        /// What their telephones show of who rings them.
        var callerID: String
        /// Nil where no call is recorded.
        var recordings: URL?
        var keepsRecordings: Duration
    }

    struct BillingSettings {
        var file: URL
        var queries: BillingQueries
    }

    /// What seals the records; both belong elsewhere than the database.
    struct RecordSettings {
        var key: RecordKeyFile
        var anchors: AnchorFile
    }

    /// By which rules people are called.
    struct RuleSettings {
        /// The name of a file in the folder, without its ending.
        var set: String
        var folder: URL

        /// Throws: every fault of the rule set and of the table of zones.
        func read(for site: Site) throws -> CallRules {
            let set = try RuleFile.read(folder.appending(path: "\(set).yml"))
            let zones = try ZoneTable.read(folder.appending(path: "zones.yml"))
            let region = Region(site.plan.region)
            return CallRules(
                set, zones: zones, site: CallPlace(clock: LocalClock(site.zone), regions: region.map { [$0] } ?? []))
        }
    }

    /// How faxes go out.
    struct FaxSettings {
        /// Directory of the documents that wait and were sent.
        var spool: URL
        /// The station identity that the far machine shows.
        var station: String
        /// Fax calls at once.
        var lines: Int
        /// Fax calls in one worker process.
        var legsPerWorker: Int
        var retry: RetryPolicy
    }

    /// Where and how often what became of every contact is written for other systems.
    struct ResultSettings {
        var file: URL
        var every: Duration
        var showsFullNumbers: Bool
    }

    /// Throws: every fault of the file, with its place and remedy.
    static func read(_ file: URL) throws(ConfigurationError) -> DaemonConfiguration {
        try ConfigurationNode.read(file, as: Self.init)
    }

    init?(_ root: ConfigurationNode) {
        root.expectKeys(Keys.root)
        // All are read before any is missed, so that one look finds every fault.
        let site = Self.site(root["site"])
        let trunk = Self.trunk(root["trunk"])
        let sip = Self.sip(root.optional("sip"))
        let media = Self.media(root.optional("media"))
        let enquiry = Self.enquiry(root["enquiry"])
        let billing = Self.billing(root["billing"])
        let fax = Self.fax(root.optional("fax"), directory: root.directory)
        agents = root.optional("agents").flatMap { Self.agents($0, serviceNumber: site?.serviceNumber) }
        results = root.optional("results").flatMap(Self.results)
        console = root.optional("console").flatMap(Self.console)
        database = root.optional("database")?.url() ?? root.directory.appending(path: "dialer.sqlite")
        records = Self.records(root.optional("records"), beside: database)
        campaigns = root.optional("campaigns")?.url() ?? root.directory.appending(path: "campaigns")
        let ruleSettings = Self.rules(root.optional("rules"), site: site, directory: root.directory)
        prompts = root.optional("prompts")?.url() ?? root.directory.appending(path: "prompts")
        places = root.places()
        guard let site, let trunk, let sip, let media, let enquiry, let billing, let fax,
            let ruleSettings
        else { return nil }
        (self.site, self.trunk, self.sip, self.media) = (site, trunk, sip, media)
        (self.enquiry, self.billing, self.fax, rules) = (enquiry, billing, fax, ruleSettings)
        if self.fax.station.isEmpty { self.fax.station = site.serviceNumber }
    }

    /// Where the value of a key stands, or the nearest thing around it that is there.
    func place(of key: String) -> String {
        places[key] ?? key.range(of: ".", options: .backwards).map { place(of: String(key[..<$0.lowerBound])) }
            ?? places[""] ?? ""
    }

    /// Puts the place of a key's value before what `body` complains of.
    func blaming<Value>(_ key: String, _ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch { throw Complaint("\(place(of: key)): \(error)") }
    }

    func blaming<Value>(_ key: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch { throw Complaint("\(place(of: key)): \(error)") }
    }

    /// The daemon's memory, to look at it beside the daemon.
    func databaseForReading() throws -> DialerDatabase {
        try refuseMissingDatabase()
        return try DialerDatabase.openForReading(at: database, recordKey: records.key)
    }

    /// The daemon's memory, to change what is there already.
    func existingDatabase() throws -> DialerDatabase {
        try refuseMissingDatabase()
        return try databaseToFill()
    }

    /// The daemon's memory, to put something into it; made where it isn't there.
    func databaseToFill() throws -> DialerDatabase {
        try DialerDatabase.openBeside(at: database, recordKey: records.key)
    }

    private func refuseMissingDatabase() throws {
        guard !FileManager.default.fileExists(atPath: database.path) else { return }
        throw Complaint(
            "There is no database \(database.path) yet; `dialerd serve` or `dialerd campaign start` makes it. "
                + "Or correct “database” in \(place(of: "database")).")
    }

    /// - Parameter roster: nil where there is none, or a fault in it, which is told by itself.
    func refuseMissingGroup(_ group: String, in roster: AgentRoster?) throws {
        guard let agents else {
            throw Complaint("There is no group “\(group)”: the configuration has no “agents”. Add “agents.file”.")
        }
        guard let roster, roster.groups[group] == nil else { return }
        let known = roster.groups.keys.sorted().joined(separator: ", ")
        throw Complaint("There is no group “\(group)” in \(agents.file.path); it has \(known).")
    }

    /// Nil where no call is recorded.
    func recordingArchive(_ database: DialerDatabase) -> RecordingArchive? {
        agents?.recordings.map { RecordingArchive(database: database, folder: $0) }
    }

    /// The lists that campaign files may name.
    var listNames: [String] { billing.queries.lists.keys.sorted() }

    var billingSource: BillingSource {
        BillingSource(file: billing.file, plan: site.plan, queries: billing.queries)
    }
}
