import Campaigns
import PhoneNetwork
import Testing

@testable import Dialer

/// What users of other dialers complain about; docs/complaints.md says of each where it is tried.
@Suite(.timeLimit(.minutes(2))) struct FieldComplaintTests {
    private let ann = FloorBench.ann
    private let bob = FloorBench.bob

    /// Complaints 1, 3 and 4: agents stuck as reserved, a distribution that halts.
    @Test func `whatever happens, no agent is left free while somebody waits whom he could take`() async {
        var random = SplitMix64(seed: 11)
        let groups = ["arrears", "clerks", "faults"]
        var distributor = CallDistributor()
        var (free, waiting): ([AgentNumber: [String: Int]], [CustomerID: (group: String, agent: AgentNumber?)]) = (
            [:], [:]
        )
        for step in 0..<20_000 {
            if step % 1_000 == 0 { await Task.yield() }
            let agent = AgentNumber.test("\(Int.random(in: 1...8, using: &random))")
            var matches: [CallDistributor.Match] = []
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<4:
                let customer = CustomerID(number: Int64(step))
                let group = groups.randomElement(using: &random) ?? ""
                let only = Int.random(in: 0..<5, using: &random) == 0 ? agent : nil
                waiting[customer] = (group, only)
                matches = distributor.wait(
                    .init(
                        customer: customer, group: group, priority: Int.random(in: 0...9, using: &random), agent: only,
                        since: UTCTime(milliseconds: Int64(step)), isHandedOn: Bool.random(using: &random)))
            case 4..<7:
                var skills: [String: Int] = [:]
                for group in groups where Bool.random(using: &random) {
                    skills[group] = Int.random(in: 1...9, using: &random)
                }
                free[agent] = skills
                matches = distributor.offer(
                    .init(agent: agent, groups: skills, idleSince: UTCTime(milliseconds: Int64(step))))
            case 7:
                free[agent] = nil
                distributor.withdraw(agent)
            case 8:
                guard let customer = waiting.keys.sorted(by: { $0.number < $1.number }).randomElement(using: &random)
                else { continue }
                waiting[customer] = nil
                distributor.leave(customer)
            default:
                let group = groups.randomElement(using: &random) ?? ""
                let taken = distributor.take(for: AgentWish(group: group))
                #expect((taken == nil) == !free.values.contains { $0[group] != nil })
                if let taken { #expect(free.removeValue(forKey: taken)?[group] != nil) }
            }
            for match in matches {
                let wish = waiting.removeValue(forKey: match.customer)
                let skills = free.removeValue(forKey: match.agent)
                #expect(wish != nil && skills != nil, "only who waits and who is free, each once")
                if let wish { #expect(wish.agent.map { $0 == match.agent } ?? (skills?[wish.group] != nil)) }
            }
            for wish in waiting.values {
                let couldHave = wish.agent.map { free[$0] != nil } ?? free.values.contains { $0[wish.group] != nil }
                #expect(!couldHave, "step \(step)")
            }
        }
    }

    /// Complaint 6: call 8 of 13 is answered first.
    @Test func `thirteen who wait are served in the order in which they came`() async throws {
        try await FloorBench.run { bench in
            _ = try await bench.work(ann)
            try await bench.floor.takeBreak(ann, reason: "lunch")
            let customer = try bench.customer()
            var ids: [CustomerID] = []
            for number in 1...13 {
                let card = bench.card("call \(number)")
                ids.append(await bench.floor.wait(for: FloorBench.arrears, card, leg: customer.leg).id)
            }
            try await bench.floor.ready(ann)
            for (index, id) in ids.enumerated() {
                try await bench.shows(ann, "call \(index + 1)") {
                    $0.activity == .talking && $0.customer?.call == "call \(index + 1)"
                }
                await bench.floor.leave(id)
            }
            await customer.hangUp()
        }
    }

    /// Complaint 8: wrap-up ends only when the last agent's does.
    @Test func `who is done with his wrap-up has the next customer, though another still writes`() async throws {
        try await FloorBench.run(wrapUp: .seconds(3_600)) { bench in
            _ = try await bench.work(ann)
            _ = try await bench.work(bob)
            let customer = try bench.customer()
            var ids: [CustomerID] = []
            for number in 1...3 {
                let card = bench.card("call \(number)")
                ids.append(await bench.floor.wait(for: FloorBench.arrears, card, leg: customer.leg).id)
            }
            for number in [ann, bob] { try await bench.shows(number, "a call") { $0.activity == .talking } }
            for id in ids.prefix(2) { await bench.floor.leave(id) }
            for number in [ann, bob] { try await bench.shows(number, "wrap-up") { $0.activity == .wrapUp } }
            try await bench.floor.endWrapUp(bob)
            try await bench.shows(bob, "the third") { $0.activity == .talking && $0.customer?.call == "call 3" }
            #expect(try await bench.floor.view(of: ann).activity == .wrapUp)
            await bench.floor.leave(ids[2])
            await customer.hangUp()
        }
    }

    /// Complaints 2, 11 and 14: dead calls that stay listed, a wrong caller ID on retries, lines that failed calls keep.
    @Test func `each try shows the campaign's number, and failed calls of every kind leave no call and no line behind`()
        async throws
    {
        let behaviours: [SubscriberBehaviour] = [
            .busy, .neverAnswers, .rejects(after: .zero), .unallocated(announces: true),
            .unavailable(retryAfterSeconds: nil),
        ]
        let customers = behaviours.enumerated().map {
            Customer(telephone: "6100008\($0.offset)", behaviour: $0.element)
        }
        try await DialerBench.run {
            $0.customers = customers
        } body: { bench in
            // With one line, a call that kept it would be the last.
            try await bench.start(campaign(lines: 1, tries: 3))
            try await bench.settled()
            let attempts = try await bench.attempts()
            #expect(attempts.count { $0.outcome == .busy } == 3 && attempts.count { $0.outcome == .noAnswer } == 3)
            #expect(Set(attempts.map(\.number.text)) == Set(customers.map(\.e164)))
            _ = try await bench.until("every line") { [line = bench.office.caller.line] in
                await line.live.channelsUsed == 0 ? () : nil
            }
            _ = try await bench.until("an empty board") { [board = bench.office.live.board] in
                for await state in await board.snapshots() { return state.calls.isEmpty ? () : nil }
                return nil
            }
            let callers = try bench.log().compactMap { entry in
                if case .invited(let from, _) = entry.event { from } else { nil }
            }
            #expect(callers.count >= attempts.count && Set(callers) == ["02110000"])
        }
    }

    /// Complaint 18: agents thrown out when their screens are late.
    @Test func `an agent whose page is closed, or reads nothing, stays at work and has his customer`() async throws {
        try await FloorBench.run { bench in
            let phone = try await bench.work(ann)
            var page: AsyncStream<AgentView>? = try await bench.floor.views(of: ann)
            let unread = try await bench.floor.views(of: ann)
            #expect(page != nil)
            page = nil
            let customer = try bench.customer()
            let (id, news) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg)
            var told = news.makeAsyncIterator()
            #expect(await told.next() == .connected(ann))
            try await phone.ear.hears([850])
            await bench.floor.leave(id)
            await customer.hangUp()
            withExtendedLifetime(unread) {}
        }
    }
}
