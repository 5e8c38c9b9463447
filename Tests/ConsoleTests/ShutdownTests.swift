import Dialer
import Foundation
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(1))) struct ShutdownTests {
    @Test func anOpenEventStreamEndsProperlyAndAtOnce() async throws {
        let began = ContinuousClock().now
        let configuration = ConsoleConfiguration(port: 0, shutdownLimit: .seconds(30))
        try await RunningConsole.with(configuration: configuration) { console in
            var events = try await console.events()
            #expect(try await events.next() != nil)
            await console.shutDown()
            // A stream that is cut instead of ended throws here.
            while try await events.next() != nil {}
        }
        #expect(ContinuousClock().now - began < .seconds(30))
    }

    @Test func aBrowserThatReadsNothingIsCutWhenTheTimeIsOver() async throws {
        let board = await LiveBoard.withMuchToSay()
        let began = ContinuousClock().now
        try await RunningConsole.with(
            board: board,
            configuration: ConsoleConfiguration(port: 0, shutdownLimit: .milliseconds(100))
        ) { console in
            // Left open: the console has to get rid of it.
            _ = try await SilentReader.open(port: console.port, until: "event: state")
        }
        #expect(ContinuousClock().now - began < .seconds(20))
    }
}
