import Dialer
import Hummingbird
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(1))) struct OwnPagesOnlyTests {
    @Test(arguments: [
        ("http://127.0.0.1:8170", "127.0.0.1:8170"), ("http://LOCALHOST:8170", "localhost:8170"),
        ("https://console.example", "console.example"),
    ])
    func theHostThatWasAskedIsOurOwn(origin: String, authority: String) {
        #expect(OwnPagesOnly<BasicRequestContext>.isOwn(origin, authority: authority))
    }

    @Test(arguments: [
        ("http://127.0.0.1:9999", "127.0.0.1:8170"), ("http://localhost:8170", "127.0.0.1:8170"), ("null", "null"),
        ("http://", ""), ("http://evil.example", "127.0.0.1:8170"), ("", "127.0.0.1:8170"),
    ])
    func anotherIsNot(origin: String, authority: String) {
        #expect(!OwnPagesOnly<BasicRequestContext>.isOwn(origin, authority: authority))
    }

    @Test(arguments: [
        ([("Content-Type", "application/json"), ("Origin", "http://evil.example")], 403),
        ([("Content-Type", "application/json"), ("Origin", "null")], 403),
        ([("Content-Type", "text/plain")], 415),
        ([("Content-Type", "application/x-www-form-urlencoded")], 415),
        ([("Content-Type", "rubbish")], 415),
        ([], 415),
    ])
    func anotherSiteDoesNothingWithAnAgent(headers: [(String, String)], status: Int) async throws {
        try await ConsoleFloor.run { bench in
            try await RunningConsole.with(floor: bench.floor) { console in
                let answer = try await console.post("api/agents/8001/log-in", headers: headers)
                #expect(answer.status == status)
                var views = try await console.views(of: "8001")
                let now = try await views.next()
                #expect(now?.view.presence == .loggedOut)
            }
        }
    }

    @Test func ourOwnPageDoes() async throws {
        try await ConsoleFloor.run { bench in
            try await RunningConsole.with(floor: bench.floor) { console in
                let answer = try await console.post(
                    "api/agents/8001/log-in",
                    headers: [
                        ("Content-Type", "application/json; charset=utf-8"),
                        ("Origin", "http://127.0.0.1:\(console.port)"),
                    ])
                #expect(answer.status == 204)
            }
        }
    }
}
