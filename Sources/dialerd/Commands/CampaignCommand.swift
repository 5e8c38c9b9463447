import ArgumentParser
import Campaigns
import Foundation

struct CampaignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaign", abstract: "List, validate, try, schedule, start, pause, stop and watch campaigns.",
        discussion: "docs/campaigns.md describes a campaign's file and its life.",
        subcommands: [
            List.self, Validate.self, Try.self, Schedule.self, Start.self, Pause.self, Resume.self, Approve.self,
            Stop.self, Status.self, History.self, Report.self, Pacing.self,
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
            let configuration = try file.read()
            let lines = try CampaignFiles(directory: configuration.campaigns).all().map { url in
                Line(
                    name: url.deletingPathExtension().lastPathComponent,
                    title: try? CampaignFile.read(url, lists: configuration.listNames).title)
            }
            if form.isJSON { return say(try json(lines)) }
            for line in lines {
                say("\(line.name)  \(line.title ?? "has faults: dialerd campaign validate \(line.name)")")
            }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What campaigns have come to so far, and what they wait for.",
            discussion: "Where nothing is dialled, it says exactly why.")
        @Argument(help: "The campaign's name; all of them without it.") var name: String?
        @OptionGroup var file: ConfigurationOption
        @OptionGroup var form: ReportForm

        /// A report with the standing beside its own keys.
        private struct Line: Encodable {
            let report: CampaignReport
            let standing: CampaignStanding
            let sentences: [String]

            private enum CodingKeys: CodingKey { case standing, sentences }

            func encode(to encoder: any Encoder) throws {
                try report.encode(to: encoder)
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(standing, forKey: .standing)
                try container.encode(sentences, forKey: .sentences)
            }
        }

        func run() async throws {
            let configuration = try file.read()
            let database = try configuration.databaseForReading()
            let reports = try await ReportBook(database: database).campaigns().filter {
                name == nil || $0.campaign == name
            }
            if let name, reports.isEmpty { _ = try await ContactBook(database: database).history(name) }
            let isServed = (try? DialerDatabase.refuseIfInUse(at: configuration.database)) == nil
            var lines: [Line] = []
            for report in reports {
                let standing = try await ContactBook(database: database).standing(report.campaign, now: .now)
                var sentences = standing.sentences
                if !isServed, standing.state != .finished {
                    sentences.append("`dialerd serve` isn't running, so nobody is called.")
                }
                lines.append(Line(report: report, standing: standing, sentences: sentences))
            }
            if form.isJSON { return say(try name == nil ? json(lines) : json(lines.first)) }
            for line in lines { say(Self.text(line)) }
        }

        private static func text(_ line: Line) -> String {
            let report = line.report
            let attempts = report.attempts.filter { $0.value > 0 }.sorted { $0.value > $1.value }
            let outcomes = attempts.map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", ")
            let head = """
                \(report.campaign) (\(report.state)): \(report.selected) accounts, \(report.waiting) waiting, \
                \(report.leased) being called, \(report.ended.values.reduce(0, +)) done\
                \(outcomes.isEmpty ? "" : "; " + outcomes)
                """
            return ([head] + line.sentences.map { "  " + $0 }).joined(separator: "\n")
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
