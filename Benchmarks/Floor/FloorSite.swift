import Campaigns
import Dialer
import FaxEngine
import Foundation
import Logging
import Telephony

/// The parts of a site with agents, joined as the daemon joins them; its trunk leads to a far side's exchange.
struct FloorSite {
    static let plan = NumberingPlan(region: "CN", areaCode: "21")
    static let zone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
    /// As whom the trunk signs in, and its password.
    static let user = "benchmark"

    let endpoint: SIPEndpoint
    let media: MediaEngine
    let database: DialerDatabase
    let billing: BillingSource
    let live: LiveFeed
    let floor: AgentFloor
    let office: CallOffice
    let logger: Logger

    /// - Parameter customers: in the billing file; of each ten four owe post-paid and three prepaid.
    init(
        _ roster: AgentRoster, endpoint: SIPEndpoint, exchange: UInt16, lines: Int, callsPerSecond: Double,
        customers: Int, prompts: String, in folder: URL
    ) async throws {
        var logger = Logger(label: "benchmark")
        logger.logLevel = .warning
        self.logger = logger
        self.endpoint = endpoint
        billing = BillingSource(file: folder.appending(path: "billing.sqlite"), plan: Self.plan)
        let owners = try (0..<customers).map { SampleBilling.Line(telephone: try Self.number(of: $0)) }
        try SampleBilling(lines: owners, today: CalendarDay(.now, in: Self.zone), months: 2).write(to: billing.file)
        database = try DialerDatabase.open(
            at: folder.appending(path: "dialer.sqlite"),
            recordKey: RecordKeyFile(folder.appending(path: "records.key")))
        media = try MediaEngine(threads: 2, bindAddress: "127.0.0.1", ports: 20_000...22_999)
        let trunk = Trunk(
            name: "benchmark", host: "127.0.0.1", port: exchange,
            credentials: SIPCredentials(username: Self.user, password: Self.user), channels: lines,
            callsPerSecond: callsPerSecond)
        let caller = OutboundCaller(endpoint: endpoint, media: media, line: TrunkLine(trunk), logger: logger)
        let library = try PromptLibrary(PromptCatalogue(folder: URL(filePath: prompts)))
        floor = AgentFloor(roster, caller: caller, prompts: library, callerID: "10000")
        live = LiveFeed(board: LiveBoard(), database: database)
        let site = Site(
            operatorName: "Benchmark", zone: Self.zone, plan: Self.plan, serviceNumber: "02110000", waysToPay: [:],
            paymentAddress: "")
        office = CallOffice(
            site: site, database: database, billing: billing,
            bills: BillFaxDesk(
                billing: billing, queue: FaxQueue(database: database), press: try FaxPress(), spool: folder, site: site),
            prompts: library, caller: caller, live: live, agents: floor)
    }

    /// Of the n-th customer; its last eight digits are `61` and n.
    static func number(of customer: Int) throws -> E164 { try plan.e164(digits(of: customer)) }
    static func digits(of customer: Int) -> String { String(format: "61%06d", customer) }

    /// Lets a campaign run that calls everybody once, under the name of the kind.
    ///
    /// - Parameter closes: in the minute of this its hours are over; they are all hours where nil, or where that is another day.
    func start(
        _ kind: CampaignDefinition.Source.Kind, lines: Int, agents: CampaignDefinition.Agents, closes: UTCTime? = nil
    ) async throws {
        let today = CalendarDay(.now, in: Self.zone)
        let minute = closes.map { ($0.milliseconds - today.start(in: Self.zone).milliseconds) / 60_000 + 1 } ?? 1_440
        let window = CallWindow(
            zone: Self.zone, weekdays: Set(CallWindow.Weekday.allCases), opens: 0, closes: Int(min(1_440, minute)))
        let campaign = CampaignDefinition(
            name: kind.rawValue, title: kind.rawValue, source: .init(kind: kind),
            window: window ?? .always(in: Self.zone),
            retry: RetryPolicy(budget: 1, rules: [:]), lines: lines, callerID: "02110000", agents: agents)
        let contacts = ContactBook(database: database)
        let selection = try await billing.select(campaign.source, today: today)
        _ = try await contacts.load(campaign, selection.debtors, now: .now)
        try await contacts.start(campaign.name)
    }

    /// Agents who are not logged out, though they should be.
    func stuckAgents() async throws -> [String] {
        var stuck: [String] = []
        for number in floor.roster.agents.keys.sorted() where try await floor.view(of: number).presence != .loggedOut {
            stuck.append(number.text)
        }
        return stuck
    }

    var lateTicksPerThousand: Double {
        let clocks = media.clocks
        return 1_000 * Double(clocks.reduce(0) { $0 + $1.lateTicks })
            / Double(max(1, clocks.reduce(0) { $0 + $1.ticks }))
    }

    func close() async {
        await endpoint.shutDown()
        try? await database.close()
    }
}
