import CMediaIO
import Campaigns
import Dialer
import Foundation
import ServiceLifecycle
import Telephony

/// A site with agents, two campaigns and 170, joined as the daemon joins them.
struct AgentSite {
    /// A customer who was brought to an agent.
    struct Connection: Sendable {
        let agent: String
        /// When his page showed it. Units: nanoseconds of the monotonic clock.
        let at: Int64
    }

    struct Shifts: Sendable {
        var connections: [Connection] = []
        var stuck: [String] = []
    }

    let parts: FloorSite
    private let services: ServiceGroup

    private var floor: AgentFloor { parts.floor }

    init(
        _ options: AgentsBenchmark, fleet: TelephoneFleet, endpoint: SIPEndpoint, farSide: FarSideProcess.Ports,
        in folder: URL
    ) async throws {
        let agents = fleet.kinds.keys.compactMap { AgentNumber($0) }.map { number in
            Agent(
                number: number, name: "Agent \(number)", skills: ["arrears": 1, "clerks": 1],
                telephone: fleet.kinds[number.text] == .own
                    ? .fixed(number: number.text, host: "127.0.0.1", port: farSide.telephones)
                    : .registers(password: TelephoneFleet.password))
        }
        let groups = ["arrears", "clerks"].map { AgentGroup(name: $0, title: $0, wrapUp: .seconds(2)) }
        parts = try await FloorSite(
            AgentRoster(agents, groups: groups), endpoint: endpoint, exchange: farSide.exchange, lines: options.lines,
            callsPerSecond: 20, customers: options.seconds * 12, prompts: options.prompts, in: folder)
        for (kind, mode) in [
            (CampaignDefinition.Source.Kind.arrearsPostpaid, CampaignDefinition.Agents.Mode.progressive),
            (.arrearsPrepaid, .onRequest),
        ] {
            try await parts.start(
                kind, lines: options.lines - options.agents, agents: .init(group: "arrears", mode: mode))
        }
        let passwords = EnquiryPasswords(database: parts.database, policy: .init(cost: 1 << 10))
        try await passwords.set(
            AgentsBenchmark.password, for: .line(try FloorSite.plan.e164("02161000000")), now: .now)
        let callbacks = CallbackBook(database: parts.database, defaultGroup: "clerks")
        for index in 0..<options.callbacks {
            // Customers of the last digit 3 to 8 answer.
            try await callbacks.ask(
                number: try FloorSite.plan.e164(String(format: "02162%05d%d", index, 3 + index % 6)), account: nil,
                language: .english, wish: "asked for a clerk",
                dueAt: .now + .seconds(options.seconds * index / max(1, options.callbacks)), now: .now)
        }
        let (floor, office, logger) = (parts.floor, parts.office, parts.logger)
        services = ServiceGroup(
            services: [
                AgentService(floor: floor, database: parts.database, board: parts.live.board, logger: logger),
                CampaignSupervisor(office: CampaignOffice(office, logger: logger), logger: logger),
                EnquiryService(
                    number: "170", office: office, passwords: passwords,
                    clerks: AgentWish(group: "clerks", priority: 12), logger: logger),
                CallbackRunner(office: office, floor: floor, book: callbacks, logger: logger),
            ], logger: logger)
    }

    /// Everybody works for so long, and is logged out.
    func work(for time: Duration) async throws -> Shifts {
        let serving = Task { [services] in try await services.run() }
        let end = ContinuousClock.now + time
        let shifts = try await withThrowingTaskGroup(of: [Connection].self) { group in
            for number in floor.roster.agents.keys {
                group.addTask { [floor] in try await Self.shift(of: number, on: floor, until: end) }
            }
            return try await group.reduce(into: Shifts()) { $0.connections += $1 }
        }
        await services.triggerGracefulShutdown()
        try await serving.value
        var result = shifts
        result.stuck = try await parts.stuckAgents()
        return result
    }

    /// Talks for 5 to 25 seconds unless the customer is done sooner, writes for one, and now and then takes a break.
    private static func shift(
        of number: AgentNumber, on floor: AgentFloor, until end: ContinuousClock.Instant
    ) async throws -> [Connection] {
        var connections: [Connection] = []
        try await floor.logIn(number)
        let views = try await floor.views(of: number)
        let closing = Task {
            try await Task.sleep(until: end)
            try await floor.logOut(number)
        }
        var isReady = false
        var current: String?
        for await view in views {
            if view.presence == .loggedOut, isReady { break }
            switch (view.activity, view.phone) {
            case (.idle, .up) where view.presence == .onBreak && ContinuousClock.now < end:
                isReady = true
                try await floor.ready(number)
            case (.talking, _) where view.customer?.call != current:
                let call = view.customer?.call
                current = call
                connections.append(Connection(agent: number.text, at: CMediaIO_now()))
                Task {
                    try await Task.sleep(for: .seconds(.random(in: 5...25)))
                    // Another call by now is not his to end.
                    if try await floor.view(of: number).customer?.call == call { try await floor.endCall(number) }
                }
            default: break
            }
        }
        try await closing.value
        return connections
    }
}
