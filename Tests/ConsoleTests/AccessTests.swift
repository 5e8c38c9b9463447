import Dialer
import Hummingbird
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(1))) struct AccessTests {
    @Test(arguments: ["127.0.0.1", "127.0.0.1:8170", "127.9.9.9", "localhost:80", "LOCALHOST", "[::1]:8170"])
    func loopbackNamesAreAnswered(authority: String) {
        #expect(LoopbackNamesOnly<BasicRequestContext>.isLoopback(authority: authority))
    }

    @Test(arguments: [
        "", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "[::2]", "127.evil", "10.0.0.1",
    ])
    func otherNamesAreNot(authority: String) {
        #expect(!LoopbackNamesOnly<BasicRequestContext>.isLoopback(authority: authority))
    }

    @Test func aSiteThatRebindsItsNameReadsNothing() async throws {
        try await RunningConsole.with { console in
            let answer = try await console.get("api/live", headers: [("Host", "evil.example")])
            #expect(answer.status == 403)
        }
    }

    @Test(arguments: ["0.0.0.0", "192.0.2.1", "::", "127.evil.example"])
    func anAddressThatOthersReachIsRefusedUnlessAllowed(address: String) throws {
        let board = LiveBoard()
        var configuration = ConsoleConfiguration(address: address)
        let error = #expect(throws: ConsoleError.self) {
            try ConsoleServer(configuration, board: board, pagePicture: { _, _ in nil }, logger: .silent)
        }
        #expect(error?.code == .addressNotLoopback)
        configuration.servesNetwork = true
        _ = try ConsoleServer(configuration, board: board, pagePicture: { _, _ in nil }, logger: .silent)
    }

    @Test func aBusyPortIsOneSentenceWithTheRemedy() async throws {
        try await RunningConsole.with { console in
            let error = await #expect(throws: ConsoleError.self) {
                try await RunningConsole.with(configuration: ConsoleConfiguration(port: console.port)) { _ in }
            }
            #expect(error?.code == .portBusy)
            #expect(
                error?.description
                    == "The console cannot listen on 127.0.0.1:\(console.port) because another program uses that port: "
                    + "end it (`ss -ltnp 'sport = :\(console.port)'` names it) or give the console another port."
            )
        }
    }

    @Test(arguments: ["127.0.0.300", "192.0.2.1"])
    func anAddressThatIsNotOursIsOneSentence(address: String) async throws {
        let configuration = ConsoleConfiguration(address: address, port: 0, servesNetwork: true)
        let error = await #expect(throws: ConsoleError.self) {
            try await RunningConsole.with(configuration: configuration) { _ in }
        }
        #expect(error?.code == .addressUnknown)
    }
}
