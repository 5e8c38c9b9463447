import ArgumentParser
import Campaigns
import Dialer
import Foundation
import Logging

struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run campaigns on a virtual clock against people who don't exist, to see what would happen.",
        discussion: "A month takes seconds. docs/simulate.md says what a scenario file has, and what is simulated.")

    @Argument(help: "The scenario's YAML file.") var scenario: String
    @Option(help: "A folder to keep the databases in; without it they are thrown away.") var out: String?
    @Option(help: "Other luck than the scenario's.") var seed: UInt64?
    @OptionGroup var form: ReportForm

    func run() async throws {
        var scenario = try ScenarioFile.read(URL(filePath: scenario))
        if let seed { scenario.seed = seed }
        let own = FileManager.default.temporaryDirectory.appending(path: "dialerd-simulation-\(UUID().uuidString)")
        let folder = out.map { URL(filePath: $0, directoryHint: .isDirectory) } ?? own
        defer { if out == nil { try? FileManager.default.removeItem(at: folder) } }
        var logger = Logger(label: "simulation") { StreamLogHandler.standardError(label: $0) }
        // Whatever a simulated daemon warns of is a fault of the scenario or of ours.
        logger.logLevel = .warning
        let began = ContinuousClock.now
        var told = began
        let report = try Simulation(scenario, in: folder, logger: logger).run { progress in
            guard !form.isJSON, ContinuousClock.now - told > .seconds(2) else { return }
            told = ContinuousClock.now
            let speed = Int(Double(progress.attempts) / ((told - began) / .seconds(1)))
            complain(
                "day \(progress.day) of \(progress.days), \(progress.attempts) attempts, \(speed) a second, "
                    + "\(progress.crashes) crashes")
        }
        say(form.isJSON ? try json(report) : Self.text(report))
    }

    private static func text(_ report: Simulation.Report) -> String {
        let figures = report.figures
        var lines = [
            "\(report.scenario), seed \(report.seed): \(report.days) days, \(report.accounts) accounts, "
                + "\(report.crashes) crashes, in \(Int(report.tookSeconds.rounded(.up))) s", "",
            "attempts       \(figures.attempts)",
        ]
        lines += figures.outcomes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { row("  " + $0, $1) }
        lines += ["", "promises       \(figures.promises.values.reduce(0, +))"]
        lines += figures.promises.sorted { $0.key < $1.key }.map { row("  " + $0, $1) }
        lines += [
            row("say it is paid", figures.paidClaims), row("opt-outs", figures.optOuts),
            row("callbacks", figures.callbacks),
        ]
        for campaign in figures.campaigns {
            let days = String(format: "%.1f", campaign.days)
            lines += [
                "",
                "\(campaign.name): \(campaign.selected) contacts, \(campaign.attempts) attempts in \(days) days",
            ]
            lines += campaign.contacts.sorted { $0.key < $1.key }.map { row("  " + $0, $1) }
            guard campaign.talks + campaign.abandoned > 0 else { continue }
            let share = Double(campaign.abandoned) / Double(max(1, campaign.persons))
            lines += [
                row("  talks", campaign.talks), row("  persons", campaign.persons),
                row("  met nobody", campaign.abandoned) + " (\(percent(share)) of the persons)",
            ]
        }
        for team in report.teams {
            lines += ["", "\(team.team): \(team.agents) agents, \(team.talks) talks"] + time(of: team)
        }
        let most = max(1, figures.attemptsByHour.max() ?? 1)
        lines += ["", "attempts by the hour of the day at the site"]
        for (hour, count) in figures.attemptsByHour.enumerated() where count > 0 {
            let bar = String(repeating: "█", count: max(1, count * 40 / most))
            lines.append("  \(hour < 10 ? "0" : "")\(hour)  \(bar) \(count)")
        }
        return lines.joined(separator: "\n")
    }

    private static func time(of team: TeamFigures) -> [String] {
        let all = max(1, team.seconds.values.reduce(0, +) + team.missingSeconds)
        func line(_ name: String, _ seconds: Double) -> String {
            ("  " + name).padding(toLength: 15, withPad: " ", startingAt: 0)
                + String(format: "%.2f h", seconds / 3_600) + " (\(percent(seconds / all)))"
        }
        var lines = team.seconds.sorted { $0.key < $1.key }.map { line($0.key, $0.value) }
        lines.append(line("in no book", team.missingSeconds))
        if let used = team.utilisation { lines.append("  talk and wrap-up: \(percent(used)) of the time off breaks") }
        return lines
    }

    private static func row(_ name: String, _ count: Int) -> String {
        name.padding(toLength: 15, withPad: " ", startingAt: 0) + "\(count)"
    }
}
