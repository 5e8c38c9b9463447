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
