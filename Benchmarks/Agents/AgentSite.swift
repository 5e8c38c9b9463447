import CMediaIO
import Campaigns
import Dialer
import FaxEngine
import Foundation
import Logging
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

    let database: DialerDatabase
    let media: MediaEngine
    private let floor: AgentFloor
    private let services: ServiceGroup
    private let endpoint: SIPEndpoint

    private static let plan = NumberingPlan(region: "CN", areaCode: "21")
    private static let zone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt

    init(
        _ options: AgentsBenchmark, fleet: TelephoneFleet, endpoint: SIPEndpoint, farSide: AgentsFarSide.Ports,
        in folder: URL
    ) async throws {
        var logger = Logger(label: "benchmark")
        logger.logLevel = .warning
        self.endpoint = endpoint
        let billing = BillingSource(file: folder.appending(path: "billing.sqlite"), plan: Self.plan)
        try Self.writeBilling(customers: options.seconds * 12, to: billing.file)
        database = try DialerDatabase.open(
            at: folder.appending(path: "dialer.sqlite"),
            recordKey: RecordKeyFile(folder.appending(path: "records.key")))
        media = try MediaEngine(threads: 2, bindAddress: "127.0.0.1", ports: 20_000...22_999)
        let trunk = Trunk(
            name: "benchmark", host: "127.0.0.1", port: farSide.exchange,
            credentials: SIPCredentials(username: AgentsBenchmark.user, password: AgentsBenchmark.user),
            channels: options.lines, callsPerSecond: 20)
        let caller = OutboundCaller(endpoint: endpoint, media: media, line: TrunkLine(trunk), logger: logger)
        let library = try PromptLibrary(PromptCatalogue(folder: URL(filePath: options.prompts)))
        let agents = fleet.kinds.keys.compactMap { AgentNumber($0) }.map { number in
            Agent(
                number: number, name: "Agent \(number)", skills: ["arrears": 1, "clerks": 1],
                telephone: fleet.kinds[number.text] == .own
                    ? .fixed(number: number.text, host: "127.0.0.1", port: farSide.telephones)
                    : .registers(password: TelephoneFleet.password))
        }
        floor = AgentFloor(
            AgentRoster(
                agents,
                groups: ["arrears", "clerks"].map { AgentGroup(name: $0, title: $0, wrapUp: .seconds(2)) }),
            caller: caller, prompts: library, callerID: "10000")
        let site = Site(
            operatorName: "Benchmark", zone: Self.zone, plan: Self.plan, serviceNumber: "02110000", waysToPay: [:],
            paymentAddress: "")
        let live = LiveFeed(board: LiveBoard(), database: database)
        let office = CallOffice(
            site: site, database: database, billing: billing,
            bills: BillFaxDesk(
                billing: billing, queue: FaxQueue(database: database), press: try FaxPress(), spool: folder, site: site),
            prompts: library, caller: caller, live: live, agents: floor)
        let contacts = ContactBook(database: database)
        for (kind, mode) in [
            (CampaignDefinition.Source.Kind.arrearsPostpaid, CampaignDefinition.Agents.Mode.progressive),
            (.arrearsPrepaid, .onRequest),
        ] {
            let campaign = CampaignDefinition(
                name: kind.rawValue, title: kind.rawValue, source: .init(kind: kind), window: .always(in: Self.zone),
                retry: RetryPolicy(budget: 1, rules: [:]), lines: options.lines - options.agents, callerID: "02110000",
                agents: .init(group: "arrears", mode: mode))
            let selection = try await billing.select(campaign.source, today: CalendarDay(.now, in: Self.zone))
            _ = try await contacts.load(campaign, selection.debtors, now: .now)
            try await contacts.start(campaign.name)
        }
        let passwords = EnquiryPasswords(database: database, policy: .init(cost: 1 << 10))
        try await passwords.set(
            AgentsBenchmark.password, for: .line(try Self.plan.e164("02161000000")), now: .now)
        let callbacks = CallbackBook(database: database, defaultGroup: "clerks")
        for index in 0..<options.callbacks {
            // Customers of the last digit 3 to 8 answer.
            try await callbacks.ask(
                number: try Self.plan.e164(String(format: "02162%05d%d", index, 3 + index % 6)), account: nil,
                language: .english, wish: "asked for a clerk",
                dueAt: .now + .seconds(options.seconds * index / max(1, options.callbacks)), now: .now)
        }
        services = ServiceGroup(
            services: [
                AgentService(floor: floor, database: database, board: live.board, logger: logger),
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
        for number in floor.roster.agents.keys.sorted() {
            let views = try await floor.views(of: number)
            for await view in views {
                if view.presence != .loggedOut { result.stuck.append(number.text) }
                break
            }
        }
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

    func close() async {
        await endpoint.shutDown()
        try? await database.close()
    }

    private static func writeBilling(customers: Int, to file: URL) throws {
        let lines = try (0..<customers).map { index in
            SampleBilling.Line(telephone: try plan.e164(String(format: "61%06d", index)))
        }
        try SampleBilling(lines: lines, today: CalendarDay(.now, in: zone), months: 2).write(to: file)
    }
}
