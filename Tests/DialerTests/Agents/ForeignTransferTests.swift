import Campaigns
import Programs
import Telephony
import Testing

@testable import Dialer

/// Customers handed from one telephone to another, where each is another program: Ann has baresip, Bob linphone.
@Suite(
    .serialized,
    .enabled(if: Baresip.isInstalled && Linphone.isInstalled, "needs Debian's baresip-core and linphone-cli"),
    .timeLimit(.minutes(3)))
struct ForeignTransferTests {
    enum Place: CaseIterable {
        case heldOpen
        case rungEachTime
        /// Ann's telephone is registered with Kamailio, and we don't know it.
        case behindKamailio
    }

    /// A site with both at work, and what is between it and them.
    private struct Pair {
        let site: RegisteredFloor
        let baresip: Baresip
        let linphone: Linphone
        let kamailio: Kamailio?

        var floor: AgentFloor { site.floor }
        var annsEar: RecordedEar { RecordedEar { [baresip] in baresip.recording } }
        var bobsEar: RecordedEar { RecordedEar { [linphone] in linphone.recording } }

        /// Unlike baresip, linphone is told in each call to say something.
        func bobSpeaks() async throws {
            try await site.shows(bob, "talking") { $0.activity == .talking && $0.phone == .up }
            try linphone.speak()
        }
    }

    private static let ann = FloorBench.ann
    private static let bob = FloorBench.bob
    private let ann = FloorBench.ann
    private let bob = FloorBench.bob

    private func withPair(_ place: Place, _ body: (Pair) async throws -> Void) async throws {
        let isHeldOpen = place != .rungEachTime
        var kamailio: Kamailio?
        if place == .behindKamailio { kamailio = try await Kamailio(port: TestPorts.range().lowerBound) }
        let telephone = kamailio.map { Agent.Telephone.fixed(number: ann.text, host: "127.0.0.1", port: $0.port) }
        let agents = [
            RegisteredFloor.agent(
                ann, telephone ?? .registers(password: RegisteredFloor.password), heldOpen: isHeldOpen),
            RegisteredFloor.agent(bob, heldOpen: isHeldOpen),
        ]
        try await RegisteredFloor.run(agents) { site in
            let linphone = try await site.linphone(1_500, of: bob)
            let baresip: Baresip
            if let kamailio {
                baresip = try await Baresip(
                    port: TestPorts.range().lowerBound, source: .tone(hertz: 1_100),
                    registeringAs: .init(username: ann.text, password: RegisteredFloor.password), at: kamailio.port,
                    isRecording: true, seconds: 100)
            } else {
                baresip = try await site.baresip(
                    .tone(hertz: 1_100), of: ann, isRecording: true, seconds: 100)
            }
            for number in [ann, bob] { try await site.work(number) }
            // At Kamailio it may not have registered yet.
            while place == .behindKamailio, try await site.floor.view(of: ann).phone != .up {
                try await site.floor.ready(ann)
                try await site.shows(ann, "up, or not there") { $0.phone == .up || $0.presence == .onBreak }
            }
            try await body(Pair(site: site, baresip: baresip, linphone: linphone, kamailio: kamailio))
        }
    }

    @Test(arguments: Place.allCases)
    func `a customer is handed on blind, put on hold there, and handed back`(place: Place) async throws {
        try await withPair(place) { pair in
            let (id, customer) = try await pair.site.customer(for: ann)
            try await customer.ear.hears([1_100])
            try await pair.annsEar.hears([850])
            try await pair.floor.transfer(ann, to: AgentWish(group: "arrears", agent: bob))
            try await pair.bobSpeaks()
            try await customer.ear.hears([1_500])
            try await pair.bobsEar.hears([850])
            if place == .rungEachTime {
                try await pair.site.shows(ann, "put down") { $0.phone == .down && $0.activity == .idle }
            } else {
                try await pair.annsEar.hears([])
            }
            try await pair.floor.hold(bob, true)
            try await customer.ear.hears([])
            try await pair.bobsEar.hears([])
            try await pair.floor.hold(bob, false)
            try await customer.ear.hears([1_500])
            try await pair.bobsEar.hears([850])
            try await pair.floor.transfer(bob, to: AgentWish(group: "arrears", agent: ann))
            try await customer.ear.hears([1_100])
            try await pair.annsEar.hears([850])
            await pair.floor.leave(id)
            for number in [ann, bob] { try await pair.site.shows(number, "idle") { $0.activity == .idle } }
            await customer.hangUp()
        }
    }

    @Test(arguments: Place.allCases)
    func `a customer is handed on after all three have talked`(place: Place) async throws {
        try await withPair(place) { pair in
            let (id, customer) = try await pair.site.customer(for: ann)
            try await customer.ear.hears([1_100])
            try await pair.floor.consult(ann, bob)
            try await pair.bobSpeaks()
            try await pair.annsEar.hears([1_500])
            try await pair.bobsEar.hears([1_100])
            try await customer.ear.hears([])
            try await pair.floor.conference(ann)
            try await customer.ear.hears([1_100, 1_500])
            try await pair.annsEar.hears([850, 1_500])
            try await pair.bobsEar.hears([850, 1_100])
            try await pair.floor.completeTransfer(ann)
            try await customer.ear.hears([1_500])
            try await pair.bobsEar.hears([850])
            try await pair.site.shows(ann, "free again") { $0.activity == .idle && $0.presence == .ready }
            try await pair.floor.hold(bob, true)
            try await customer.ear.hears([])
            try await pair.floor.hold(bob, false)
            try await customer.ear.hears([1_500])
            await pair.floor.leave(id)
            try await pair.site.shows(bob, "idle") { $0.activity == .idle }
            await customer.hangUp()
        }
    }

    @Test(arguments: [Place.heldOpen, .rungEachTime])
    func `customer, agent and telephone end the call at once, again and again, and nobody is stuck`(
        place: Place
    ) async throws {
        try await withPair(place) { pair in
            for _ in 0..<3 {
                let (id, customer) = try await pair.site.customer(for: ann)
                try await customer.ear.hears([1_100])
                let (baresip, floor) = (pair.baresip, pair.floor)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await floor.leave(id) }
                    group.addTask { try baresip.hangUp() }
                    group.addTask { try? await floor.endCall(Self.ann) }
                    try await group.waitForAll()
                }
                try await pair.site.shows(ann, "over") { $0.activity == .idle && $0.phone == .down }
                #expect(await floor.guests.isEmpty)
                try await floor.ready(ann)
                if place == .heldOpen { try await pair.site.shows(ann, "up again") { $0.phone == .up } }
                await customer.hangUp()
            }
        }
    }

    @Test func `a telephone that loses its power in the middle of a call costs the customer no more than the silence`()
        async throws
    {
        var limits = CallLimits()
        limits.silence = .seconds(2)
        try await RegisteredFloor.run([ann, bob].map { RegisteredFloor.agent($0) }, limits: limits) { site in
            let first = try await site.baresip(.tone(hertz: 1_100), of: ann)
            let second = try await site.baresip(.tone(hertz: 1_500), of: bob)
            try await site.work(ann)
            let (id, customer) = try await site.customer()
            try await customer.ear.hears([1_100])
            try await site.work(bob)
            first.kill()
            try await customer.ear.hears([1_500])
            try await site.shows(ann, "lost") { $0.phone == .down && $0.presence == .onBreak && $0.activity == .idle }
            await site.floor.leave(id)
            await customer.hangUp()
            withExtendedLifetime(second) {}
        }
    }
}
