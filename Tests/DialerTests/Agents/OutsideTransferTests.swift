import Campaigns
import PhoneNetwork
import Testing

@testable import Dialer

/// Customers of a campaign who are handed on, over the trunk, to a subscriber of the exchange.
@Suite struct OutsideTransferTests {
    private let ann = FloorBench.ann
    private static let repair = Customer.talking(
        "61000090", [.speak(.tone(hertz: 1_900, .seconds(20))), .wait(.seconds(30))])
    private static let anna = Customer.talking(
        "61000091", [.speak(.tone(hertz: 850, .seconds(20))), .wait(.seconds(30))])

    /// Ann talks to a customer of a progressive campaign.
    private func withCall(
        _ customer: Customer = anna, repair: NumberPlan.Line? = nil,
        _ body: @Sendable (DialerBench, TestTelephones.Call) async throws -> Void
    ) async throws {
        try await DialerBench.run {
            $0.customers = [customer]
            $0.lines = [repair ?? Self.repair.lines[0]]
            $0.agents = ["8001": 1_100, "8002": 1_500]
            $0.outside = [OutsideNumber(name: "repair", title: "Repair desk", number: Self.repair.e164)]
        } body: { bench in
            try await bench.start(campaign(lines: 20, agents: .init(group: "arrears", mode: .progressive)))
            let phone = try await bench.work(ann)
            try await phone.ear.hears([850])
            try await body(bench, phone)
            _ = try await bench.until("no line in use") { [line = bench.office.caller.line] in
                await line.live.channelsUsed == 0 ? () : nil
            }
        }
    }

    private func attempt(_ bench: DialerBench) async throws -> AttemptRecord {
        try await bench.until("the attempt's end") { [bench] in
            try await bench.attempts().first { $0.finishedAt != nil }
        }
    }

    /// Calls that came to the exchange for somebody; an INVITE that is challenged comes again with the same Call-ID.
    private func calls(_ bench: DialerBench, to customer: Customer) throws -> Int {
        let invited = try bench.log().filter { entry in
            if case .invited(_, let to) = entry.event { to.hasSuffix(customer.telephone) } else { false }
        }
        return Set(invited.map(\.callID)).count
    }

    @Test func `handed on, she talks to them until they hang up, and the attempt is hers alone`() async throws {
        let repair = Customer.talking(
            Self.repair.telephone,
            [.wait(.seconds(1)), .press("5"), .speak(.tone(hertz: 1_900, .seconds(1))), .hangUp])
        try await withCall(repair: repair.lines[0]) { bench, _ in
            let entries = bench.exchange.log.entries()
            let floor = try #require(bench.office.agents)
            try await floor.transfer(ann, outside: "repair")
            // Their key has come through both legs to her telephone.
            _ = try await bench.heard("a key", in: entries) { if case .keyReceived("5") = $0.event { () } else { nil } }
            _ = try await bench.shows(ann) { $0.activity == .idle }
            let attempt = try await attempt(bench)
            #expect(attempt.outcome == .answered)
            #expect(try await bench.attempts().count == 1)
            _ = try await bench.until("the settlement") { [bench] in
                try await bench.reason(of: Self.anna) == "talked to an agent" ? true : nil
            }
            #expect(try calls(bench, to: repair) == 1)
        }
    }

    @Test func `asked first and then given the customer, they hang up when she does`() async throws {
        let customer = Customer.talking(
            "61000092", [.speak(.tone(hertz: 850, .seconds(4))), .press("7"), .wait(.seconds(1)), .hangUp])
        try await withCall(customer) { bench, phone in
            let entries = bench.exchange.log.entries()
            let floor = try #require(bench.office.agents)
            try await floor.consult(ann, outside: "repair")
            try await phone.ear.hears([1_900])
            try await floor.completeTransfer(ann)
            try await phone.ear.hears([])
            _ = try await bench.heard("her key", in: entries) {
                if case .keyReceived("7") = $0.event { () } else { nil }
            }
            #expect(try await attempt(bench).outcome == .answered)
            #expect(try calls(bench, to: Self.repair) == 1)
        }
    }

    @Test(arguments: [SubscriberBehaviour.busy, .rejects(after: .zero), .unallocated(announces: false)])
    func `where they can't be had she is back with her agent`(behaviour: SubscriberBehaviour) async throws {
        try await withCall(repair: NumberPlan.Line(.exactly("8621\(Self.repair.telephone)"), behaviour)) {
            bench, phone in
            let floor = try #require(bench.office.agents)
            try await floor.transfer(ann, outside: "repair")
            _ = try await bench.shows(ann) { $0.notice != nil && $0.advice == nil && $0.activity == .talking }
            try await phone.ear.hears([850])
            #expect(try calls(bench, to: Self.repair) == 1)
            try await floor.endCall(ann)
        }
    }

    @Test func `who hangs up while it rings there has them given up`() async throws {
        let customer = Customer.talking("61000093", [.speak(.tone(hertz: 850, .seconds(3))), .hangUp])
        let silent = NumberPlan.Line(.exactly("8621\(Self.repair.telephone)"), .neverAnswers)
        try await withCall(customer, repair: silent) { bench, _ in
            let entries = bench.exchange.log.entries()
            let floor = try #require(bench.office.agents)
            try await floor.transfer(ann, outside: "repair")
            _ = try await bench.heard("the end of the ringing", in: entries) {
                if case .cancelled = $0.event { () } else { nil }
            }
            _ = try await bench.shows(ann) { $0.activity == .idle }
            #expect(try await attempt(bench).outcome == .answered)
        }
    }

    @Test func `a supervisor's change of lines and pause hold while the campaign runs`() async throws {
        try await withCall { bench, phone in
            let control = CampaignControl(bench.office)
            try await control.change(lines: 3, of: "arrears", by: ann)
            _ = try await bench.until("lines on the board") { [board = bench.office.live.board] in
                await board.state.campaigns.first { $0.lines == 3 }
            }
            try await control.pause("arrears", by: ann)
            // Who is on the line isn't disturbed.
            try await phone.ear.hears([850])
            #expect(try await bench.office.books.contacts.standing("arrears", now: .now).state == .paused)
            try await #require(bench.office.agents).endCall(ann)
        }
    }
}
