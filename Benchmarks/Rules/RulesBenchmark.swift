import ArgumentParser
import Campaigns
import Foundation

/// Verdicts on facts that are in memory already, by the rule sets that come with dialerd.
struct RulesBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Verdicts of the rule engine per second of CPU."
    )

    @Option(help: "The folder of the rule sets.") var folder = "rules"
    @Option(help: "Verdicts of each kind.") var verdicts = 2_000_000

    struct Report: Encodable {
        struct Figures: Encodable {
            /// At noon, with two calls in each history: the usual case.
            var allowedPerCPUSecond: Int
            /// At eleven at night: the next opening is looked for, and the reasons are put together.
            var notNowPerCPUSecond: Int
        }

        var verdicts: Int
        var ruleSets: [String: Figures]
        var loadAverageBefore: Double
    }

    func run() async throws { try printJSON(try measure()) }

    func measure() throws -> Report {
        let load = Machine.loadAverage
        var figures: [String: Report.Figures] = [:]
        for (name, number) in [("china", "+8613912345678"), ("united-states", "+12125550100")] {
            let folder = URL(filePath: folder)
            let engine = RuleEngine(rules: try RuleFile.read(folder.appending(path: "\(name).yml")))
            let table = try ZoneTable.read(folder.appending(path: "zones.yml"))
            guard let number = E164(text: number), let place = table[number], let clock = place.clocks.first,
                let noon = CalendarDay(iso: "2026-11-20").map({ $0.start(in: clock.zone) + .seconds(12 * 3600) })
            else { throw ValidationError("The table of zones doesn't know \(number).") }
            let facts = Self.facts(at: place, clock, noon)
            figures[name] = Report.Figures(
                allowedPerCPUSecond: perSecond(engine, facts, from: noon),
                notNowPerCPUSecond: perSecond(engine, facts, from: noon + .seconds(11 * 3600)))
        }
        return Report(verdicts: verdicts, ruleSets: figures, loadAverageBefore: load)
    }

    private static func facts(at place: CallPlace, _ clock: LocalClock, _ noon: UTCTime) -> CallFacts {
        let history = CallHistory(
            [-8, -12].map { PastCall(time: noon + .seconds($0 * 86_400), standing: .answered, purpose: .dunning) })
        return CallFacts(
            purpose: .dunning, place: place,
            campaignHours: WeekHours("monday-saturday 08:30-20:00").map { .init(hours: $0, clock: clock) },
            toNumber: history, toPerson: history, aboutAccount: history)
    }

    /// Each at another moment, so that nothing can be worked out once for all.
    private func perSecond(_ engine: RuleEngine, _ facts: CallFacts, from start: UTCTime) -> Int {
        let before = Machine.cpuSeconds
        var allowed = 0
        for index in 0..<verdicts {
            let time = UTCTime(milliseconds: start.milliseconds + Int64(index % 60_000))
            if engine.verdict(facts, at: time).isAllowed { allowed += 1 }
        }
        precondition(allowed == 0 || allowed == verdicts)
        return Int(Double(verdicts) / (Machine.cpuSeconds - before))
    }
}
