import ArgumentParser
import Campaigns
import Dialer
import Foundation

/// One campaign paced live, with real SIP and RTP, and beside it what simulated days of the same plan say.
///
/// Customers and telephones are in another process, whose CPU is not counted.
struct PredictiveBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predictive",
        abstract: "Utilisation and abandonment of a campaign for agents on loopback, beside what the simulation says.")

    /// From here on figures are given apart: agents come in the first minute, and the pacing has yet to learn.
    ///
    /// Units: seconds.
    static let settled = 300.0

    @Option(help: "Agents at work.") var agents = 32
    @Option(help: "Lines of the trunk.") var lines = 90
    @Option(help: "Seconds of work.") var seconds = 2_400
    @Option(help: "Of the customers, the share that answers; of the others 45 % ring out, the rest fails soon.")
    var answerRate = 0.3
    @Option(help: "The mean of talks, in seconds.") var talk = 120.0
    @Option(help: "The mean of wrap-ups, in seconds.") var wrapUp = 20.0
    @Option(help: "Breaks of each agent, of 1 to 5 minutes.") var breaks = 0
    @Option(help: "Decides who the customers are, and when agents come.") var seed: UInt64 = 1
    @Option(help: "How many days are simulated beside it.") var days = 20
    @Option(help: "The campaign's: predictive or progressive.") var mode = CampaignDefinition.Agents.Mode.predictive
    @Option(help: "The prompt recordings.") var prompts = "prompts"

    func validate() throws {
        guard (1...999).contains(agents), (1...400).contains(lines), days > 0, breaks >= 0 else {
            throw ValidationError("--agents must be from 1 to 999, --lines from 1 to 400, --days above 0.")
        }
        guard seconds >= 60, answerRate > 0, answerRate < 1, talk >= 2, wrapUp > 0 else {
            throw ValidationError("--seconds must be 60 or more, --answer-rate between 0 and 1, --talk 2 or more.")
        }
        guard mode == .predictive || mode == .progressive else {
            throw ValidationError("--mode must be predictive or progressive.")
        }
    }

    func run() async throws { try printJSON(try await measure()) }

    struct Report: Encodable {
        struct Live: Encodable {
            var mode: CampaignDefinition.Agents.Mode
            var whole: PredictiveFigures
            /// Nil of a shorter run.
            var afterFiveMinutes: PredictiveFigures?
            var decisionsPerSecond: Double
            /// Agents who were not logged out at the end.
            var stuckAtTheEnd: [String]
            var lateTicksPerThousand: Double
            /// Of this process; customers and telephones not counted.
            var cpuSeconds: Double
            var cores: Double
        }

        var day: DayPlan
        var seed: UInt64
        var live: Live
        var simulated: [SimulatedDays]
        var loadAverageBefore: Double
    }

    func measure() async throws -> Report {
        let load = Machine.loadAverage
        let live = try await live()
        return Report(
            day: day, seed: seed, live: live,
            simulated: [
                SimulatedDays("engine", day, seeds: 1...UInt64(days)) {
                    PacingEngine(
                        .init(
                            cap: day.maxAbandonment, patience: day.answerWait,
                            leastRinging: PacingEngine.Settings.decentRinging))
                },
                SimulatedDays("progressive", day, seeds: 1...UInt64(days)) { RatioPacer(ratio: 1) },
            ], loadAverageBefore: load)
    }

    /// Nobody tells persons and machines apart yet, so there are none.
    private var day: DayPlan {
        var day = DayPlan()
        (day.agents, day.lines, day.duration) = (agents, lines, Double(seconds))
        (day.answerRate, day.machine, day.detectsMachines) = (answerRate, 0, false)
        (day.talk, day.wrapUp) = (talk, wrapUp)
        (day.loginsOver, day.logoutsOver, day.breaks, day.shortBreaks) = (60, 0, [], breaks)
        return day
    }

    private func live() async throws -> Report.Live {
        let folder = try Machine.temporaryFolder("benchmark-predictive")
        defer { try? FileManager.default.removeItem(at: folder) }
        // More than agents could talk to; four of ten customers are in the campaign.
        let called = 1.3 * Double(agents * seconds) / (talk + wrapUp) / answerRate + Double(10 * lines)
        let customers = PredictiveFarSide.Customers(day: day, seed: seed, count: 10 * Int(called / 4))
        let file = folder.appending(path: "customers.json")
        try JSONEncoder().encode(customers).write(to: file)
        let farSide = try await FarSideProcess(["predictive-far-side", "--customers", file.path])
        let site = try await PredictiveSite(self, customers: customers, farSide: farSide.ports, in: folder)
        let (cpuBefore, begin) = (Machine.cpuSeconds, ContinuousClock.now)
        let (began, decisions) = try await site.work()
        let cpu = Machine.cpuSeconds - cpuBefore
        let elapsed = (ContinuousClock.now - begin) / .seconds(1)
        let end = began + .seconds(seconds)
        let whole = try await site.figures(from: began, until: end)
        let late =
            Double(seconds) > Self.settled
            ? try await site.figures(from: began + .seconds(Self.settled), until: end) : nil
        let stuck = try await site.parts.stuckAgents()
        let lateTicks = site.parts.lateTicksPerThousand
        await site.parts.close()
        try farSide.end()
        return Report.Live(
            mode: mode, whole: whole, afterFiveMinutes: late, decisionsPerSecond: Double(decisions) / Double(seconds),
            stuckAtTheEnd: stuck,
            lateTicksPerThousand: lateTicks,
            cpuSeconds: cpu, cores: cpu / elapsed)
    }
}

extension CampaignDefinition.Agents.Mode: ExpressibleByArgument {}
