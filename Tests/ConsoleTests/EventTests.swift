import Dialer
import Foundation
import NIOCore
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(1))) struct EventTests {
    @Test func aBrowserGetsTheStateOfNowAndThenItsChanges() async throws {
        try await RunningConsole.with { console in
            await console.board.apply(.lateFrames(3))
            var events = try await console.events()
            #expect(events.contentType == "text/event-stream")
            #expect(try await events.next()?.lateFrames == 3)
            for count in 4...6 {
                await console.board.apply(.lateFrames(count))
                #expect(try await events.next()?.lateFrames == count)
            }
        }
    }

    @Test(arguments: ["7", "rubbish", "-1", "99999999999999999999999"])
    func whoComesBackWithAnyEventIDGetsTheStateOfNow(id: String) async throws {
        try await RunningConsole.with { console in
            await console.board.apply(.lateFrames(3))
            var events = try await console.events(headers: [("Last-Event-ID", id)])
            #expect(try await events.next()?.lateFrames == 3)
        }
    }

    @Test func inQuietTimesAHeartbeatComes() async throws {
        let board = LiveBoard(pause: .milliseconds(1), heartbeat: .milliseconds(20))
        try await RunningConsole.with(board: board) { console in
            var events = try await console.events()
            let first = try #require(await events.next())
            let second = try #require(await events.next())
            #expect(first.revision == second.revision)
            #expect(first.at < second.at)
        }
    }

    @Test func anEventIsOneLineOfDataWhateverTheTextHolds() throws {
        var ledger = LiveLedger(startedAt: Date(timeIntervalSince1970: 0))
        _ = ledger.apply(.campaign(LiveCampaign(id: "a", title: "one\n\ndata: {}\r\u{2028}<b>", state: .running)))
        let state = ledger.state(at: Date(timeIntervalSince1970: 0))
        let event = String(buffer: try LiveJSON.event("state", id: state.revision, of: state))
        #expect(event.hasPrefix("id: 1\nevent: state\ndata: {"))
        #expect(event.utf8.filter { $0 == UInt8(ascii: "\n") }.count == 4)
        #expect(!event.utf8.contains(UInt8(ascii: "\r")))
    }

    @Test func theSameStateIsServedAsJSON() async throws {
        try await RunningConsole.with { console in
            await console.board.apply(
                .call(
                    LiveCall(
                        id: "a1",
                        kind: .enquiry,
                        number: MaskedNumber(masking: "13800004321"),
                        state: .up,
                        since: Date(timeIntervalSince1970: 1.5),
                        activity: "等待密码"
                    )
                )
            )
            let json = try await console.get("api/live").text
            #expect(json.contains(#""since":1500,"state":"up""#))
            #expect(json.contains(#""number":"•••• 4321""#))
            #expect(json.contains("等待密码"))
            #expect(!json.contains("1380000"))
        }
    }
}
