import Testing

@testable import Dialer

@Suite struct ExpectedWaitTests {
    private func after(_ calls: [Int]) -> ExpectedWait {
        var expected = ExpectedWait()
        for call in calls { expected.add(.seconds(call), of: "clerks") }
        return expected
    }

    @Test(arguments: [
        (calls: [60, 120, 180], ahead: 0, agents: 1, wait: 120),
        ([60, 120, 180], 2, 1, 360),
        ([60, 120, 180], 2, 4, 90),
        ([120, 120, 120], 0, 4, 30),
    ])
    func `it is the mean of the calls for each who is served before, shared among the agents`(
        calls: [Int], ahead: Int, agents: Int, wait: Int
    ) {
        #expect(after(calls).wait(ahead: ahead, in: "clerks", agents: agents) == .seconds(wait))
    }

    @Test func `nothing is told after too few calls, of another group, or where nobody is at work`() {
        #expect(after([60, 60]).wait(ahead: 0, in: "clerks", agents: 1) == nil)
        #expect(after([60, 60, 60]).wait(ahead: 0, in: "arrears", agents: 1) == nil)
        #expect(after([60, 60, 60]).wait(ahead: 0, in: "clerks", agents: 0) == nil)
    }

    @Test func `an afternoon of longer calls is soon told, and a clock that is set back does no harm`() {
        let long = after(Array(repeating: 60, count: 500) + Array(repeating: 600, count: 40))
        let wait = long.wait(ahead: 0, in: "clerks", agents: 1)
        #expect(wait ?? .zero > .seconds(500) && wait ?? .zero < .seconds(600))
        #expect(after([-50, 60, 60]).wait(ahead: 0, in: "clerks", agents: 1) == .seconds(40))
    }
}
