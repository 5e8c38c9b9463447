import ArgumentParser
import Campaigns
import Dialer
import Foundation

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Load contacts, callbacks, do-not-call numbers, holidays, rates or consents from a CSV file.",
        discussion: """
            Columns are known by their names (docs/lists.md), encoding and delimiter are found out. Bad rows go to \
            FILE.refused.csv with line, column and reason, to be corrected there and loaded again. The same file twice \
            changes nothing. It may run beside the daemon.
            """)

    @Argument(help: "contacts, callbacks, dnc, holidays, rates or consents.") var kind: ListKind
    @Argument(help: "The CSV file.") var list: String
    @OptionGroup var file: ConfigurationOption
    @OptionGroup var form: ReportForm
    @Option(help: "Whose contacts these are; of do-not-call numbers, the only campaign that keeps to them.")
    var campaign: String?
    @Option(help: "A YAML file that says what the columns mean.") var mapping: String?
    @Option(help: "utf-8, gb18030, utf-16le or utf-16be, where it is not found out.") var encoding: TextEncoding?
    @Option(help: "comma, semicolon or tab, where it is not found out.") var delimiter: CSVDelimiter?
    @Flag(help: "Load nothing if one row is bad.") var allOrNothing = false
    @Flag(help: "Say what would happen, and change nothing.") var dryRun = false

    func run() async throws {
        let configuration = try file.read()
        let definition = try definition(configuration)
        let order = try order(configuration, definition)
        let database = try dryRun ? configuration.existingDatabase() : configuration.databaseToFill()
        if let definition, kind == .contacts, !dryRun {
            try await makeCampaign(definition, configuration, database)
        }
        let report = try await load(order, configuration.site, database)
        try await database.close()
        say(form.isJSON ? try json(report) : report.text)
        if !report.isLoaded, !dryRun { throw ExitCode.failure }
    }

    private func definition(_ configuration: DaemonConfiguration) throws -> CampaignDefinition? {
        guard let campaign else { return nil }
        return try CampaignFile.read(
            CampaignFiles(directory: configuration.campaigns).file(of: campaign), lists: configuration.listNames)
    }

    private func order(
        _ configuration: DaemonConfiguration, _ definition: CampaignDefinition?
    ) throws -> ListImport.Order {
        var order = ListImport.Order(kind, URL(filePath: list))
        order.isAllOrNothing = allOrNothing
        order.isDryRun = dryRun
        if let mapping { order.mapping = try ListMapping.read(URL(filePath: mapping), of: kind) }
        if let encoding { order.mapping.encoding = encoding }
        if let delimiter { order.mapping.delimiter = delimiter }
        order.campaign = campaign
        order.region = configuration.site.plan.region
        let files = try CampaignFiles(directory: configuration.campaigns).all()
        order.campaigns = Set(files.map { $0.deletingPathExtension().lastPathComponent })
        order.rules = definition?.duplicates ?? []
        return order
    }

    /// The campaign may never have been started; one that was stays as it is there.
    private func makeCampaign(
        _ definition: CampaignDefinition, _ configuration: DaemonConfiguration, _ database: DialerDatabase
    ) async throws {
        let contacts = ContactBook(database: database, rules: try configuration.rules.read(for: configuration.site))
        let known = try await contacts.campaigns()
        if known.contains(where: { $0.name == definition.name }) { return }
        _ = try await contacts.load(definition, [], by: Person.here, now: .now)
    }

    private func load(_ order: ListImport.Order, _ site: Site, _ database: DialerDatabase) async throws -> ListReport {
        let line = ProgressLine()
        let importing = ListImport(order, into: database, plan: site.plan, zone: site.zone)
        let report = try await importing.run { line.show($0.sentence) }
        line.clear()
        return report
    }
}

extension ListKind: ExpressibleByArgument {}
extension TextEncoding: ExpressibleByArgument {}
extension CSVDelimiter: ExpressibleByArgument {}

/// One line of the terminal that says how far something has come, at most twice a second.
///
/// On the standard error, so that it never mixes with a report; nothing where that is no terminal.
final class ProgressLine {
    private static let pause: Duration = .milliseconds(500)

    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var shownAt: ContinuousClock.Instant?

    func show(_ text: String) {
        let now = ContinuousClock.now
        guard isTerminal, shownAt.map({ now - $0 >= Self.pause }) ?? true else { return }
        shownAt = now
        // To the line's beginning, and erase what is behind the text (ECMA-48 §8.3.41, EL).
        FileHandle.standardError.write(Data("\r\(text)\u{1B}[K".utf8))
    }

    func clear() {
        if shownAt != nil { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
        shownAt = nil
    }
}
