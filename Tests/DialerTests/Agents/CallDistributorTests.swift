import Campaigns
import Testing

@testable import Dialer

@Suite struct CallDistributorTests {
    private func seat(_ agent: String, idleSince: Int64 = 0, _ groups: [String: Int] = ["arrears": 1])
        -> CallDistributor.Seat
    {
        .init(agent: .test(agent), groups: groups, idleSince: UTCTime(milliseconds: idleSince))
    }

    private func customer(
        _ number: Int64, group: String = "arrears", priority: Int = 0, agent: String? = nil, isHandedOn: Bool = false
    ) -> CallDistributor.Waiting {
        .init(
            customer: CustomerID(number: number), group: group, priority: priority,
            agent: agent.map { .test($0) }, since: UTCTime(milliseconds: number), isHandedOn: isHandedOn)
    }

    private func pairs(_ matches: [CallDistributor.Match]) -> [String] {
        matches.map { "\($0.customer.number) \($0.agent.text)" }
    }

    @Test func `who came first is served first, whoever is handed on before all, then by priority`() throws {
        var distributor = CallDistributor()
        for number in [3, 1, 2] { #expect(distributor.wait(customer(Int64(number))) == []) }
        _ = distributor.wait(customer(4, priority: 5))
        _ = distributor.wait(customer(5, isHandedOn: true))
        #expect([5, 4, 1, 2, 3].map { distributor.position(of: CustomerID(number: $0)) } == [1, 2, 3, 4, 5])
        var served: [String] = []
        for _ in 0..<5 { served += pairs(distributor.offer(seat("7"))) }
        #expect(served == ["5 7", "4 7", "1 7", "2 7", "3 7"])
        #expect(distributor.waiting.isEmpty && distributor.position(of: CustomerID(number: 1)) == nil)
    }

    @Test func `the most skilled is taken, of those the one who has been idle the longest`() throws {
        var distributor = CallDistributor()
        _ = distributor.offer(seat("1", idleSince: 5))
        _ = distributor.offer(seat("2", idleSince: 9, ["arrears": 3]))
        _ = distributor.offer(seat("3", idleSince: 2))
        #expect(distributor.free(in: "arrears") == 3)
        #expect((1...4).flatMap { pairs(distributor.wait(customer($0))) } == ["1 2", "2 3", "3 1"])
        #expect(distributor.free(in: "arrears") == 0)
    }

    @Test func `a customer for whom there is nobody holds nobody up`() throws {
        var distributor = CallDistributor()
        _ = distributor.wait(customer(1, group: "faults"))
        _ = distributor.wait(customer(2, agent: "9"))
        _ = distributor.wait(customer(3))
        #expect(pairs(distributor.offer(seat("7"))) == ["3 7"])
        #expect(pairs(distributor.offer(seat("8", ["faults": 1, "arrears": 1]))) == ["1 8"])
        #expect(pairs(distributor.offer(seat("9", ["other": 1]))) == ["2 9"])
    }

    @Test func `who has gone is brought to nobody, and nobody to an agent who is free no more`() throws {
        var distributor = CallDistributor()
        _ = distributor.wait(customer(1))
        distributor.leave(CustomerID(number: 1))
        #expect(distributor.offer(seat("7")) == [])
        distributor.withdraw(.test("7"))
        #expect(distributor.wait(customer(2)) == [] && distributor.free(in: "arrears") == 0)
    }

    @Test func `an agent who is reserved for somebody about to be called is free for nobody else`() throws {
        var distributor = CallDistributor()
        #expect(distributor.take(for: AgentWish(group: "arrears")) == nil)
        _ = distributor.offer(seat("7"))
        #expect(distributor.take(for: AgentWish(group: "faults")) == nil)
        #expect(distributor.take(for: AgentWish(group: "arrears", agent: .test("8"))) == nil)
        #expect(distributor.take(for: AgentWish(group: "arrears")) == .test("7"))
        #expect(distributor.free(in: "arrears") == 0 && distributor.wait(customer(1)) == [])
    }

    @Test func `two who want one agent don't both get him`() throws {
        var distributor = CallDistributor()
        _ = distributor.wait(customer(1, group: "arrears"))
        _ = distributor.wait(customer(2, group: "faults"))
        #expect(pairs(distributor.offer(seat("7", ["arrears": 1, "faults": 1]))) == ["1 7"])
        #expect(distributor.position(of: CustomerID(number: 2)) == 1)
    }
}

extension AgentNumber {
    static func test(_ text: String) -> AgentNumber {
        guard let number = AgentNumber(text) else { fatalError("no such number in a test") }
        return number
    }
}
