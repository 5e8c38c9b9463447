import ArgumentParser
import Campaigns
import Dialer
import Foundation

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Figures of a period as table, CSV, JSON or chart data; results for other systems.",
        discussion: "docs/reports.md defines every figure, docs/results-contract.md the results.",
        subcommands: [Period.self, Results.self, Check.self, Rebuild.self],
        defaultSubcommand: Period.self)

    struct Period: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "period", abstract: "The figures of a period, in the site's time zone.")
        @Argument(help: "A campaign's name, or all: every campaign, faxes and 170.") var campaign = "all"
        @OptionGroup var file: ConfigurationOption
        @Option(help: "The first day, as 2026-11-01; the first of this month if left out.") var from: String?
        @Option(help: "The last day, included; today if left out.") var to: String?
        @Option(help: "hour, day, month, campaign or outcome: a row for each.") var by: ReportQuestion.Grouping?
        @Option(help: "Names of figures with commas between, or all; docs/reports.md has them.") var figures: String?
        @Option(help: "Write a CSV file, safe to open in a spreadsheet.") var csv: String?
        @OptionGroup var form: ReportForm
        @Flag(help: "Labels and series as JSON, as Chart.js takes them.") var chart = false

        func run() async throws {
            guard [csv != nil, form.isJSON, chart].count(where: { $0 }) <= 1 else {
                throw Complaint("--csv, --json and --chart exclude each other; a report is written in one form.")
            }
            let configuration = try file.read()
            let zone = configuration.site.zone
            let today = CalendarDay(.now, in: zone)
            let question = try ReportQuestion(
                campaign: campaign == "all" ? nil : campaign,
                from: try from.map(day) ?? today.billingMonth.firstDay, to: try to.map(day) ?? today, by: by, in: zone)
            let report = try await ReportBook(database: configuration.databaseForReading()).report(question)
            if let csv {
                try Data(report.csv(try chosen(or: Figure.all)).utf8).write(to: URL(filePath: csv), options: .atomic)
            } else if form.isJSON {
                say(try json(report.json(try chosen(or: Figure.all))))
            } else if chart {
                say(try json(report.chart(try chosen(or: Figure.brief))))
            } else {
                say(report.table(try chosen(or: by == nil ? Figure.all : Figure.brief)))
            }
            if report.lacksKey {
                complain("Durations and charges are missing: there is no key of the sealed records (records.key-file).")
            }
        }

        private func day(_ text: String) throws -> CalendarDay {
            guard let day = CalendarDay(iso: text) else {
                throw Complaint("'\(text)' is no day; write it as 2026-11-01.")
            }
            return day
        }

        private func chosen(or standard: [Figure]) throws -> [Figure] {
            guard let figures else { return standard }
            if figures == "all" { return Figure.all }
            return try figures.split(separator: ",").map { name in
                guard let figure = Figure.named(String(name)) else {
                    let names = Figure.all.map(\.name).joined(separator: ", ")
                    throw Complaint("There is no figure '\(name)'. There are: \(names).")
                }
                return figure
            }
        }
    }

    struct Results: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What became of every contact, as a file for other systems.",
            discussion: "The file is as of one moment and appears whole, in place of an older one.")
        @Argument(help: "A campaign's name, or all.") var campaign = "all"
        @OptionGroup var file: ConfigurationOption
        @Option(help: "Write a CSV file, safe to open in a spreadsheet.") var csv: String?
        @Option(help: "Write a SQLite file with the table campaign_result.") var sqlite: String?
        @Flag(help: "Whole telephone numbers instead of the last four digits.") var fullNumbers = false

        func run() async throws {
            guard csv != nil || sqlite != nil else {
                throw Complaint("Say where the results go: --csv FILE, --sqlite FILE or both.")
            }
            let book = ResultBook(database: try file.read().databaseForReading(), showsFullNumbers: fullNumbers)
            let name = campaign == "all" ? nil : campaign
            if let csv { say("\(csv): \(try await book.writeCSV(campaign: name, to: URL(filePath: csv))) contacts.") }
            if let sqlite {
                say("\(sqlite): \(try await book.writeSQLite(campaign: name, to: URL(filePath: sqlite))) contacts.")
            }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whether the tallies that reports are summed from agree with the records.",
            discussion: "Reads every attempt, so it takes its time; the daemon may go on working.")
        @OptionGroup var file: ConfigurationOption
        @OptionGroup var form: ReportForm

        func run() async throws {
            let found = try await TallyBook(database: file.read().databaseForReading()).check()
            if form.isJSON {
                say(try json(found))
            } else if found.isNone {
                say("The tallies agree with the records\(found.calls == nil ? ", durations not looked at" : "").")
            } else {
                say(
                    """
                    Tallies that differ from the records: \(found.attempts) of attempts, \(found.happenings) of \
                    happenings, \(found.calls ?? 0) of durations. Stop the daemon and run dialerd report rebuild.
                    """)
            }
            if !found.isNone { throw ExitCode.failure }
        }
    }

    struct Rebuild: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Count the tallies anew from the records, while no daemon works.")
        @OptionGroup var file: ConfigurationOption

        func run() async throws {
            let configuration = try file.read()
            try DialerDatabase.refuseIfInUse(at: configuration.database)
            let database = try configuration.existingDatabase()
            try await TallyBook(database: database).rebuild()
            try await database.close()
            say("The tallies are counted anew.")
        }
    }
}

extension ReportQuestion.Grouping: ExpressibleByArgument {}
