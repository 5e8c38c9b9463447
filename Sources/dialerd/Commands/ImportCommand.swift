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
        var order = ListImport.Order(kind, URL(filePath: list))
        order.isAllOrNothing = allOrNothing
        order.isDryRun = dryRun
        order.mapping = try mapping.map { try ListMapping.read(URL(filePath: $0), of: kind) } ?? ListMapping()
        if let encoding { order.mapping.encoding = encoding }
        if let delimiter { order.mapping.delimiter = delimiter }
        order.campaign = campaign
        order.region = configuration.site.plan.region
        let files = CampaignFiles(directory: configuration.campaigns)
        order.campaigns = Set(try files.all().map { $0.deletingPathExtension().lastPathComponent })
        let definition = try campaign.map { try CampaignFile.read(files.file(of: $0)) }
        order.rules = definition?.duplicates ?? []
        let database = try dryRun ? configuration.existingDatabase() : .openBeside(at: configuration.database)
        // The campaign may never have been started; one that was stays as it is there.
        let contacts = ContactBook(database: database, rules: try configuration.rules.read(for: configuration.site))
        if let definition, kind == .contacts, !dryRun,
            try await !contacts.campaigns().contains(where: { $0.name == definition.name })
        {
            _ = try await contacts.load(definition, [], by: Person.here, now: .now)
        }
        let site = configuration.site
        var line = ProgressLine()
        let report = try await ListImport(order, into: database, plan: site.plan, zone: site.zone)
            .run { line.show($0.sentence) }
        line.clear()
        try await database.close()
        say(form.isJSON ? try json(report) : report.text)
        if !report.isLoaded, !dryRun { throw ExitCode.failure }
    }
}

extension ListKind: ExpressibleByArgument {}
extension TextEncoding: ExpressibleByArgument {}
extension CSVDelimiter: ExpressibleByArgument {}

/// One line of the terminal that says how far something has come, at most twice a second.
///
/// On the standard error, so that it never mixes with a report; nothing where that is no terminal.
struct ProgressLine {
    private static let pause: Duration = .milliseconds(500)

    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var shownAt: ContinuousClock.Instant?

    mutating func show(_ text: String) {
        let now = ContinuousClock.now
        guard isTerminal, shownAt.map({ now - $0 >= Self.pause }) ?? true else { return }
        shownAt = now
        // To the line's beginning, and erase what is behind the text (ECMA-48 §8.3.41, EL).
        FileHandle.standardError.write(Data("\r\(text)\u{1B}[K".utf8))
    }

    mutating func clear() {
        if shownAt != nil { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
        shownAt = nil
    }
}
