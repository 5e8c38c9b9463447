import ArgumentParser
import CMediaIO
import Campaigns
import Dialer
import FaxEngine
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Telephony

/// Agents at work: two campaigns, callbacks, callers of 170, and telephones that are held open, all with real SIP and RTP.
///
/// Customers and telephones are in other processes, whose CPU is not counted.
struct AgentsBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agents",
        abstract:
            "Agents, lines and calls mixed: how soon they are connected, and whether every second is accounted for.")

    static let password = "135790"

    @Option(help: "Agents at work.") var agents = 32
    @Option(help: "Of their telephones, how many are baresip; they register.") var baresip = 4
    @Option(help: "How many are played by SIPp; they register too. The others are ours.") var sipp = 8
    @Option(help: "Lines of the trunk.") var lines = 90
    @Option(help: "Seconds of work.") var seconds = 600
    @Option(help: "Callbacks that fall due meanwhile.") var callbacks = 60
    @Option(help: "The prompt recordings.") var prompts = "prompts"

    func validate() throws {
        guard agents > 0, baresip >= 0, sipp >= 0, baresip + sipp <= min(agents, 60) else {
            throw ValidationError("--baresip and --sipp together must be from 0 to --agents, and at most 60.")
        }
    }

    func run() async throws { try printJSON(try await measure()) }

    func measure() async throws -> Report {
        let load = Machine.loadAverage
        let folder = try Machine.temporaryFolder("benchmark-agents")
        defer { try? FileManager.default.removeItem(at: folder) }
        let fleet = TelephoneFleet(agents: agents, baresip: baresip, sipp: sipp)
        let endpoint = try await SIPEndpoint(
            .init(registrar: Registrar(realm: "dialerd") { _ in TelephoneFleet.password }))
        let farSide = try await FarSideProcess([
            "agents-far-side", "--dialer-port", "\(endpoint.localPort)", "--seconds", "\(seconds)", "--folder",
            folder.path, "--foreign", "\(fleet.foreign)",
        ])
        let foreign = try await fleet.start(at: endpoint, seconds: seconds + 300)
        let site = try await AgentSite(self, fleet: fleet, endpoint: endpoint, farSide: farSide.ports, in: folder)
        let began = UTCTime.now
        let (cpuBefore, begin) = (Machine.cpuSeconds, ContinuousClock.now)
        let shifts = try await site.work(for: .seconds(seconds))
        let elapsed = (ContinuousClock.now - begin) / .seconds(1)
        let cpu = Machine.cpuSeconds - cpuBefore
        let books = ReportBook(database: site.parts.database)
        let attempts = try await books.attempts()
        let callbacksWaiting = try await CallbackBook(database: site.parts.database).waiting().count
        let spans = try await AgentBook(database: site.parts.database).spans(from: began, until: .now)
        let abandoned = attempts.filter(\.isAbandoned)
        let end = began + .seconds(seconds)
        let lateTicks = site.parts.lateTicksPerThousand
        await site.parts.close()
        try farSide.end()
        let onsets = try JSONDecoder().decode(
            AgentsFarSide.Onsets.self, from: Data(contentsOf: folder.appending(path: "onsets.json")))
        withExtendedLifetime(foreign) {}
        let telephones = Dictionary(grouping: fleet.kinds.keys, by: { fleet.kinds[$0] ?? .own }).mapValues {
            Telephones($0, shifts.connections, onsets)
        }
        return Report(
            agents: agents, telephones: telephones, lines: lines, seconds: elapsed, attempts: attempts.count,
            outcomes: Dictionary(grouping: attempts, by: { $0.outcome?.rawValue ?? "open" }).mapValues(\.count),
            callbacks: attempts.count { $0.kind == "callback" }, callbacksWaiting: callbacksWaiting,
            abandoned: abandoned.count,
            abandonedAsTheAgentsWent: abandoned.count { $0.answeredAt ?? $0.openedAt >= end },
            connections: shifts.connections.count,
            accounts: Accounts(spans),
            stuckAtTheEnd: shifts.stuck,
            lateTicksPerThousand: lateTicks,
            cpuSeconds: cpu, cores: cpu / elapsed, loadAverageBefore: load)
    }

    struct Report: Encodable {
        var agents: Int
        var telephones: [TelephoneKind: Telephones]
        var lines: Int
        var seconds: Double
        var attempts: Int
        var outcomes: [String: Int]
        /// Attempts of callbacks, and callbacks that wait at the end: those too that callers asked for as the last agents went.
        var callbacks: Int
        var callbacksWaiting: Int
        /// Who answered and met nobody; and of those, whoever answered after all agents had been logged out at once.
        var abandoned: Int
        var abandonedAsTheAgentsWent: Int
        /// Customers who were brought to an agent.
        var connections: Int
        var accounts: Accounts
        /// Agents who were not logged out a minute after they should have been.
        var stuckAtTheEnd: [String]
        var lateTicksPerThousand: Double
        /// Of this process; customers and telephones not counted.
        var cpuSeconds: Double
        var cores: Double
        var loadAverageBefore: Double
    }

    /// What came of the calls at the telephones of one kind.
    struct Telephones: Encodable {
        var count: Int
        /// Customers who were brought to their agents.
        var connections: Int
        /// How many of them were found to be heard; nil where we may not look at what programs of others are sent.
        var heard: Int?
        /// From the moment at which it is decided to the first sound: at our own telephones behind their jitter buffer of
        /// 60 ms, at those of others as it is sent.
        var milliseconds: CallsBenchmark.Percentiles?
        var shareUnder200Milliseconds: Double?

        init(_ numbers: [String], _ connections: [AgentSite.Connection], _ onsets: AgentsFarSide.Onsets) {
            count = numbers.count
            var (total, delays) = (0, [Double]())
            let slack: Int64 = 5_000_000
            for number in numbers {
                let own = connections.filter { $0.agent == number }.map(\.at).sorted()
                let sounds = onsets.all.filter { $0.number == number }.map(\.at).sorted()
                total += own.count
                for (index, at) in own.enumerated() {
                    let next = index + 1 < own.count ? own[index + 1] - slack : .max
                    guard let sound = sounds.first(where: { $0 >= at - slack && $0 < next }) else { continue }
                    delays.append(Double(sound - at) / 1_000_000)
                }
            }
            self.connections = total
            guard onsets.isWireWatched || !delays.isEmpty else { return }
            heard = delays.count
            milliseconds = CallsBenchmark.Percentiles(delays)
            shareUnder200Milliseconds = Double(delays.count { $0 < 200 }) / Double(max(1, delays.count))
        }
    }

    /// What the book says the agents did.
    struct Accounts: Encodable {
        var spans = 0
        var open = 0
        /// Milliseconds between two spans of an agent that belong to none.
        var millisecondsMissing = 0
        /// Units: seconds, all agents together.
        var secondsByActivity: [String: Double] = [:]

        init(_ spans: [KeptAgentSpan]) {
            self.spans = spans.count
            for agent in Dictionary(grouping: spans, by: \.agent).values {
                for (one, next) in zip(agent, agent.dropFirst()) {
                    guard let end = one.endedAt else { continue }
                    millisecondsMissing += abs(Int(next.startedAt.milliseconds - end.milliseconds))
                }
            }
            for span in spans {
                guard let end = span.endedAt else {
                    open += 1
                    continue
                }
                let activity = span.span.presence == .onBreak ? "break" : span.span.activity.rawValue
                secondsByActivity[activity, default: 0] +=
                    Double(end.milliseconds - span.startedAt.milliseconds) / 1_000
            }
        }
    }
}
