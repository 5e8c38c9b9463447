import Campaigns
import Foundation
import Logging
import Programs
import ServiceLifecycle
import Telephony
import Testing

@testable import Dialer

/// A floor with real telephones on loopback.
struct FloorBench: Sendable {
    let floor: AgentFloor
    let telephones: TestTelephones
    let media: MediaEngine
    let book: AgentBook
    let recordings: RecordingBook
    let folder: URL
    let board = LiveBoard(pause: .milliseconds(5))
    let database: DialerDatabase
    let line: TrunkLine
    /// Whom the trunk leads to, where a test wants it.
    let outside: TestOutside?

    static let ann = AgentNumber.test("8001")
    static let bob = AgentNumber.test("8002")
    /// A supervisor.
    static let cat = AgentNumber.test("8003")
    static let arrears = AgentWish(group: "arrears")

    /// - Parameters:
    ///   - tones: what the agents whistle, by their numbers; who whistles nothing doesn't answer.
    ///   - heldOpen: whether telephones are up from login to logout.
    static func run(
        _ tones: [String: Double] = ["8001": 1_100, "8002": 1_500, "8003": 1_900], heldOpen: Bool = true,
        wrapUp: Duration = .zero,
        recording: AgentGroup.Recording = .none, notice: Bool = false,
        hasOutside: Bool = false,
        body: (FloorBench) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "floor-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let logger = LogBook().logger
        let telephones = try await TestTelephones(tones)
        let endpoint = try await SIPEndpoint()
        let media = try MediaEngine(threads: 2, bindAddress: "127.0.0.1", ports: TestPorts.range(of: 40))
        let agents = ["8001", "8002", "8003"].map { number in
            Agent(
                number: .test(number), name: "Agent \(number)",
                skills: number == "8003" ? [:] : ["arrears": 1, number: 1],
                telephone: .fixed(number: number, host: "127.0.0.1", port: telephones.endpoint.localPort),
                isHeldOpen: heldOpen, isSupervisor: number == "8003")
        }
        let groups = (["arrears"] + agents.map(\.number.text)).map {
            AgentGroup(name: $0, title: $0, wrapUp: wrapUp, recording: recording, givesNotice: notice)
        }
        let outside = hasOutside ? try await TestOutside(media) : nil
        let line = TrunkLine(
            Trunk(name: "loopback", host: "127.0.0.1", port: outside?.endpoint.localPort ?? 9, channels: 4))
        let floor = AgentFloor(
            AgentRoster(
                agents, groups: groups,
                outside: [OutsideNumber(name: "repair", title: "Repair desk", number: "112")]),
            caller: OutboundCaller(endpoint: endpoint, media: media, line: line, logger: logger),
            prompts: try TestPrompts.library.get(), callerID: "10000")
        let database = try DialerDatabase.open(at: folder.appending(path: "dialer.sqlite"))
        let bench = FloorBench(
            floor: floor, telephones: telephones, media: media, book: AgentBook(database: database),
            recordings: RecordingBook(database: database), folder: folder, database: database,
            line: line, outside: outside)
        let service = AgentService(
            floor: floor, database: database, board: bench.board, recorder: bench.recorder(keeps: .seconds(86_400)),
            logger: logger)
        // A test may close the floor by itself.
        let services = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)],
                logger: logger))
        let serving = Task { try await services.run() }
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(bench)) } catch { outcome = .failure(error) }
        await services.triggerGracefulShutdown()
        try await serving.value
        await endpoint.shutDown()
        await telephones.endpoint.shutDown()
        await outside?.endpoint.shutDown()
        try await database.close()
        try outcome.get()
    }

    /// Returns when an agent's page shows this.
    @discardableResult
    func shows(_ number: AgentNumber, _ what: String, _ isShown: @escaping @Sendable (AgentView) -> Bool) async throws
        -> AgentView
    {
        let views = try await floor.views(of: number)
        return try await within(.seconds(30), "\(number): \(what)") {
            for await view in views where isShown(view) { return view }
            throw Missed(what)
        }
    }

    /// Logs an agent in, with his telephone held open, and ready for calls.
    func work(_ number: AgentNumber) async throws -> TestTelephones.Call {
        try await floor.logIn(number)
        let call = try await telephones.answers(number.text)
        try await shows(number, "telephone up") { $0.phone == .up }
        try await floor.ready(number)
        return call
    }

    func customer(whistling hertz: Double = 850) throws -> TestCustomer {
        try TestCustomer(media, whistling: hertz)
    }

    func card(_ call: String = "attempt 1") -> CustomerCard {
        CustomerCard(kind: .campaign, call: call, title: "Arrears", name: "Anna", number: "+862150000001")
    }

    /// Looks into the database again and again until it says so.
    func until<Found: Sendable>(_ what: String, _ find: @escaping @Sendable () async throws -> Found?) async throws
        -> Found
    {
        try await within(.seconds(30), what) {
            while true {
                if let found = try await find() { return found }
                try await Task.sleep(for: .milliseconds(5))
            }
        }
    }

    func recorder(keeps: Duration) -> CallRecorder {
        CallRecorder(
            floor: floor, database: database, folder: folder, keeps: keeps, zone: .gmt, logger: LogBook().logger)
    }
}
