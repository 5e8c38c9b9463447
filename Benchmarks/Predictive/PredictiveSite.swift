import Campaigns
import Dialer
import Foundation
import ServiceLifecycle
import Telephony

/// A site with one campaign for its agents.
struct PredictiveSite {
    private static let source = CampaignDefinition.Source.Kind.arrearsPostpaid
    private static let group = "arrears"

    let parts: FloorSite
    private let customers: PredictiveFarSide.Customers
    private let services: ServiceGroup

    private var books: ReportBook { ReportBook(database: parts.database) }

    init(
        _ options: PredictiveBenchmark, customers: PredictiveFarSide.Customers, farSide: FarSideProcess.Ports,
        in folder: URL
    ) async throws {
        self.customers = customers
        let agents = (0..<options.agents).compactMap { AgentNumber(Self.number($0)) }.map { number in
            Agent(
                number: number, name: "Agent \(number)", skills: [Self.group: 1],
                telephone: .fixed(number: number.text, host: "127.0.0.1", port: farSide.telephones))
        }
        // The wrap-up ends when the agent says so, never by itself.
        let group = AgentGroup(name: Self.group, title: Self.group, wrapUp: .seconds(3_600))
        parts = try await FloorSite(
            AgentRoster(agents, groups: [group]), endpoint: try await SIPEndpoint(), exchange: farSide.exchange,
            lines: options.lines, callsPerSecond: 50, customers: customers.count, prompts: options.prompts, in: folder)
        try await parts.start(
            Self.source, lines: options.lines, agents: .init(group: Self.group, mode: options.mode),
            closes: .now + .seconds(options.seconds))
        let (floor, office, logger) = (parts.floor, parts.office, parts.logger)
        services = ServiceGroup(
            services: [
                AgentService(floor: floor, database: parts.database, board: parts.live.board, logger: logger),
                CampaignSupervisor(office: CampaignOffice(office, logger: logger), logger: logger),
            ], logger: logger)
    }

    private static func number(_ agent: Int) -> String { String(8_001 + agent) }

    /// Works through the day, and then lets calls that are up come to their end, which no figure counts.
    ///
    /// Returns when it began, and how often the pacing decided.
    func work() async throws -> (began: UTCTime, decisions: Int) {
        let serving = Task { [services] in try await services.run() }
        let (begin, began) = (ContinuousClock.now, UTCTime.now)
        let end = begin + .seconds(customers.day.duration)
        let counting = Task { await countDecisions() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for agent in 0..<customers.day.agents {
                guard let number = AgentNumber(Self.number(agent)) else { continue }
                let shift = PredictiveShift(
                    number: number, plan: SimulatedShift(agent, customers.day, seed: customers.seed),
                    floor: parts.floor, wrapUp: wrapUp)
                group.addTask { try await shift.work(from: begin, until: end) }
            }
            let reporting = Task { try await report(since: began, begin) }
            // A simulated day places nobody in its last seconds either.
            try await Task.sleep(until: end - .seconds(5))
            try await ContactBook(database: parts.database).pause(Self.source.rawValue)
            try await Task.sleep(until: end)
            reporting.cancel()
            counting.cancel()
            try await waitForCalls()
            for number in parts.floor.roster.agents.keys { try await parts.floor.logOut(number) }
            try await group.waitForAll()
        }
        await services.triggerGracefulShutdown()
        try await serving.value
        return (began, await counting.value)
    }

    /// As the live page shows them, until this is cancelled; none of a progressive campaign.
    private func countDecisions() async -> Int {
        var times: Set<Double> = []
        for await state in await parts.live.board.snapshots() {
            times.formUnion(state.pacings.compactMap { $0.figures?.time })
        }
        return times.count
    }

    private var wrapUp: @Sendable (String) -> Duration {
        { [customers] number in
            guard let customer = Int(number.suffix(6)) else { return .zero }
            return .seconds(customers.contact(customer).wrapUp)
        }
    }

    private func waitForCalls() async throws {
        let limit = ContinuousClock.now + .seconds(60)
        while try await !books.openAttempts().isEmpty, ContinuousClock.now < limit {
            try await Task.sleep(for: .milliseconds(250))
        }
    }

    // MARK: What came of it

    func figures(from: UTCTime, until: UTCTime) async throws -> PredictiveFigures {
        PredictiveFigures(
            try await books.attempts(), try await AgentBook(database: parts.database).spans(from: from, until: until),
            from: from, until: until)
    }

    /// A line each minute.
    private func report(since began: UTCTime, _ begin: ContinuousClock.Instant) async throws {
        for minute in 1... {
            try await Task.sleep(until: begin + .seconds(60 * minute))
            let now = try await figures(from: began, until: .now)
            let line = String(
                format: "minute %d: %d calls, %d persons, %d abandoned, utilisation %.1f %%\n", minute, now.calls,
                now.connected + now.abandoned, now.abandoned, now.utilisation)
            try FileHandle.standardError.write(contentsOf: Data(line.utf8))
        }
    }
}
