import Campaigns
import Foundation
import PhoneNetwork
import Testing

@testable import Dialer

@Suite("Payments that are seen while a campaign calls")
struct PaymentWatchTests {
    @Test(
        """
        Who pays while it rings is not rung on, who pays while waiting is not called; who has answered is not cut off, \
        nor who is on a list
        """)
    func paysMeanwhile() async throws {
        let ringing = Customer(telephone: "61000041", behaviour: .neverAnswers)
        let waiting = Customer(telephone: "61000042", behaviour: .busy)
        let talking = Customer.talking("61000043", [.wait(.seconds(6)), .hangUp])
        let owing = Customer(telephone: "61000044", behaviour: .busy)
        let listed = Customer(telephone: "61000045", behaviour: .neverAnswers)
        try await DialerBench.run {
            $0.customers = [ringing, waiting, talking, owing]
            $0.lines = listed.lines
        } body: { bench in
            let entries = bench.exchange.log.entries()
            try await bench.start(campaign)
            try await startList(of: listed, bench)
            _ = try await bench.heard("the answer", in: entries) { $0.event == .answered ? () : nil }
            try await bench.until("the other calls") {
                let attempts = try await bench.attempts()
                return attempts.count == 5 && attempts.count { $0.outcome == .busy } == 2 ? () : nil
            }
            for index in 0..<3 { try bench.pay(Customer.place(index)) }
            try await bench.until("the payments") {
                let states = [try await bench.state(of: ringing), try await bench.state(of: waiting)]
                return states == ["paid", "paid"] ? () : nil
            }
            #expect(try await bench.reason(of: ringing) == "paid while the telephone rang")
            #expect(try await bench.reason(of: waiting) == "the billing data show no debt any more")
            try await bench.until("the end of the conversation") {
                try await bench.attempts().allSatisfy { $0.finishedAt != nil } ? () : nil
            }
            let attempts = try await bench.attempts()
            func attempt(_ customer: Customer) -> AttemptRecord? {
                attempts.first { $0.number.text == customer.e164 }
            }
            #expect(attempts.count == 5)
            #expect(attempt(ringing)?.outcome == .cancelled && attempt(ringing)?.detail == "paid while ringing")
            #expect(attempt(talking)?.outcome == .answered)
            #expect(attempt(listed)?.outcome == .noAnswer)
            #expect(try await bench.state(of: owing) == "waiting")
        }
    }

    /// A campaign that rings this customer for a short time, of whom the billing data know nothing.
    private func startList(of customer: Customer, _ bench: DialerBench) async throws {
        let list = CampaignDefinition(
            name: "notices", title: "Notices", source: .init(kind: .list), window: .always(in: DialerBench.zone),
            lines: 1, callerID: "02110000", ringing: .seconds(15))
        let number = ContactNumber(try DialerBench.plan.e164("021\(customer.telephone)"))
        let debtor = Debtor(
            name: "王伟", language: nil, numbers: [number], due: .list(ListFacts(account: "nobody's")))
        _ = try await bench.office.books.contacts.load(list, [debtor], now: .now)
        try await bench.office.books.contacts.start(list.name)
    }

    private var campaign: CampaignDefinition {
        let rule = RetryPolicy.Rule(wait: .seconds(7200), limit: 3)
        return CampaignDefinition(
            name: "arrears", title: "Arrears", source: .init(kind: .arrearsPostpaid),
            window: .always(in: DialerBench.zone),
            retry: RetryPolicy(budget: 3, rules: [.busy: rule, .noAnswer: rule, .notHeard: rule]), lines: 4,
            callerID: "02110000", ringing: .seconds(60))
    }
}
