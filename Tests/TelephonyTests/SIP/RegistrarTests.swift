import Programs
import Testing

@testable import Telephony

@Suite struct RegistrarTests {
    private static let home = SIPAddress(host: "192.0.2.1", port: 5062)
    private static let elsewhere = SIPAddress(host: "192.0.2.9", port: 5060)

    private func request(
        _ sequence: UInt32 = 1, from source: SIPAddress = home, expires: Int? = 100, contacts: [String] = ["1001"],
        callID: String = "a", isForAll: Bool = false
    ) -> RegisterRequest {
        RegisterRequest(
            user: "1001", callID: callID, sequence: sequence,
            contacts: contacts.map { .init(uri: "sip:\($0)@10.0.0.1", user: $0, expires: nil) }, isForAll: isForAll,
            expires: expires, authorization: nil, source: source)
    }

    private func registrar() -> Registrar { Registrar(realm: "dialerd") { _ in "secret" } }

    @Test func `a telephone is rung where its packets came from, as long as it says it is there`() {
        var registrar = registrar()
        let answer = registrar.register(request(), at: 1_000)
        #expect(
            answer.response == .init(status: 200, headers: [SIPHeader("Contact", "<sip:1001@10.0.0.1>;expires=100")]))
        let binding = registrar.binding(of: "1001", at: 100_999)
        #expect(binding?.address == Self.home && answer.change == binding.map { .arrived($0) })
        #expect(registrar.binding(of: "1001", at: 101_000) == nil && registrar.binding(of: "1002", at: 1_000) == nil)
        #expect(registrar.nextExpiry == 101_000 && registrar.expire(at: 100_999) == [])
        #expect(registrar.expire(at: 101_000) == [.left(user: "1001")])
        #expect(registrar.nextExpiry == nil)
    }

    @Test func `saying again that it is there changes nothing, and another address is a move`() {
        var registrar = registrar()
        _ = registrar.register(request(), at: 0)
        #expect(registrar.register(request(2), at: 1_000).change == nil)
        #expect(registrar.binding(of: "1001", at: 100_500) != nil)
        let moved = registrar.register(request(1, from: Self.elsewhere, contacts: ["1001-x"], callID: "b"), at: 2_000)
        #expect(moved.change == registrar.binding(of: "1001", at: 2_000).map { .arrived($0) })
        #expect(registrar.binding(of: "1001", at: 2_000)?.address == Self.elsewhere)
        // The address that it left is taken back too late to matter.
        #expect(registrar.register(request(3, expires: 0), at: 3_000).change == nil)
        #expect(registrar.binding(of: "1001", at: 3_000)?.number == "1001-x")
    }

    @Test func `a request that was overtaken by a later one is refused`() {
        var registrar = registrar()
        _ = registrar.register(request(5), at: 0)
        let answer = registrar.register(request(5, expires: 0), at: 1)
        #expect(answer.response.status == 500 && answer.change == nil && registrar.binding(of: "1001", at: 1) != nil)
    }

    @Test(arguments: [(0, ["1001"], false), (0, [], true)])
    func `a telephone that goes is gone`(expires: Int, contacts: [String], isForAll: Bool) {
        var registrar = registrar()
        _ = registrar.register(request(), at: 0)
        let answer = registrar.register(
            request(2, expires: expires, contacts: contacts, isForAll: isForAll), at: 1)
        #expect(answer.response == .init(status: 200) && answer.change == .left(user: "1001"))
        #expect(registrar.binding(of: "1001", at: 1) == nil)
    }

    @Test func `who only asks is told what is registered`() {
        var registrar = registrar()
        #expect(registrar.register(request(contacts: []), at: 0).response == .init(status: 200))
        _ = registrar.register(request(), at: 0)
        let answer = registrar.register(request(2, contacts: []), at: 50_500)
        #expect(answer.response.headers["Contact"] == "<sip:1001@10.0.0.1>;expires=50" && answer.change == nil)
    }

    @Test func `a time that is too short is refused, one that is too long shortened`() {
        var registrar = registrar()
        let short = registrar.register(request(expires: 59), at: 0)
        #expect(short.response == .init(status: 423, headers: [SIPHeader("Min-Expires", "60")]) && short.change == nil)
        #expect(registrar.register(request(expires: 0, isForAll: true), at: 0).response.status == 400)
        _ = registrar.register(request(expires: 86_400), at: 0)
        #expect(registrar.nextExpiry == 120_000)
    }

    @Test func `without credentials there is a challenge, each with a nonce that is sealed`() {
        var registrar = registrar()
        let answer = registrar.handle(request(), at: 0)
        #expect(answer.response.status == 401 && answer.change == nil)
        #expect(answer.response.headers["WWW-Authenticate"]?.contains("realm=\"dialerd\"") == true)
    }
}

@Suite(.serialized, .enabled(if: Baresip.isInstalled, "needs Debian's baresip-core"), .timeLimit(.minutes(1)))
struct RegisteredPhoneTests {
    private func endpoint() async throws -> SIPEndpoint {
        let registrar = Registrar(realm: "dialerd") { $0 == "1001" ? "s3cret" : nil }
        return try await SIPEndpoint(.init(registrar: registrar))
    }

    @Test func `baresip registers, is rung by its user's name, and says when it goes`() async throws {
        let endpoint = try await endpoint()
        var changes = endpoint.registrations.makeAsyncIterator()
        let phone = try await Baresip(port: 16_480, source: .echo)
        try phone.register(.init(username: "1001", password: "s3cret"), at: endpoint)
        guard case .arrived(let binding)? = await changes.next() else { throw CancellationError() }
        #expect(binding.user == "1001" && binding.address == SIPAddress(host: "127.0.0.1", port: phone.port))
        #expect(await endpoint.binding(of: "1001") == binding)
        var invitation = Invitation.to(port: binding.address.port)
        invitation.number = binding.number
        let call = try await endpoint.placeCall(invitation)
        var events = call.events.makeAsyncIterator()
        #expect(await events.until { if case .answered = $0 { true } else { false } })
        await call.hangUp()
        #expect(await events.end()?.outcome == .answered)
        try phone.quit()
        #expect(await changes.next() == .left(user: "1001"))
        await endpoint.shutDown()
    }

    @Test func `a wrong password registers nobody`() async throws {
        let endpoint = try await endpoint()
        let phone = try await Baresip(port: 16_520, source: .echo)
        try phone.register(.init(username: "1001", password: "guessed"), at: endpoint)
        #expect(await phone.reports("REGISTER_FAIL"))
        #expect(await endpoint.binding(of: "1001") == nil)
        await endpoint.shutDown()
    }
}
