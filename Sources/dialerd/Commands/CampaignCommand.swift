import ArgumentParser
import Campaigns
import Foundation

struct CampaignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaign", abstract: "List, validate, start, pause, stop and watch campaigns.",
        subcommands: [
            List.self, Validate.self, Start.self, Pause.self, Resume.self, Stop.self, Status.self, Report.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The campaign files of the site.")
        @OptionGroup var file: ConfigurationOption
        @OptionGroup var form: ReportForm

        private struct Line: Encodable {
            let name: String
            /// Nil where the file has faults.
            let title: String?
        }

        func run() async throws {
            let lines = try CampaignFiles(directory: file.read().campaigns).all().map { url in
                Line(name: url.deletingPathExtension().lastPathComponent, title: try? CampaignFile.read(url).title)
            }
            if form.isJSON { return say(try json(lines)) }
            for line in lines {
                say("\(line.name)  \(line.title ?? "has faults: dialerd campaign validate \(line.name)")")
            }
        }
    }

    struct Validate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say what is wrong with a campaign file.")
        @Argument(help: "The campaign's name.") var name: String
        @OptionGroup var file: ConfigurationOption

        func run() async throws {
            let url = try CampaignFiles(directory: file.read().campaigns).file(of: name)
            let campaign = try CampaignFile.read(url)
            say("\(url.path): \(campaign.title) is well formed.")
            for line in campaign.retry.contactTable { say(line) }
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
                    "\(name): \(selection.debtors.count) accounts would be called, \(selection.refused.count) rows refused."
                )
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
            try await ContactBook(database: try file.read().existingDatabase()).pause(name)
            say("\(name): paused.")
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a paused campaign ring people again.")
        @Argument(help: "The campaign's name.") var name: String
        @OptionGroup var file: ConfigurationOption

        func run() async throws {
            try await ContactBook(database: try file.read().existingDatabase()).start(name)
            say("\(name): running.")
        }
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a campaign for good: who still waits is withdrawn. Calls that are up go on.")
        @Argument(help: "The campaign's name.") var name: String
        @OptionGroup var file: ConfigurationOption

        func run() async throws {
            let contacts = ContactBook(database: try file.read().existingDatabase())
            let withdrawn = try await contacts.stop(name, now: .now)
            say("\(name): finished; \(withdrawn) accounts that waited were withdrawn.")
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What all campaigns have come to so far, a line each.")
        @OptionGroup var file: ConfigurationOption
        @OptionGroup var form: ReportForm

        func run() async throws {
            let reports = try await ReportBook(database: file.read().databaseForReading()).campaigns()
            if form.isJSON { return say(try json(reports)) }
            for report in reports {
                let attempts = report.attempts.filter { $0.value > 0 }.sorted { $0.value > $1.value }
                say(
                    """
                    \(report.campaign) (\(report.state)): \(report.selected) accounts, \(report.waiting) waiting, \
                    \(report.leased) being called, \(report.ended.values.reduce(0, +)) done; \
                    \(attempts.map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", "))
                    """)
            }
        }
    }

    struct Report: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What one campaign has come to so far, in full.")
        @Argument(help: "The campaign's name.") var name: String
        @OptionGroup var file: ConfigurationOption
        @OptionGroup var form: ReportForm

        func run() async throws {
            let reports = try await ReportBook(database: file.read().databaseForReading()).campaigns()
            guard let report = reports.first(where: { $0.campaign == name }) else {
                let started = reports.map(\.campaign).joined(separator: ", ")
                throw Complaint(
                    "No campaign “\(name)” was ever started; "
                        + (started.isEmpty ? "none was." : "those that were: \(started)."))
            }
            say(form.isJSON ? try json(report) : Self.table(report))
        }

        private static func table(_ report: CampaignReport) -> String {
            var rows: [(String, Any)] = [
                ("campaign", "\(report.campaign) (\(report.state)): \(report.title)"),
                ("accounts", report.selected), ("  waiting", report.waiting), ("  being called", report.leased),
            ]
            rows += report.ended.sorted { $0.key.rawValue < $1.key.rawValue }.map { ("  \($0.key.rawValue)", $0.value) }
            rows.append(("attempts", report.attempts.values.reduce(0, +)))
            rows += report.attempts.sorted { $0.key.rawValue < $1.key.rawValue }
                .map { ("  \($0.key.rawValue)", $0.value) }
            rows += [
                ("announcements", report.announcementsPlayedToEnd),
                ("  by a person", report.announcementsHeardToEndByPerson), ("promises", report.promises),
                ("say it is paid", report.paidClaims), ("opt-outs", report.optOuts), ("callbacks", report.callbacks),
                ("faxes asked for", report.faxesAsked),
            ]
            return rows.map { name, value in name.padding(toLength: 18, withPad: " ", startingAt: 0) + "\(value)" }
                .joined(separator: "\n")
        }
    }
}
