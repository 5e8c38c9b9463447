import Campaigns
import FaxEngine
import Foundation
import Programs
import Telephony
import Testing

@testable import Dialer

/// A floor for a test of the console, and the one telephone that its agents have.
///
/// It rings for each customer, and answers.
final class ConsoleFloor: Sendable {
    let floor: AgentFloor
    let database: DialerDatabase
    /// Keeps what agents say of calls, in a database of its own.
    let dispositions: DispositionDesk
    private let folder: URL
    private let endpoint: SIPEndpoint
    private let telephones: SIPEndpoint
    private let media: MediaEngine

    /// Read once for all tests.
    private static let prompts = Result {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try PromptLibrary(PromptCatalogue(folder: root.appending(path: "prompts")))
    }

    static func run(_ body: (ConsoleFloor) async throws -> Void) async throws {
        let bench = try await ConsoleFloor()
        let answering = Task { [bench] in await bench.answer() }
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(bench)) } catch { outcome = .failure(error) }
        await bench.endpoint.shutDown()
        await bench.telephones.shutDown()
        await answering.value
        try await bench.database.close()
        try FileManager.default.removeItem(at: bench.folder)
        try outcome.get()
    }

    private init() async throws {
        endpoint = try await SIPEndpoint()
        telephones = try await SIPEndpoint()
        media = try MediaEngine(threads: 1, bindAddress: "127.0.0.1", ports: TestPorts.range(of: 40))
        let port = telephones.localPort
        func agent(_ number: String, _ name: String, _ group: String?) throws -> Agent {
            Agent(
                number: try #require(AgentNumber(number)), name: name, skills: group.map { [$0: 5] } ?? [:],
                telephone: .fixed(number: number, host: "127.0.0.1", port: port), isHeldOpen: group == nil,
                isSupervisor: group == nil)
        }
        // Who is outside answers as the agents do.
        let line = TrunkLine(Trunk(name: "loopback", host: "127.0.0.1", port: port))
        let caller = OutboundCaller(endpoint: endpoint, media: media, line: line, logger: .silent)
        let prompts = try Self.prompts.get()
        floor = AgentFloor(
            AgentRoster(
                [
                    try agent("8001", "Wang Fang", "arrears"), try agent("8002", "Li Wei", "clerks"),
                    try agent("8009", "Zhao Lei", nil),
                ],
                groups: [
                    AgentGroup(name: "arrears", title: "Arrears", recording: .onDemand),
                    AgentGroup(name: "clerks", title: "Clerks"),
                ],
                outside: [OutsideNumber(name: "repair", title: "Repair desk", number: "112")],
                breaks: ["Meal", "Training"]),
            caller: caller, prompts: prompts, callerID: "10000")
        folder = FileManager.default.temporaryDirectory.appending(path: "console-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        database = try DialerDatabase.open(at: folder.appending(path: "dialer.sqlite"))
        let site = Site(
            operatorName: "", zone: .gmt, plan: NumberingPlan(region: "CN", areaCode: "21"), serviceNumber: "10000",
            waysToPay: [:], paymentAddress: "")
        let billing = BillingSource(file: folder.appending(path: "billing.sqlite"), plan: site.plan)
        let office = CallOffice(
            site: site, database: database, billing: billing,
            bills: BillFaxDesk(
                billing: billing, queue: FaxQueue(database: database), press: try FaxPress(), spool: folder, site: site),
            prompts: prompts, caller: caller, live: LiveFeed(board: LiveBoard(), database: database), agents: floor)
        dispositions = try #require(DispositionDesk(office: office, logger: .silent))
    }

    /// Puts a customer on the line who waits for an agent of a group.
    func customer(for group: String = "arrears", _ card: CustomerCard) async throws {
        let port = try media.openPort()
        let leg = VoiceLeg(
            engine: media, port: port,
            parameters: MediaParameters(remote: MediaRemote(address: port.local, codec: .pcma, telephoneEvent: 101)))
        _ = await floor.wait(for: AgentWish(group: group), card, leg: leg)
    }

    private func answer() async {
        for await call in telephones.incomingCalls {
            guard let port = try? media.openPort(),
                let (answer, audio) = call.offer?.answeredWithAudio(
                    LocalAudio(host: "127.0.0.1", port: port.localPort), origin: .new(host: "127.0.0.1")),
                let remote = MediaRemote(audio)
            else { return await call.reject(status: 488) }
            await call.answer(with: answer)
            let leg = VoiceLeg(engine: media, port: port, parameters: MediaParameters(remote: remote))
            Task {
                for await event in call.events { if case .ended = event { await leg.close() } }
            }
        }
    }
}
