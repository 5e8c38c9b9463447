import Campaigns
import Dialer
import FaxEngine
import Foundation
import Telephony

/// Whether the daemon could serve as it is configured: all that can be seen without ringing, listening or writing.
///
/// `check` reports it, and `serve` asks first, so that nothing is half done when something is wrong.
struct Readiness {
    /// Every fault, with its place where it has one; empty when all is well.
    private(set) var faults: [String] = []
    /// What had to be opened to be looked at, for the daemon to go on with; nil where there is a fault in it.
    private(set) var prompts: PromptLibrary?
    private(set) var press: FaxPress?
    private(set) var rules: CallRules?
    private(set) var agents: AgentRoster?
    private let configuration: DaemonConfiguration

    init(_ configuration: DaemonConfiguration) async {
        self.configuration = configuration
        var faults: [String] = []
        func attempt(_ key: String? = nil, _ body: () async throws -> Void) async {
            do {
                if let key { try await configuration.blaming(key, body) } else { try await body() }
            } catch {
                faults.append("\(error)")
            }
        }
        await attempt("trunk.host") { try checkTrunkHost() }
        if FileManager.default.isReadableFile(atPath: configuration.billing.file.path) {
            let billing = configuration.billingSource
            await attempt { try await billing.validate() }
            for name in configuration.listNames {
                await attempt("billing.lists.\(name)") {
                    try await billing.list(name, zone: configuration.site.zone).validate()
                }
            }
        } else {
            await attempt("billing.file") { throw missingBillingFile }
        }
        await attempt { prompts = try PromptLibrary(try PromptCatalogue(folder: configuration.prompts)) }
        await attempt { press = try FaxPress() }
        await attempt("rules.set") { rules = try configuration.rules.read(for: configuration.site) }
        if let settings = configuration.agents {
            await attempt { agents = try AgentFile.read(settings.file) }
            await attempt("agents") { try checkRecordings(settings) }
        }
        await attempt("enquiry.clerks") {
            try configuration.enquiry.clerks.map { try configuration.refuseMissingGroup($0, in: agents) }
        }
        await attempt("database") { try checkDatabase() }
        self.faults = faults
    }

    private func checkRecordings(_ settings: DaemonConfiguration.AgentSettings) throws {
        let recorded = agents?.groups.values.first { $0.recording != .none }
        guard let recorded, settings.recordings == nil else { return }
        throw Complaint(
            "Calls of the group “\(recorded.name)” are to be recorded, but there is no folder for it. "
                + "Add “agents.recordings”.")
    }

    private func checkTrunkHost() throws {
        let host = configuration.trunk.host
        var hints = addrinfo()
        hints.ai_family = AF_INET
        var found: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &found)
        guard status == 0 else {
            throw Complaint(
                "The trunk's host “\(host)” is unknown (\(String(cString: gai_strerror(status)))). "
                    + "Correct “trunk.host”, or see that this machine's name service knows it; an IPv4 address also does."
            )
        }
        freeaddrinfo(found)
    }

    private var missingBillingFile: Complaint {
        Complaint(
            "The billing file \(configuration.billing.file.path) is missing or may not be read. "
                + "Correct “billing.file”; docs/billing-contract.md says what must be in it.")
    }

    private func checkDatabase() throws {
        let file = configuration.database
        guard FileManager.default.fileExists(atPath: file.path) else {
            let directory = file.deletingLastPathComponent().path
            guard FileManager.default.isWritableFile(atPath: directory) else {
                throw Complaint(
                    "The database is to be made in \(directory), which is missing or may not be written. "
                        + "Make that directory, or correct “database”.")
            }
            return
        }
        let database = try DialerDatabase.openForReading(at: file)
        try configuration.records.key.check(for: database)
    }
}
