import Campaigns
import Foundation
import Programs
import Telephony
import Testing

@testable import Dialer

/// A floor whose agents' telephones are programs of others, which register with it.
struct RegisteredFloor: Sendable {
    let floor: AgentFloor
    let endpoint: SIPEndpoint
    let media: MediaEngine

    static let password = "s3cret"
    static let card = CustomerCard(kind: .enquiry, call: "c1", title: "170", number: "+862161000041")

    static func run(
        _ agents: [Agent], limits: CallLimits = CallLimits(), _ body: (RegisteredFloor) async throws -> Void
    ) async throws {
        let roster = AgentRoster(agents, groups: [AgentGroup(name: "arrears", title: "Arrears", wrapUp: .zero)])
        let endpoint = try await SIPEndpoint(
            .init(registrar: Registrar(realm: "dialerd") { roster.password(of: $0) }))
        let media = try MediaEngine(threads: 1, bindAddress: "127.0.0.1", ports: TestPorts.range())
        let caller = OutboundCaller(
            endpoint: endpoint, media: media, line: TrunkLine(Trunk(name: "none", host: "127.0.0.1", port: 9)),
            logger: LogBook().logger)
        let floor = AgentFloor(
            roster, caller: caller, prompts: try TestPrompts.library.get(), callerID: "10000", limits: limits)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(RegisteredFloor(floor: floor, endpoint: endpoint, media: media)))
        } catch { outcome = .failure(error) }
        await floor.close()
        await endpoint.shutDown()
        try outcome.get()
    }

    static func agent(
        _ number: AgentNumber, _ telephone: Agent.Telephone = .registers(password: password), heldOpen: Bool = true
    ) -> Agent {
        Agent(
            number: number, name: "Agent \(number)", skills: ["arrears": 1], telephone: telephone, isHeldOpen: heldOpen)
    }

    func shows(_ number: AgentNumber, _ what: String, _ isShown: @escaping @Sendable (AgentView) -> Bool)
        async throws
    {
        let views = try await floor.views(of: number)
        try await within(.seconds(30), "\(number): \(what)") {
            for await view in views where isShown(view) { return }
            throw Missed(what)
        }
    }

    /// A baresip that has registered as an agent's telephone.
    func baresip(
        _ source: Baresip.Source, of number: AgentNumber, isRecording: Bool = false, seconds: Int = 40
    ) async throws -> Baresip {
        var changes = endpoint.registrations.makeAsyncIterator()
        let baresip = try await Baresip(
            port: TestPorts.range().lowerBound, source: source,
            registeringAs: .init(username: number.text, password: Self.password), at: endpoint.localPort,
            isRecording: isRecording, seconds: seconds)
        guard case .arrived? = await changes.next() else { throw Missed("the registration") }
        return baresip
    }

    /// A linphone that has registered as an agent's telephone.
    func linphone(_ hertz: Double, of number: AgentNumber) async throws -> Linphone {
        var changes = endpoint.registrations.makeAsyncIterator()
        let linphone = try Linphone(
            port: TestPorts.range().lowerBound, hertz: hertz,
            registeringAs: .init(username: number.text, password: Self.password), at: endpoint)
        guard case .arrived? = await changes.next() else { throw Missed("the registration") }
        return linphone
    }

    /// Logs an agent in, ready for calls; where his telephone is held open and registers with us, it is up.
    func work(_ number: AgentNumber) async throws {
        try await floor.logIn(number)
        if let agent = floor.roster.agents[number], agent.isHeldOpen, case .registers = agent.telephone {
            try await shows(number, "telephone up") { $0.phone == .up }
        }
        try await floor.ready(number)
    }

    /// Somebody on the line who waits for an agent of the group, or for this one.
    func customer(for agent: AgentNumber? = nil) async throws -> (CustomerID, TestCustomer) {
        let customer = try TestCustomer(media, whistling: 850)
        let wish = AgentWish(group: "arrears", agent: agent)
        return (await floor.wait(for: wish, Self.card, leg: customer.leg).id, customer)
    }
}

/// What a program hears, by the recording that it writes meanwhile.
struct RecordedEar: Sendable {
    let recording: @Sendable () -> URL?

    /// Returns when just these tones are heard, in five pieces on end that were not recorded yet when it was asked.
    func hears(_ expected: [Double], sourceLocation: SourceLocation = #_sourceLocation) async throws {
        do {
            try await within(.seconds(30), "tones \(expected)") { [recording] in
                var (known, times) = (recording().flatMap(Self.length), 0)
                while times < 5 {
                    try await Task.sleep(for: .milliseconds(10))
                    guard let file = recording(), let length = Self.length(file), length != known else { continue }
                    known = length
                    times = Self.tones(at: length, of: file) == expected ? times + 1 : 0
                }
            }
        } catch {
            let last = recording().flatMap { file in Self.length(file).map { Self.tones(at: $0, of: file) } }
            Issue.record("heard \(last ?? []), not \(expected)", sourceLocation: sourceLocation)
        }
    }

    private static func length(_ file: URL) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int).flatMap { $0 }
    }

    /// Of the 100 ms before there, of 8,000 samples a second of 16 bits.
    private static func tones(at end: Int, of file: URL) -> [Double]? {
        guard let handle = try? FileHandle(forReadingFrom: file), end >= 44 + 1_600 else { return nil }
        defer { try? handle.close() }
        try? handle.seek(toOffset: UInt64(end / 2 * 2 - 1_600))
        guard let data = try? handle.read(upToCount: 1_600), data.count == 1_600 else { return nil }
        let samples = stride(from: 0, to: 1_600, by: 2).map {
            Int16(bitPattern: UInt16(data[$0]) | UInt16(data[$0 + 1]) << 8)
        }
        return Ear.tones.filter { Ear.level(of: $0, in: samples) > 500 }
    }
}
