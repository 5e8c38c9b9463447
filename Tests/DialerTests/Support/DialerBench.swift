import Campaigns
import FaxEngine
import Foundation
import Logging
import PhoneNetwork
import Programs
import ServiceLifecycle
import Telephony

@testable import Dialer

/// A whole dialer on loopback with the exchange as its carrier: everything real but the customers.
struct DialerBench: Sendable {
    let exchange: Exchange
    let office: CallOffice
    let faxes: FaxOffice
    let folder: URL
    let logs: LogBook
    let callbacks: CallbackBook
    /// The agents' telephones; nil where there are none.
    var telephones: TestTelephones?

    static let plan = NumberingPlan(region: "CN", areaCode: "21")
    static let credentials = SIPCredentials(username: "dialerd", password: "correct horse")
    static let zone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt

    var billingFile: URL { folder.appending(path: "billing.sqlite") }
    var databaseFile: URL { folder.appending(path: "dialer.sqlite") }
    var today: CalendarDay { CalendarDay(.now, in: Self.zone) }

    /// What a test may want otherwise.
    struct Settings {
        var customers: [Customer] = []
        /// Subscribers beside the customers' telephones and fax machines.
        var lines: [NumberPlan.Line] = []
        var callers: [ScheduledCaller] = []
        var passwords: [(number: String, password: String)] = []
        var limits = CallLimits()
        /// What each agent whistles, by his number; all are of the group “arrears”, which callers of 170 get too.
        var agents: [String: Double] = [:]
        var wrapUp = Duration.zero
        /// Whether their telephones are up from login to logout.
        var heldOpen = true
        /// Whom they may hand customers on to.
        var outside: [OutsideNumber] = []
        var legsPerWorker = 4
        var faxRetry = RetryPolicy(
            budget: 6,
            rules: Dictionary(
                uniqueKeysWithValues: RetryPolicy.Result.allCases.map {
                    ($0, .init(wait: .milliseconds(200), limit: 6))
                }
            )
        )
        var callbackRetry = RetryPolicy(
            budget: 3,
            rules: [
                .busy: .init(wait: .milliseconds(100), limit: 3), .metNobody: .init(wait: .milliseconds(100), limit: 3),
            ])
        /// Where there are agents.
        var runsCallbacks = true
        /// Run between the making of the files and the first call.
        var prepare: @Sendable (_ bench: DialerBench) async throws -> Void = { _ in }
    }

    /// Runs a test beside the running services; afterwards all of it comes to its end in good order.
    static func run(
        _ change: (inout Settings) -> Void,
        body: (DialerBench) async throws -> Void
    ) async throws {
        var settings = Settings()
        change(&settings)
        let folder = FileManager.default.temporaryDirectory.appending(path: "dialer-\(UUID().uuidString.prefix(8))")
        let spool = folder.appending(path: "spool", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: spool, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let logs = LogBook()
        let logger = logs.logger
        let endpoint = try await SIPEndpoint()
        let exchange = try await Exchange.open(carrier(settings, folder, dialer: endpoint.localPort))
        try Customer.billing(settings.customers).write(to: folder.appending(path: "billing.sqlite"))
        let database = try DialerDatabase.open(at: folder.appending(path: "dialer.sqlite"))
        let billing = BillingSource(file: folder.appending(path: "billing.sqlite"), plan: plan)
        let trunk = Trunk(
            name: "loopback", host: "127.0.0.1", port: exchange.port, credentials: credentials, callsPerSecond: 50)
        let site = Site(
            operatorName: "华信电信 Huaxin Telecom", zone: zone, plan: plan, serviceNumber: "02110000", waysToPay: [:],
            paymentAddress: "account={account};amount={amount}")
        let caller = OutboundCaller(
            endpoint: endpoint,
            media: try MediaEngine(threads: 1, bindAddress: "127.0.0.1", ports: TestPorts.range()),
            line: TrunkLine(trunk), logger: logger)
        let telephones = settings.agents.isEmpty ? nil : try await TestTelephones(settings.agents)
        let floor = try telephones.map {
            AgentFloor(
                $0.roster(
                    of: "arrears", heldOpen: settings.heldOpen, wrapUp: settings.wrapUp, outside: settings.outside),
                caller: caller, prompts: try TestPrompts.library.get(), callerID: "10000")
        }
        let queue = FaxQueue(database: database, retry: settings.faxRetry)
        let press = try FaxPress()
        var patience = Patience()
        patience.afterPrompt = .seconds(3)
        let office = CallOffice(
            site: site, database: database, billing: billing,
            bills: BillFaxDesk(billing: billing, queue: queue, press: press, spool: spool, site: site),
            prompts: try TestPrompts.library.get(),
            caller: caller,
            live: LiveFeed(
                board: LiveBoard(pause: .milliseconds(20), heartbeat: .milliseconds(500)), database: database),
            limits: settings.limits, patience: patience, agents: floor)
        let workers = FaxWorkerPool(
            executable: try workerExecutable(), legsPerWorker: settings.legsPerWorker, logger: logger)
        let faxes = FaxOffice(
            queue: queue, press: press, workers: workers, spool: spool, station: "+86 21 1000 0", lines: 12)
        let bench = DialerBench(
            exchange: exchange, office: office, faxes: faxes, folder: folder, logs: logs,
            callbacks: CallbackBook(
                database: database, retry: settings.callbackRetry, defaultGroup: "arrears", patience: .seconds(3)),
            telephones: telephones)
        let passwords = EnquiryPasswords(database: database, policy: .init(cost: 1 << 10))
        for entry in settings.passwords {
            try await passwords.set(entry.password, for: .line(try plan.e164(entry.number)), now: .now)
        }
        try await settings.prepare(bench)
        let services = ServiceGroup(
            services: (floor.map {
                [AgentService(floor: $0, database: database, board: office.live.board, logger: logger)]
            } ?? []) + [
                CampaignSupervisor(office: CampaignOffice(office, logger: logger), logger: logger),
                PaymentWatch(office: office, logger: logger),
                EnquiryService(
                    number: "170", office: office, passwords: passwords,
                    clerks: floor.map { _ in AgentWish(group: "arrears", priority: 7) }, logger: logger),
                FaxDispatcher(office: office, faxes: faxes, logger: logger),
            ]
                + (settings.runsCallbacks
                    ? floor.map { [CallbackRunner(office: office, floor: $0, book: bench.callbacks, logger: logger)] }
                        ?? [] : []),
            logger: logger)
        let carrying = Task { await exchange.run() }
        let serving = Task { try await services.run() }
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(bench))
        } catch {
            outcome = .failure(error)
        }
        await services.triggerGracefulShutdown()
        // Where the test has left a call up, the carrier ends it.
        carrying.cancel()
        await carrying.value
        try await serving.value
        await endpoint.shutDown()
        await telephones?.endpoint.shutDown()
        try await database.close()
        try outcome.get()
    }

    private static func carrier(_ settings: Settings, _ folder: URL, dialer: UInt16) -> ExchangeConfiguration {
        var configuration = ExchangeConfiguration()
        configuration.mediaPorts = TestPorts.range()
        configuration.users = [.init(name: credentials.username, password: credentials.password)]
        configuration.logPath = folder.appending(path: "exchange.jsonl").path
        configuration.faxFolder = folder.appending(path: "received").path
        configuration.dialer = .init(port: dialer)
        configuration.callers = settings.callers
        configuration.plan = NumberPlan(settings.lines + settings.customers.flatMap(\.lines))
        return configuration
    }

    /// The worker's own small program, which is built beside the tests.
    static func workerExecutable() throws -> String {
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let products = URL(filePath: program).deletingLastPathComponent()
        let file = products.appending(path: "fax-worker-fixture")
        guard FileManager.default.isExecutableFile(atPath: file.path) else {
            throw Missed("The program \(file.path) is not built.")
        }
        return file.path
    }
}

/// The project's recordings, read once for all tests.
enum TestPrompts {
    static let library = Result { try PromptLibrary(Prompts.catalogue.get()) }
}
