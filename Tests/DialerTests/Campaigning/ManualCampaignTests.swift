import Campaigns
import Foundation
import PhoneNetwork
import Testing

@testable import Dialer

/// Campaigns in which agents choose whom they call, against the exchange.
@Suite struct ManualCampaignTests {
    private let ann = FloorBench.ann
    private let bob = FloorBench.bob

    private func manual() -> CampaignDefinition { campaign(lines: 20, agents: .init(group: "arrears", mode: .manual)) }

    @Test func `nobody rings by itself, and whom an agent chooses is called and recorded like any other`() async throws
    {
        let customers = (0..<2).map { Customer.whistling("6100014\($0)", for: .seconds(40)) }
        try await DialerBench.run {
            $0.customers = customers
            $0.agents = ["8001": 1_100]
        } body: { bench in
            try await bench.withWork { work in
                try await bench.start(manual())
                let phone = try await bench.work(ann)
                let items = try await work.list(for: ann)
                #expect(Set(items.compactMap(\.number)) == Set(customers.map(\.e164)))
                #expect(items.allSatisfy { $0.whyNot == nil && $0.debtFen != nil })
                try await work.take(items[0].id, by: ann)
                let view = try await bench.shows(ann) { $0.activity == .previewing }
                #expect(view.customer?.number == items[0].number && view.customer?.debtFen == items[0].debtFen)
                #expect(try await bench.attempts().isEmpty)
                #expect(try await work.list(for: ann).map(\.id) == [items[1].id])
                try await work.call(items[0].id, by: ann)
                try await phone.ear.hears([850])
                try await work.floor.endCall(ann)
                let attempt = try await bench.until("the record") { [bench] in
                    try await bench.attempts().first { $0.finishedAt != nil }
                }
                #expect(attempt.outcome == .answered && attempt.answeredBy == .person)
                let called = try #require(customers.first { $0.e164 == items[0].number })
                // It is settled when he has nothing more to say of it.
                _ = try await bench.until("the settlement") { [bench] in
                    try await bench.reason(of: called) == "talked to an agent" ? true : nil
                }
                // On a break he can call too, without looking first; then the campaign is through.
                try await work.floor.takeBreak(ann, reason: "paperwork")
                _ = try await bench.shows(ann) { $0.activity == .idle }
                try await work.call(items[1].id, by: ann)
                try await phone.ear.hears([850])
                try await work.floor.endCall(ann)
                try await bench.finished("arrears")
                let free = try await bench.shows(ann) { $0.activity == .idle }
                #expect(free.presence == .onBreak)
            }
        }
    }

    @Test func `of two agents who choose one contact one gets it, and the other a sentence`() async throws {
        let customer = Customer.whistling("61000142", for: .seconds(40))
        try await DialerBench.run {
            $0.customers = [customer]
            $0.agents = ["8001": 1_100, "8002": 1_500]
        } body: { bench in
            try await bench.withWork { work in
                try await bench.start(manual())
                _ = (try await bench.work(ann), try await bench.work(bob))
                let id = try await bench.contact(of: customer)
                async let anns = Self.refusal { try await work.take(.contact(id), by: ann) }
                async let bobs = Self.refusal { try await work.take(.contact(id), by: bob) }
                let refusals = [await anns, await bobs]
                #expect(
                    refusals.compactMap(\.self) == ["Contact \(id) is somebody else's already. Choose another."])
                let winner = refusals[0] == nil ? ann : bob
                _ = try await bench.shows(winner) { $0.activity == .previewing }
                // He leaves her: she is on the list again in half an hour, and says so.
                try await work.floor.skip(winner)
                let items = try await bench.until("the list") {
                    let items = try await work.list(for: ann)
                    return items.isEmpty ? nil : items
                }
                #expect(items.map(\.whyNot) == ["skipped by agent \(winner)"])
                let refusal = await Self.refusal { try await work.take(.contact(id), by: ann) }
                #expect(refusal?.hasSuffix(": skipped by agent \(winner).") == true, "\(refusal ?? "")")
            }
        }
    }

    @Test func `what isn't on his list is no choice, and in a call there is none`() async throws {
        let customer = Customer.whistling("61000143", for: .seconds(40))
        try await DialerBench.run {
            $0.customers = [customer]
            $0.agents = ["8001": 1_100, "8002": 1_500]
        } body: { bench in
            try await bench.withWork { work in
                try await bench.start(campaign(lines: 20, agents: .init(group: "others", mode: .manual)))
                _ = try await bench.work(ann)
                let id = try await bench.contact(of: customer)
                #expect(try await work.list(for: ann).isEmpty)
                for item in [WorkItem.ID.contact(id), .contact(99), .callback(1)] {
                    let refusal = await Self.refusal { try await work.call(item, by: ann) }
                    #expect(refusal == "There is no \(item) on your list now. Look at the list again.")
                }
                try await bench.office.agents?.logOut(ann)
                let refusal = await Self.refusal { try await work.call(.contact(id), by: ann) }
                #expect(refusal == "Agent 8001 is logged out. Log in first.")
                #expect(try await bench.attempts().isEmpty)
            }
        }
    }

    @Test func `who paid meanwhile is not shown, and it is said why`() async throws {
        let customer = Customer.whistling("61000144")
        try await DialerBench.run {
            $0.customers = [customer]
            $0.agents = ["8001": 1_100]
        } body: { bench in
            try await bench.withWork { work in
                try await bench.start(manual())
                _ = try await bench.work(ann)
                let id = try await bench.contact(of: customer)
                try bench.pay(0)
                let refusal = await Self.refusal { try await work.take(.contact(id), by: ann) }
                // The sweep of payments may have been quicker.
                #expect(refusal?.contains("no debt any more") == true, "\(refusal ?? "")")
                #expect(try await bench.shows(ann) { $0.activity == .idle }.customer == nil)
            }
        }
    }

    @Test func `a callback that he promised is his to call by hand, and stays due if he leaves it`() async throws {
        let customer = Customer.whistling("61000145", for: .seconds(40))
        try await DialerBench.run {
            $0.lines = customer.lines
            $0.agents = ["8001": 1_100, "8002": 1_500]
            $0.runsCallbacks = false
        } body: { bench in
            try await bench.withWork { work in
                let phone = try await bench.work(ann)
                _ = try await bench.work(bob)
                try await bench.ask(customer, agent: ann)
                #expect(try await work.list(for: bob).isEmpty)
                #expect(try await work.list(for: ann).map(\.id) == [.callback(1)])
                try await work.take(.callback(1), by: ann)
                try await work.floor.skip(ann)
                let left = try await bench.callback { $0.state == .waiting }
                #expect(left.reason == "agent 8001 left it")
                _ = try await bench.shows(ann) { $0.activity == .idle }
                try await work.call(.callback(1), by: ann)
                try await phone.ear.hears([850])
                try await work.floor.endCall(ann)
                let done = try await bench.callback { $0.state == .done }
                #expect(done.who == "8001")
            }
        }
    }

    private static func refusal(_ deed: () async throws -> Void) async -> String? {
        do {
            try await deed()
            return nil
        } catch { return "\(error)" }
    }
}
