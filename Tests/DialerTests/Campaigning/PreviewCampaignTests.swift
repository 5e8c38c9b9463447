import Campaigns
import Foundation
import PhoneNetwork
import Testing

@testable import Dialer

/// Campaigns in which an agent sees whom he calls, against the exchange.
@Suite struct PreviewCampaignTests {
    private let ann = FloorBench.ann
    private let bob = FloorBench.bob

    private func preview(
        _ time: Duration = .seconds(3_600), then: CampaignDefinition.Agents.Preview.Then = .skip
    ) -> CampaignDefinition {
        campaign(
            lines: 20, agents: .init(group: "arrears", mode: .preview, preview: .init(time: time, then: then)))
    }

    @Test func `an agent sees the card, nobody is called until he says so, and who answers is connected`() async throws
    {
        let customers = (0..<3).map { Customer.whistling("6100011\($0)", for: .seconds(40)) }
        try await DialerBench.run {
            $0.customers = customers
            $0.agents = ["8001": 1_100]
        } body: { bench in
            let floor = try #require(bench.office.agents)
            try await bench.start(preview())
            let phone = try await bench.work(ann)
            let view = try await bench.shows(ann) { $0.activity == .previewing }
            #expect(view.customer?.debtFen != nil && view.customer?.dueDay != nil)
            #expect(try await bench.attempts().isEmpty)
            try await floor.call(ann)
            try await phone.ear.hears([850])
            let talking = try await bench.shows(ann) { $0.activity == .talking }
            #expect(talking.customer?.number == view.customer?.number)
            #expect(try await bench.attempts().count == 1)
            try await floor.endCall(ann)
            // The next card comes by itself, and another call doesn't.
            let next = try await bench.shows(ann) { $0.activity == .previewing }
            #expect(next.customer?.number != view.customer?.number)
            let attempt = try await bench.until("the record") { [bench] in
                try await bench.attempts().first { $0.finishedAt != nil }
            }
            #expect(attempt.outcome == .answered && attempt.answeredBy == .person)
            #expect(try await bench.attempts().count == 1)
        }
    }

    @Test func `who is skipped is left alone for half an hour, and the next one is shown`() async throws {
        let customers = (0..<2).map { Customer.whistling("6100012\($0)") }
        try await DialerBench.run {
            $0.customers = customers
            $0.agents = ["8001": 1_100]
        } body: { bench in
            let floor = try #require(bench.office.agents)
            let began = UTCTime.now
            try await bench.start(preview())
            _ = try await bench.work(ann)
            let first = try await bench.shows(ann) { $0.activity == .previewing }
            try await floor.skip(ann)
            let second = try await bench.shows(ann) {
                $0.activity == .previewing && $0.customer?.number != first.customer?.number
            }
            #expect(second.customer != nil)
            let skipped = try #require(customers.first { $0.e164 == first.customer?.number })
            let reason = try await bench.until("the contact") { [bench] in
                let reason = try await bench.reason(of: skipped)
                return reason == "being called" ? nil : reason
            }
            #expect(reason == "skipped by agent 8001")
            #expect(try await bench.dueAt(of: skipped) >= began + .seconds(30 * 60))
            #expect(try await bench.attempts().isEmpty)
        }
    }

    @Test func `where the agent says nothing the call goes out if the campaign says so`() async throws {
        try await DialerBench.run {
            $0.customers = [.whistling("61000130", for: .seconds(40))]
            $0.agents = ["8001": 1_100]
        } body: { bench in
            try await bench.start(preview(.milliseconds(100), then: .call))
            let phone = try await bench.work(ann)
            try await phone.ear.hears([850])
            try await bench.office.agents?.endCall(ann)
            try await bench.settled()
            #expect(try await bench.attempts().map(\.outcome) == [.answered])
        }
    }

    @Test(arguments: ["log out", "break", "telephone"])
    func `whose agent leaves is shown to the next at once, and nobody was called`(way: String) async throws {
        let customer = Customer.whistling("61000131", for: .seconds(40))
        try await DialerBench.run {
            $0.customers = [customer]
            $0.agents = ["8001": 1_100, "8002": 1_500]
        } body: { bench in
            let floor = try #require(bench.office.agents)
            try await bench.start(preview())
            let phone = try await bench.work(ann)
            _ = try await bench.shows(ann) { $0.activity == .previewing }
            _ = try await bench.work(bob)
            switch way {
            case "log out": try await floor.logOut(ann)
            case "break": try await floor.takeBreak(ann, reason: "lunch")
            default: await phone.hangUp()
            }
            let view = try await bench.shows(bob) { $0.activity == .previewing }
            #expect(view.customer?.number == customer.e164)
            #expect(try await bench.attempts().isEmpty)
        }
    }

    @Test func `who pays while the card is shown is not called, and the agent is told`() async throws {
        let customer = Customer.whistling("61000132")
        try await DialerBench.run {
            $0.customers = [customer]
            $0.agents = ["8001": 1_100]
        } body: { bench in
            try await bench.start(preview())
            _ = try await bench.work(ann)
            _ = try await bench.shows(ann) { $0.activity == .previewing }
            try bench.pay(0)
            try await bench.office.agents?.call(ann)
            let view = try await bench.shows(ann) { $0.activity == .idle && $0.notice != nil }
            #expect(view.notice?.hasSuffix("the billing data show no debt any more.") == true, "\(view.notice ?? "")")
            #expect(try await bench.state(of: customer) == "paid")
            #expect(try await bench.attempts().isEmpty)
        }
    }

    @Test func `a shutdown takes the card away, and the contact waits as before`() async throws {
        let customer = Customer.whistling("61000133")
        try await DialerBench.run {
            $0.customers = [customer]
            $0.agents = ["8001": 1_100]
        } body: { bench in
            let floor = try #require(bench.office.agents)
            // Nobody but this test leases from it.
            try await bench.start(campaign(lines: 20, agents: .init(group: "arrears", mode: .manual)))
            let id = try await bench.contact(of: customer)
            guard case .leased(let lease) = try await bench.office.books.contacts.lease(contact: id, now: .now) else {
                throw Missed("the lease")
            }
            _ = try await bench.work(ann)
            let logger = bench.logs.logger
            let preview = PreviewCall(
                lease, office: CampaignOffice(bench.office, logger: logger), floor: floor, logger: logger)
            let agents = CampaignDefinition.Agents(group: "arrears", mode: .preview)
            let (seat, end) = try #require(try await preview.show(agents, .init(time: .seconds(3_600))))
            let following = Task { await preview.follow(seat, end) }
            _ = try await bench.shows(ann) { $0.activity == .previewing }
            following.cancel()
            await following.value
            _ = try await bench.shows(ann) { $0.activity == .idle }
            #expect(try await bench.state(of: customer) == "waiting")
            #expect(try await bench.reason(of: customer) == "the dialer was stopped before the call")
            #expect(try await bench.attempts().isEmpty)
        }
    }
}
