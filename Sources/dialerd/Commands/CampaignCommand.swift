import ArgumentParser
import Campaigns
import Foundation

struct CampaignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaign", abstract: "List, validate, start, pause and watch campaigns.",
        subcommands: [List.self, Validate.self, Start.self, Pause.self, Resume.self, Status.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The campaign files of the site.")
        @OptionGroup var file: ConfigurationOption

        func run() async throws {
            for url in try CampaignFiles(directory: file.read().campaigns).all() {
                let name = url.deletingPathExtension().lastPathComponent
                do {
                    say("\(name)  \(try CampaignFile.read(url).title)")
                } catch {
                    say("\(name)  has faults: dialerd campaign validate \(name)")
                }
            }
        }
    }

    struct Validate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say what is wrong with a campaign file.")
        @Argument(help: "The campaign's name.") var name: String
        @OptionGroup var file: ConfigurationOption

        func run() async throws {
            let url = try CampaignFiles(directory: file.read().campaigns).file(of: name)
            say("\(url.path): \(try CampaignFile.read(url).title) is well formed.")
        }
    }

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Select the contacts from the billing data and let the campaign ring them.")
        @Argument(help: "The campaign's name.") var name: String
        @OptionGroup var file: ConfigurationOption
        @Flag(help: "Select and count, but change nothing.") var dryRun = false

        func run() async throws {
            let launcher = CampaignLauncher(try file.read())
            guard !dryRun else {
                let selection = try await launcher.select(name).selection
                for refused in selection.refused { say("not selected: \(refused)") }
                return say(
                    "\(name): \(selection.debtors.count) accounts would be called, \(selection.refused.count) rows refused.")
            }
            let launch = try await launcher.start(name)
            for refused in launch.refused { say("not selected: \(refused)") }
            say(launch.sentence)
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "No new calls; calls that are up go on.")
        @Argument(help: "The campaign's name.") var name: String
        @OptionGroup var file: ConfigurationOption

        func run() async throws {
            try await ContactBook(database: .openBeside(at: file.read().database)).pause(name)
            say("\(name): paused.")
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a paused campaign ring people again.")
        @Argument(help: "The campaign's name.") var name: String
        @OptionGroup var file: ConfigurationOption

        func run() async throws {
            try await ContactBook(database: .openBeside(at: file.read().database)).start(name)
            say("\(name): running.")
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What all campaigns have come to so far.")
        @OptionGroup var file: ConfigurationOption
        @Flag(name: .customLong("json"), help: "One JSON array.") var isJSON = false

        func run() async throws {
            let database = try DialerDatabase.openForReading(at: file.read().database)
            let reports = try await ReportBook(database: database).campaigns()
            if isJSON { return say(try json(reports)) }
            for report in reports {
                let attempts = report.attempts.filter { $0.value > 0 }.sorted { $0.value > $1.value }
                say("""
                    \(report.campaign) (\(report.state)): \(report.selected) accounts, \(report.waiting) waiting, \
                    \(report.leased) being called, \(report.ended.values.reduce(0, +)) done; \
                    \(attempts.map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", "))
                    """)
            }
        }
    }
}
