import Campaigns
import Foundation
import Programs
import Telephony
import Testing

@testable import Dialer

/// Agents whose telephones are programs of others that register with us.
@Suite(.serialized, .enabled(if: Baresip.isInstalled, "needs Debian's baresip-core"), .timeLimit(.minutes(2)))
struct RegisteredAgentTests {
    private let ann = FloorBench.ann

    private func withFloor(
        heldOpen: Bool = true, telephone: Agent.Telephone = .registers(password: "s3cret"),
        _ body: (AgentFloor, SIPEndpoint, MediaEngine) async throws -> Void
    ) async throws {
        let agent = Agent(
            number: ann, name: "Ann", skills: ["arrears": 1], telephone: telephone,
            isHeldOpen: heldOpen)
        let roster = AgentRoster([agent], groups: [AgentGroup(name: "arrears", title: "Arrears", wrapUp: .zero)])
        let endpoint = try await SIPEndpoint(
            .init(registrar: Registrar(realm: "dialerd") { roster.password(of: $0) }))
        let media = try MediaEngine(threads: 1, bindAddress: "127.0.0.1", ports: TestPorts.range())
        let logger = LogBook().logger
        let caller = OutboundCaller(
            endpoint: endpoint, media: media, line: TrunkLine(Trunk(name: "none", host: "127.0.0.1", port: 9)),
            logger: logger)
        let floor = AgentFloor(
            roster, caller: caller, prompts: try TestPrompts.library.get(), callerID: "10000")
        try await body(floor, endpoint, media)
        await floor.close()
        await endpoint.shutDown()
    }

    private func shows(_ floor: AgentFloor, _ what: String, _ isShown: @escaping @Sendable (AgentView) -> Bool)
        async throws
    {
        let views = try await floor.views(of: ann)
        try await within(.seconds(30), what) {
            for await view in views where isShown(view) { return }
            throw Missed(what)
        }
    }

    /// A baresip that has registered as the agent's telephone.
    private func telephone(_ source: Baresip.Source, at endpoint: SIPEndpoint) async throws -> Baresip {
        var changes = endpoint.registrations.makeAsyncIterator()
        let baresip = try await Baresip(
            port: TestPorts.range().lowerBound, source: source,
            registeringAs: .init(username: ann.text, password: "s3cret"), at: endpoint.localPort)
        guard case .arrived? = await changes.next() else { throw Missed("the registration") }
        return baresip
    }

    /// Logs the agent in, with the telephone held open, and brings somebody to him.
    private func customerOfHeldOpenTelephone(
        _ floor: AgentFloor, _ media: MediaEngine
    ) async throws -> (CustomerID, TestCustomer) {
        try await floor.logIn(ann)
        try await shows(floor, "telephone up") { $0.phone == .up }
        try await floor.ready(ann)
        let customer = try TestCustomer(media, whistling: 850)
        return (await floor.wait(for: AgentWish(group: "arrears"), card, leg: customer.leg).id, customer)
    }

    private let card = CustomerCard(kind: .enquiry, call: "c1", title: "170", number: "+862161000041")

    @Test func `baresip is held open, hears the customer and is heard, on hold neither, and may hang up`() async throws
    {
        try await withFloor { floor, endpoint, media in
            let baresip = try await telephone(.tone(hertz: 1_100), at: endpoint)
            let (id, customer) = try await customerOfHeldOpenTelephone(floor, media)
            try await customer.ear.hears([1_100])
            try await floor.hold(ann, true)
            try await customer.ear.hears([])
            try await floor.hold(ann, false)
            try await customer.ear.hears([1_100])
            try baresip.hangUp()
            try await shows(floor, "the telephone was lost") { $0.phone == .down && $0.presence == .onBreak }
            await floor.leave(id)
            // Back at work: it is rung again.
            try await floor.ready(ann)
            try await shows(floor, "telephone up again") { $0.phone == .up && $0.presence == .ready }
            await customer.hangUp()
        }
    }

    @Test func `rung for each call, baresip echoes the customer's own voice to her`() async throws {
        try await withFloor(heldOpen: false) { floor, endpoint, media in
            let baresip = try await telephone(.echo, at: endpoint)
            try await floor.logIn(ann)
            try await floor.ready(ann)
            let customer = try TestCustomer(media, whistling: 850)
            let (id, _) = await floor.wait(for: AgentWish(group: "arrears"), card, leg: customer.leg)
            try await customer.ear.hears([850])
            await floor.leave(id)
            try await shows(floor, "telephone down") { $0.phone == .down && $0.activity == .idle }
            await customer.hangUp()
            withExtendedLifetime(baresip) {}
        }
    }

    @Test func `a telephone that moves to another address in the middle of a call is rung there the next time`()
        async throws
    {
        try await withFloor { floor, endpoint, media in
            let first = try await telephone(.tone(hertz: 1_100), at: endpoint)
            let (id, customer) = try await customerOfHeldOpenTelephone(floor, media)
            try await customer.ear.hears([1_100])
            let second = try await telephone(.tone(hertz: 1_500), at: endpoint)
            #expect(await endpoint.binding(of: ann.text)?.address.port == second.port)
            // The call goes on where it was answered.
            try await customer.ear.hears([1_100])
            try first.hangUp()
            try await shows(floor, "down") { $0.phone == .down }
            await floor.leave(id)
            try await floor.ready(ann)
            try await shows(floor, "up at the other address") { $0.phone == .up && $0.presence == .ready }
            let (again, _) = await floor.wait(for: AgentWish(group: "arrears"), card, leg: customer.leg)
            try await customer.ear.hears([1_500])
            await floor.leave(again)
            await customer.hangUp()
        }
    }

    @Test(.enabled(if: Linphone.isInstalled, "needs Debian's linphone-cli"))
    func `linphone too is held open, is heard, also after a hold, and may hang up`() async throws {
        try await withFloor { floor, endpoint, media in
            var changes = endpoint.registrations.makeAsyncIterator()
            let linphone = try Linphone(
                port: TestPorts.range().lowerBound, hertz: 1_100,
                registeringAs: .init(username: ann.text, password: "s3cret"), at: endpoint)
            guard case .arrived? = await changes.next() else { throw Missed("the registration") }
            let (id, customer) = try await customerOfHeldOpenTelephone(floor, media)
            try linphone.speak()
            try await customer.ear.hears([1_100])
            try await floor.hold(ann, true)
            try await customer.ear.hears([])
            try await floor.hold(ann, false)
            try await customer.ear.hears([1_100])
            try linphone.hangUp()
            try await shows(floor, "the telephone was lost") { $0.phone == .down && $0.presence == .onBreak }
            await floor.leave(id)
            try linphone.quit()
            guard case .left? = await changes.next() else { throw Missed("that it has gone") }
            await customer.hangUp()
        }
    }

    @Test(.enabled(if: Kamailio.isInstalled, "needs Debian's kamailio"))
    func `a telephone behind Kamailio is rung through it, is heard, and either side may hang up`() async throws {
        let kamailio = try await Kamailio(port: TestPorts.range().lowerBound)
        let baresip = try await Baresip(
            port: TestPorts.range().lowerBound, source: .tone(hertz: 1_100),
            registeringAs: .init(username: ann.text, password: "s3cret"), at: kamailio.port)
        let place = Agent.Telephone.fixed(number: ann.text, host: "127.0.0.1", port: kamailio.port)
        try await withFloor(telephone: place) { floor, _, media in
            try await floor.logIn(ann)
            // Until it has registered it is not to be found there.
            while try await floor.view(of: ann).phone != .up {
                try await floor.ready(ann)
                try await shows(floor, "up, or not there") { $0.phone == .up || $0.presence == .onBreak }
            }
            let customer = try TestCustomer(media, whistling: 850)
            let (id, _) = await floor.wait(for: AgentWish(group: "arrears"), card, leg: customer.leg)
            try await customer.ear.hears([1_100])
            await floor.leave(id)
            try baresip.hangUp()
            try await shows(floor, "the telephone was lost") { $0.phone == .down && $0.presence == .onBreak }
            try await floor.ready(ann)
            try await shows(floor, "telephone up again") { $0.phone == .up && $0.presence == .ready }
            try await floor.logOut(ann)
            #expect(await baresip.reports("CALL_CLOSED"))
            await customer.hangUp()
        }
        withExtendedLifetime(kamailio) {}
    }
}
