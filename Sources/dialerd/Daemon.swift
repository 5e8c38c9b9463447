import Campaigns
import Console
import Dialer
import FaxEngine
import Foundation
import Logging
import ServiceLifecycle
import Telephony
import UnixSignals

/// All rooms of the daemon, joined.
struct Daemon {
    private let services: [any Service]
    private let database: DialerDatabase
    private let anchors: RecordAnchors?
    private let results: ResultWriting?
    private let endpoint: SIPEndpoint
    private let logger: Logger

    /// Finds everything that can be wrong before the database is made or touched, so that nothing is half done.
    init(_ configuration: DaemonConfiguration, logger: Logger) async throws {
        self.logger = logger
        try DialerDatabase.refuseIfInUse(at: configuration.database)
        let readiness = await Readiness(configuration)
        guard readiness.faults.isEmpty, let prompts = readiness.prompts, let press = readiness.press,
            let rules = readiness.rules
        else {
            throw Complaint(readiness.faults.joined(separator: "\n"))
        }
        let billing = configuration.billingSource
        try configuration.blaming("console.port") { try configuration.console?.probe() }
        var sip = configuration.sip
        sip.registrar = readiness.agents.map { roster in
            Registrar(realm: "dialerd") { roster.password(of: $0) }
        }
        endpoint = try await configuration.blaming("sip.port") { [sip] in try await SIPEndpoint(sip) }
        let media = try configuration.blaming("media") {
            try MediaEngine(
                threads: configuration.media.threads, bindAddress: configuration.sip.host,
                ports: configuration.media.ports)
        }
        let recordKey = configuration.records.key
        let hadKey = recordKey.exists
        database = try DialerDatabase.open(at: configuration.database, recordKey: recordKey)
        if !hadKey {
            logger.notice(
                "made the key of the sealed records; back it up apart from the database: without it none can be read",
                metadata: ["file": "\(recordKey.file.path)"])
        }
        let anchorFile = configuration.records.anchors
        anchors = database.records.map { [database] in
            RecordAnchors(database: database, seal: $0.seal, file: anchorFile)
        }
        try FileManager.default.createDirectory(at: configuration.fax.spool, withIntermediateDirectories: true)
        let recovered = try await database.recover(faxRetry: configuration.fax.retry, now: .now)
        if recovered.interrupted + recovered.freed + recovered.settled > 0 {
            logger.notice(
                "recovered after a crash",
                metadata: [
                    "interrupted": "\(recovered.interrupted)", "freed": "\(recovered.freed)",
                    "settled": "\(recovered.settled)",
                ])
        }
        let board = LiveBoard()
        let live = LiveFeed(board: board, database: database)
        let line = TrunkLine(configuration.trunk)
        let caller = OutboundCaller(endpoint: endpoint, media: media, line: line, logger: logger)
        let floor = readiness.agents.map { roster in
            AgentFloor(
                roster, caller: caller, prompts: prompts,
                callerID: configuration.agents?.callerID ?? configuration.site.serviceNumber)
        }
        let queue = FaxQueue(database: database, retry: configuration.fax.retry, rules: rules)
        let office = CallOffice(
            site: configuration.site, database: database, rules: rules, billing: billing,
            bills: BillFaxDesk(
                billing: billing, queue: queue, press: press, spool: configuration.fax.spool, site: configuration.site),
            prompts: prompts,
            caller: caller, live: live, agents: floor)
        let workers = FaxWorkerPool(
            executable: Self.executable, legsPerWorker: configuration.fax.legsPerWorker, logger: logger)
        let faxes = FaxOffice(
            queue: queue, press: press, workers: workers, spool: configuration.fax.spool,
            station: configuration.fax.station, lines: configuration.fax.lines)
        faxes.sweep()
        await live.showCampaigns()
        let campaigning = CampaignOffice(office, logger: logger)
        let callbacks = CallbackBook(database: database, rules: rules, defaultGroup: configuration.enquiry.clerks)
        let work = floor.map { AgentWork(office: office, floor: $0, callbacks: callbacks, logger: logger) }
        // They end in the opposite order: pages are there until the last agent has gone, agents until the last call has.
        var services: [any Service] = []
        if let console = configuration.console {
            let users = UserBook(database: database, policy: UserBook.Policy(passwordAge: console.passwordAge))
            if try await !users.hasUsers() {
                logger.notice("console: no sign-in, for there are no users; `dialerd user add` makes the first")
            }
            services.append(
                try ConsoleServer(
                    console, board: board, floor: floor, work: work,
                    dispositions: DispositionDesk(office: office, logger: logger),
                    campaigns: CampaignControl(office),
                    access: ConsoleAccess(users: users),
                    recordings: configuration.recordingArchive(database).map { ($0, zone: configuration.site.zone) },
                    pagePicture: { id, page in
                        guard let job = Int64(id) else { return nil }
                        return try await faxes.picture(ofJob: job, page: page)
                    },
                    logger: logger,
                    onListening: { address in logger.notice("console: open", metadata: ["address": "\(address)"]) }))
        }
        services +=
            floor.map { [database] floor in
                [Self.agentService(floor, database, configuration, board: board, logger: logger)]
            } ?? []
        services += [
            CampaignSupervisor(office: campaigning, logger: logger),
            ContactSelector(office: campaigning, logger: logger),
            PaymentWatch(office: office, logger: logger),
            EnquiryService(
                number: configuration.enquiry.number, office: office,
                passwords: EnquiryPasswords(database: database, policy: configuration.enquiry.passwords),
                clerks: configuration.enquiry.clerks.map { AgentWish(group: $0, priority: Self.callersPriority) },
                logger: logger),
            FaxDispatcher(office: office, faxes: faxes, logger: logger),
            LiveClock(media: media, line: line, board: board),
        ]
        if let floor, let work {
            services.append(CallbackRunner(office: office, floor: floor, book: callbacks, logger: logger))
            services.append(work)
        }
        results = configuration.results.map { [database] settings in
            ResultWriting(
                ResultBook(database: database, showsFullNumbers: settings.showsFullNumbers), to: settings.file,
                every: settings.every, logger: logger)
        }
        if let results { services.append(results) }
        if let anchors { services.append(RecordAnchoring(anchors: anchors, logger: logger)) }
        self.services = services
    }

    /// Who rings us is on the line already, and served before everybody whom we would call.
    private static let callersPriority = 12

    private static func agentService(
        _ floor: AgentFloor, _ database: DialerDatabase, _ configuration: DaemonConfiguration, board: LiveBoard,
        logger: Logger
    ) -> AgentService {
        let recorder = configuration.agents.flatMap { settings in
            settings.recordings.map { folder in
                CallRecorder(
                    floor: floor, database: database, folder: folder, keeps: settings.keepsRecordings,
                    zone: configuration.site.zone, logger: logger)
            }
        }
        return AgentService(floor: floor, database: database, board: board, recorder: recorder, logger: logger)
    }

    /// Serves until SIGTERM or SIGINT; calls that are up come to their end first.
    func run() async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) },
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
        await endpoint.shutDown()
        await results?.write()
        try await anchors?.writeLast(now: .now)
        try await database.close()
    }

    /// This program's own file, which is also the fax worker's.
    static var executable: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }
}
