import Campaigns
import Testing

@testable import Dialer

@Suite struct ConnectFlowTests {
    private func flow() -> ConnectFlow {
        ConnectFlow(AgentWish(group: "arrears"), language: .english, questionsNumber: "170")
    }

    @Test func `an agent who comes when the wait is over changes nothing: 9 still stops the calls`() throws {
        var watch = FlowWatch(flow())
        _ = try watch.handle(.started)
        let seek = try #require(watch.wait)
        let harbour = try watch.letTimerFire()
        #expect(harbour.contains(.note(.abandoned)))
        #expect(try watch.handle(.agent(number: seek.number, .connected(.test("8001")))).isEmpty)
        let nine = try watch.handle(.key(try #require(TelephoneKey("9"))))
        #expect(nine.contains { if case .ask(_, .keep(.doNotCall)) = $0 { true } else { false } })
    }

    @Test func `who waits again hears how many are before, how long it will be, and what a key does`() throws {
        var watch = FlowWatch(flow())
        _ = try watch.handle(.started)
        _ = try watch.tell(.connected(.test("8001")))
        _ = try watch.tell(.waitsAgain)
        _ = try watch.tell(.waits(ahead: 2, .seconds(250)))
        _ = try watch.letPromptEnd()
        #expect(
            watch.playback?.pieces.map(\.prompt.name) == [
                "clerk.place-in-line", "number.2", "pause.short", "clerk.wait-about", "number.4", "clerk.minutes",
                "clerk.callback-instead", "frame.hold-music",
            ])
        _ = try watch.tell(.waits(ahead: 0, .seconds(20)))
        _ = try watch.letPromptEnd()
        #expect(watch.playback?.pieces.map(\.prompt.name) == ["clerk.callback-instead", "frame.hold-music"])
        let pressed = try watch.handle(.key(try #require(TelephoneKey("5"))))
        #expect(pressed.contains { if case .ask(_, .keep(.callback)) = $0 { true } else { false } })
    }

    @Test func `whose agent is lost in the talk, and who then waits in vain, is called back`() throws {
        var watch = FlowWatch(flow())
        _ = try watch.handle(.started)
        _ = try watch.tell(.connected(.test("8001")))
        _ = try watch.tell(.waitsAgain)
        let given = try watch.tell(.nobody)
        #expect(given.contains { if case .ask(_, .keep(.callback)) = $0 { true } else { false } })
        #expect(!given.contains(.note(.abandoned)))
    }
}
