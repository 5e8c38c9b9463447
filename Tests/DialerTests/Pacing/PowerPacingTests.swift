import Campaigns
import Testing

@testable import Dialer

@Suite struct PowerPacingTests {
    private typealias Standing = PowerPacing.Standing
    private typealias Calls = PowerPacing.Calls

    private func calls(_ ratio: Int, _ standing: PowerPacing.Standing, allowance: Int = .max) -> PowerPacing.Calls {
        PowerPacing(ratioPercent: ratio).calls(standing, allowance: allowance)
    }

    @Test(arguments: [(100, 4, 4), (150, 4, 6), (150, 1, 1), (150, 3, 4), (115, 20, 23), (300, 5, 15)])
    func `for free agents as many are called as the ratio says, in whole calls`(ratio: Int, agents: Int, all: Int) {
        #expect(calls(ratio, Standing(free: agents)) == Calls(seated: agents, surplus: all - agents))
    }

    @Test func `where nobody is free nobody is called, and calls that ring count`() {
        #expect(calls(300, Standing()) == Calls())
        #expect(calls(300, Standing(withoutAgent: 2)) == Calls())
        #expect(calls(150, Standing(free: 0, reserved: 4, withoutAgent: 2)) == Calls())
        #expect(calls(150, Standing(free: 0, reserved: 4, withoutAgent: 1)) == Calls(surplus: 1))
        #expect(calls(150, Standing(free: 2, reserved: 2, withoutAgent: 2)) == Calls(seated: 2))
        // Agents have gone into calls: what rings already is too much, and nothing is added.
        #expect(calls(150, Standing(free: 0, reserved: 1, withoutAgent: 3)) == Calls())
    }

    @Test func `without an allowance there is a call for each reserved agent, and none beside`() {
        #expect(calls(300, Standing(free: 4), allowance: 0) == Calls(seated: 4))
        #expect(calls(300, Standing(free: 4), allowance: 3) == Calls(seated: 4, surplus: 3))
        #expect(calls(300, Standing(free: 4, withoutAgent: 2), allowance: 3) == Calls(seated: 4, surplus: 1))
        #expect(calls(300, Standing(free: 4, withoutAgent: 4), allowance: 3) == Calls(seated: 4))
    }

    /// Everybody answers whom no agent waits for, or agents are lost: the worst that surplus calls can do.
    @Test func `whatever happens, what surplus calls abandon stays under the cap at every moment`() {
        var random = SplitMix64(seed: 5)
        for cap in [100, 300] {
            var (answers, abandoned, reserved, withoutAgent) = (0, 0, 0, 0)
            for _ in 0..<20_000 {
                let standing = Standing(
                    free: Int.random(in: 0...6, using: &random), reserved: reserved, withoutAgent: withoutAgent)
                let allowance = max(0, answers * cap / 10_000 - abandoned)
                let placed = calls(Int.random(in: 100...300, using: &random), standing, allowance: allowance)
                #expect(placed.seated <= standing.free)
                reserved += placed.seated
                withoutAgent += placed.surplus
                let (answered, met) = (Int.random(in: 0...reserved, using: &random), Bool.random(using: &random))
                reserved -= answered
                answers += answered
                let surplus = Int.random(in: 0...withoutAgent, using: &random)
                withoutAgent -= surplus
                answers += surplus
                if !met { abandoned += surplus }
                #expect(abandoned * 10_000 <= answers * cap)
            }
            #expect(abandoned > 0)
        }
    }
}
