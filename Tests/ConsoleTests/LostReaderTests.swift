import Dialer
import Glibc
import Testing

@testable import Console

/// With one place, the next browser is answered only if the place of the lost one is free again.
@Suite(.timeLimit(.minutes(1))) struct LostReaderTests {
    @Test func aBrowserThatLeavesGivesItsPlaceBack() async throws {
        try await RunningConsole.with(
            board: LiveBoard(pause: .milliseconds(1), heartbeat: .milliseconds(20)),
            configuration: ConsoleConfiguration(port: 0, connectionLimit: 1)
        ) { console in
            close(try await SilentReader.open(port: console.port, until: "event: state"))
            #expect(try await console.get("health").status == 200)
        }
    }

    @Test func aBrowserThatStopsReadingIsCutAfterAWhile() async throws {
        try await RunningConsole.with(
            board: await LiveBoard.withMuchToSay(),
            configuration: ConsoleConfiguration(port: 0, connectionLimit: 1, stallLimit: .milliseconds(300))
        ) { console in
            let silent = try await SilentReader.open(port: console.port, until: "event: state")
            defer { close(silent) }
            #expect(try await console.get("health").status == 200)
        }
    }
}
