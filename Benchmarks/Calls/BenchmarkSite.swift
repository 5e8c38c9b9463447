import Campaigns
import Dialer
import FaxEngine
import Foundation
import Logging
import Telephony

/// A site with two campaigns and just as many customers in arrears as there shall be calls.
struct BenchmarkSite {
    let database: DialerDatabase
    private let endpoint: SIPEndpoint
    private let board = LiveBoard()
    private let supervisor: CampaignSupervisor

    private static let plan = NumberingPlan(region: "CN", areaCode: "21")
    private static let zone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt

    init(_ options: CallsBenchmark, in folder: URL) async throws {
        var logger = Logger(label: "benchmark")
        logger.logLevel = .warning
        let billing = BillingSource(file: folder.appending(path: "billing.sqlite"), plan: Self.plan)
        let calls = Int(options.rate) * options.seconds
        try Self.writeBilling(owing: calls, to: billing.file)
        database = try DialerDatabase.open(at: folder.appending(path: "dialer.sqlite"))
        let contacts = ContactBook(database: database)
        for kind in CampaignDefinition.Source.Kind.allCases {
            let campaign = Self.campaign(kind, lines: options.channels / 2)
            let selection = try await billing.select(campaign.source, today: CalendarDay(.now, in: Self.zone))
            _ = try await contacts.load(campaign, selection.debtors, now: .now)
            try await contacts.start(campaign.name)
        }

        let trunk = Trunk(
            name: "benchmark", host: "127.0.0.1", port: options.farEndPort, channels: options.channels,
            callsPerSecond: options.rate)
        let live = LiveFeed(board: board, database: database)
        endpoint = try await SIPEndpoint()
        let lastPort = UInt16(min(65_535, Int(options.firstPort) + 2 * options.channels + 100))
        let media = try MediaEngine(threads: 2, bindAddress: "127.0.0.1", ports: options.firstPort...lastPort)
        let site = Site(
            operatorName: "Benchmark", zone: Self.zone, plan: Self.plan, serviceNumber: "02110000", waysToPay: [:],
            paymentAddress: "")
        let office = CallOffice(
            site: site, database: database, billing: billing,
            bills: BillFaxDesk(
                billing: billing, queue: FaxQueue(database: database), press: try FaxPress(), spool: folder, site: site),
            prompts: try PromptLibrary(PromptCatalogue(folder: URL(filePath: options.prompts))),
            caller: OutboundCaller(
                endpoint: endpoint, media: media,
                line: TrunkLine(trunk), logger: logger),
            live: live)
        supervisor = CampaignSupervisor(office: CampaignOffice(office, logger: logger), logger: logger)
    }

    /// Runs the campaigns until each contact has had its call; false when the limit came first.
    func callEverybody(within limit: Duration) async -> Bool {
        let board = board
        let campaigns = Task { [supervisor] in try await supervisor.run() }
        let alarm = Task {
            guard (try? await Task.sleep(for: limit)) != nil else { return }
            await board.finish()
        }
        defer {
            campaigns.cancel()
            alarm.cancel()
        }
        for await state in await board.snapshots() {
            let campaigns = state.campaigns
            if campaigns.count == 2, campaigns.allSatisfy({ $0.finished == $0.selected }) { return true }
        }
        return false
    }

    func close() async {
        await board.finish()
        await endpoint.shutDown()
        try? await database.close()
    }

    /// Of each ten customers seven are in arrears.
    private static func writeBilling(owing calls: Int, to file: URL) throws {
        let lines = try (0..<(calls + 6) / 7 * 10).map { index in
            SampleBilling.Line(telephone: try plan.e164(String(format: "61%06d", index)))
        }
        // Two months: in the first half of a month the latest bill is not past due yet.
        try SampleBilling(lines: lines, today: CalendarDay(.now, in: zone), months: 2).write(to: file)
    }

    /// One try each: an announcement that was cut short is not tried again.
    private static func campaign(_ kind: CampaignDefinition.Source.Kind, lines: Int) -> CampaignDefinition {
        CampaignDefinition(
            name: kind.rawValue, title: kind.rawValue, source: .init(kind: kind),
            window: .always(in: zone), retry: RetryPolicy(budget: 1, rules: [:]), lines: lines, callerID: "02110000")
    }
}
