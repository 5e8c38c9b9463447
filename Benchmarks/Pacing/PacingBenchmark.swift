import ArgumentParser
import Dialer
import Foundation

/// Simulated days, each paced by the engine and by others.
struct PacingBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pacing",
        abstract: "Utilisation and abandonment on simulated days, beside progressive, fixed ratios and VICIdial's rule."
    )

    @Option(help: "Files of days, as JSON; the usual day is always among them.") var days = "Benchmarks/Pacing/days"
    @Option(help: "The first seed.") var seed: UInt64 = 101
    @Option(help: "Seeds of each day.") var seeds = 4
    @Flag(help: "What knowledge of contacts, wrap-up limits and given-up calls adds, in place of the table of rivals.")
    var knowledge = false
    @Flag(help: "What is won by learning whom calls reach, beside nothing known and the truth told; 16 seeds or more.")
    var traits = false
    @Flag(help: "As a table for docs/pacing.md.") var table = false
    @Flag(help: "The engine alone, without the others.") var alone = false

    struct Figures: Encodable {
        var pacer: String
        /// Percent; the interval is of 95 %.
        var utilisation: Double
        var interval: Double
        var abandonment: Double
        var worstDay: Double
        var daysOver: Int
        var calls: Int
        var givenUp: Int
    }

    struct Report: Encodable {
        struct Day: Encodable {
            var name: String
            var pacers: [Figures]
        }

        var seeds: [UInt64]
        var days: [Day]
        var ticks: Ticks
        var loadAverageBefore: Double
    }

    struct Ticks: Encodable {
        /// Of a day with 100 agents and 300 lines, and one with 300 and 900; what happens between them included.
        var microsecondsOf100: Double
        var microsecondsOf300: Double
        var bytes: Int
    }

    func run() async throws {
        guard !traits else { return try printJSON(traitDays()) }
        let report = try measure()
        guard table else { return try printJSON(report) }
        print("| day | " + report.days[0].pacers.map(\.pacer).joined(separator: " | ") + " |")
        print("| --- |" + report.days[0].pacers.map { _ in " --- |" }.joined())
        for day in report.days {
            let cells = day.pacers.map { figures in
                String(format: "%.1f / %.2f", figures.utilisation, figures.worstDay) + (figures.daysOver > 0 ? "!" : "")
            }
            print("| \(day.name) | " + cells.joined(separator: " | ") + " |")
        }
    }

    func measure() throws -> Report {
        let load = Machine.loadAverage
        let seeds = (0..<UInt64(seeds)).map { seed + $0 }
        let reports = try knowledge ? knowledgeDays(seeds) : rivalDays(seeds)
        return Report(seeds: seeds, days: reports, ticks: ticks(), loadAverageBefore: load)
    }

    // MARK: Beside others

    private func rivalDays(_ seeds: [UInt64]) throws -> [Report.Day] {
        let files = try FileManager.default.contentsOfDirectory(
            at: URL(filePath: days), includingPropertiesForKeys: nil
        )
        .filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
        let plans = try files.map {
            ($0.deletingPathExtension().lastPathComponent, try DayPlan(overrides: Data(contentsOf: $0)))
        }
        return ([("usual", DayPlan())] + plans).map { name, day in
            let own = figures("engine", day, seeds) { engine(day) }
            if alone { return Report.Day(name: name, pacers: [own]) }
            return Report.Day(
                name: name,
                pacers: [
                    own,
                    figures("progressive", day, seeds) { RatioPacer(ratio: 1) },
                    figures("ratio 1.5", day, seeds) { RatioPacer(ratio: 1.5) },
                    figures("ratio 2", day, seeds) { RatioPacer(ratio: 2) },
                    figures("ratio 3", day, seeds) { RatioPacer(ratio: 3) },
                    figures("VICIdial hard limit", day, seeds) { VICIdialPacer(.hardLimit, countsFreeOnly: false) },
                    figures("VICIdial tapered", day, seeds) { VICIdialPacer(.tapered, countsFreeOnly: true) },
                ])
        }
    }

    private func engine(_ day: DayPlan, leastRinging: Double? = nil) -> PacingEngine {
        PacingEngine(.init(cap: day.maxAbandonment, patience: day.answerWait, leastRinging: leastRinging))
    }

    private func figures(
        _ name: String, _ day: DayPlan, _ seeds: [UInt64], pacer: () -> some DayPacer
    ) -> Figures {
        let results = seeds.map { seed in
            var simulation = DaySimulation(day, seed: seed, pacer: pacer())
            return simulation.run().figures
        }
        let utilisation = Estimate(results.map { 100 * $0.utilisation })
        let persons = results.map(\.persons).reduce(0, +)
        return Figures(
            pacer: name, utilisation: utilisation.mean, interval: utilisation.interval,
            abandonment: 100 * Double(results.map(\.abandoned).reduce(0, +)) / Double(max(1, persons)),
            worstDay: 100 * (results.map(\.abandonment).max() ?? 0),
            daysOver: results.count { $0.abandonment > day.maxAbandonment },
            calls: results.map(\.calls).reduce(0, +), givenUp: results.map(\.givenUp).reduce(0, +))
    }

    // MARK: What knowledge adds

    /// Days that drift, with contacts who differ; none of them was looked at while the engine was made.
    private func knowledgeDays(_ seeds: [UInt64]) -> [Report.Day] {
        [5, 10, 32, 100].map { agents in
            let day = DayPlan.drifting(agents: agents)
            var (half, all, limited) = (day, day, day)
            half.contactsKnown = 0.5
            all.contactsKnown = 1
            limited.contactsKnown = 0.5
            limited.wrapUpLimit = 30
            limited.announced = 0.8
            var blindlyLimited = limited
            blindlyLimited.contactsKnown = 0
            blindlyLimited.announced = 0
            return Report.Day(
                name: "\(agents) agents",
                pacers: [
                    figures("contacts unknown", day, seeds) { engine(day) },
                    figures("half known", half, seeds) { engine(half) },
                    figures("known", all, seeds) { engine(all) },
                    figures("unknown, calls given up after 15 s", day, seeds) { engine(day, leastRinging: 15) },
                    figures("wrap-up limit alone", blindlyLimited, seeds) { engine(blindlyLimited) },
                    figures("half known, wrap-up limit, announced ends, given up", limited, seeds) {
                        engine(limited, leastRinging: 15)
                    },
                ])
        }
    }

    private func traitDays() -> [String: [TraitDays.Figures]] {
        let seeds = (0..<UInt64(seeds)).map { seed + $0 }
        let days = [5, 10, 32, 100].map { ("\($0) agents", TraitDays(agents: $0)) }
        let useless = [10, 32].map { ("\($0) agents, traits that tell nothing", TraitDays(agents: $0, known: 0)) }
        return Dictionary(uniqueKeysWithValues: (days + useless).map { ($0, $1.figures(seeds)) })
    }

    // MARK: Speed

    private func ticks() -> Ticks {
        func microseconds(_ agents: Int) -> Double {
            var day = DayPlan()
            (day.agents, day.lines, day.duration) = (agents, 3 * agents, 7_200)
            let before = Machine.cpuSeconds
            var simulation = DaySimulation(day, seed: seed, pacer: engine(day))
            _ = simulation.run()
            return 1e6 * (Machine.cpuSeconds - before) / day.duration
        }
        let bytes = (try? JSONEncoder().encode(PacingExperience()))?.count ?? 0
        return Ticks(microsecondsOf100: microseconds(100), microsecondsOf300: microseconds(300), bytes: bytes)
    }
}
