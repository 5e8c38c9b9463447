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
        heldOpen: Bool = true, telephone: Agent.Telephone = .registers(password: RegisteredFloor.password),
        _ body: (RegisteredFloor) async throws -> Void
    ) async throws {
        try await RegisteredFloor.run([RegisteredFloor.agent(ann, telephone, heldOpen: heldOpen)], body)
    }

    @Test func `baresip is held open, hears the customer and is heard, on hold neither, and may hang up`() async throws
    {
        try await withFloor { site in
            let baresip = try await site.baresip(.tone(hertz: 1_100), of: ann)
            try await site.work(ann)
            let (id, customer) = try await site.customer()
            try await customer.ear.hears([1_100])
            try await site.floor.hold(ann, true)
            try await customer.ear.hears([])
            try await site.floor.hold(ann, false)
            try await customer.ear.hears([1_100])
            try baresip.hangUp()
            try await site.shows(ann, "the telephone was lost") { $0.phone == .down && $0.presence == .onBreak }
            await site.floor.leave(id)
            // Back at work: it is rung again.
            try await site.floor.ready(ann)
            try await site.shows(ann, "telephone up again") { $0.phone == .up && $0.presence == .ready }
            await customer.hangUp()
        }
    }

    @Test func `rung for each call, baresip echoes the customer's own voice to her`() async throws {
        try await withFloor(heldOpen: false) { site in
            let baresip = try await site.baresip(.echo, of: ann)
            try await site.work(ann)
            let (id, customer) = try await site.customer()
            try await customer.ear.hears([850])
            await site.floor.leave(id)
            try await site.shows(ann, "telephone down") { $0.phone == .down && $0.activity == .idle }
            await customer.hangUp()
            withExtendedLifetime(baresip) {}
        }
    }

    @Test func `a telephone that moves to another address in the middle of a call is rung there the next time`()
        async throws
    {
        try await withFloor { site in
            let first = try await site.baresip(.tone(hertz: 1_100), of: ann)
            try await site.work(ann)
            let (id, customer) = try await site.customer()
            try await customer.ear.hears([1_100])
            let second = try await site.baresip(.tone(hertz: 1_500), of: ann)
            #expect(await site.endpoint.binding(of: ann.text)?.address.port == second.port)
            // The call goes on where it was answered; what she heard before the move doesn't count.
            try await site.floor.hold(ann, true)
            try await customer.ear.hears([])
            try await site.floor.hold(ann, false)
            try await customer.ear.hears([1_100])
            try first.hangUp()
            try await site.shows(ann, "down") { $0.phone == .down }
            await site.floor.leave(id)
            try await site.floor.ready(ann)
            try await site.shows(ann, "up at the other address") { $0.phone == .up && $0.presence == .ready }
            let (again, _) = await site.floor.wait(
                for: AgentWish(group: "arrears"), RegisteredFloor.card, leg: customer.leg)
            try await customer.ear.hears([1_500])
            await site.floor.leave(again)
            await customer.hangUp()
        }
    }

    @Test(.enabled(if: Linphone.isInstalled, "needs Debian's linphone-cli"))
    func `linphone too is held open, is heard, also after a hold, and may hang up`() async throws {
        try await withFloor { site in
            let linphone = try await site.linphone(1_100, of: ann)
            try await site.work(ann)
            let (id, customer) = try await site.customer()
            try linphone.speak()
            try await customer.ear.hears([1_100])
            try await site.floor.hold(ann, true)
            try await customer.ear.hears([])
            try await site.floor.hold(ann, false)
            try await customer.ear.hears([1_100])
            try linphone.hangUp()
            try await site.shows(ann, "the telephone was lost") { $0.phone == .down && $0.presence == .onBreak }
            await site.floor.leave(id)
            var changes = site.endpoint.registrations.makeAsyncIterator()
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
            registeringAs: .init(username: ann.text, password: RegisteredFloor.password), at: kamailio.port)
        let place = Agent.Telephone.fixed(number: ann.text, host: "127.0.0.1", port: kamailio.port)
        try await withFloor(telephone: place) { site in
            try await site.floor.logIn(ann)
            // Until it has registered it is not to be found there.
            while try await site.floor.view(of: ann).phone != .up {
                try await site.floor.ready(ann)
                try await site.shows(ann, "up, or not there") { $0.phone == .up || $0.presence == .onBreak }
            }
            let (id, customer) = try await site.customer()
            try await customer.ear.hears([1_100])
            await site.floor.leave(id)
            try baresip.hangUp()
            try await site.shows(ann, "the telephone was lost") { $0.phone == .down && $0.presence == .onBreak }
            try await site.floor.ready(ann)
            try await site.shows(ann, "telephone up again") { $0.phone == .up && $0.presence == .ready }
            try await site.floor.logOut(ann)
            #expect(await baresip.reports("CALL_CLOSED"))
            await customer.hangUp()
        }
        withExtendedLifetime(kamailio) {}
    }
}
