import Campaigns
import PhoneNetwork

/// One of the operator's customers: a telephone that behaves in its way, and perhaps a fax machine.
struct Customer: Sendable {
    /// Local, of eight digits.
    let telephone: String
    var fax: String?
    var language = CustomerLanguage.english
    /// Of the last bill: customers at odd places of the sample talk enough for two pages.
    var behaviour = SubscriberBehaviour.unallocated(announces: false)
    var faxMachine: FaxMachine?

    static func talking(_ telephone: String, _ script: [SubscriberScript.Step], fax: String? = nil) -> Customer {
        Customer(
            telephone: telephone, fax: fax,
            behaviour: .answers(Answering(after: .zero, script: SubscriberScript(script))))
    }

    var e164: String { "+8621\(telephone)" }

    var lines: [NumberPlan.Line] {
        var lines = [NumberPlan.Line(.exactly("8621\(telephone)"), behaviour)]
        if let fax, let faxMachine { lines.append(.init(.exactly("8621\(fax)"), .fax(faxMachine))) }
        return lines
    }

    /// Where the n-th customer stands in the sample: the first four of each ten are post-paid and owe.
    static func place(_ index: Int) -> Int { index / 4 * 10 + index % 4 }

    /// A billing file in which all these owe a post-paid bill; others in between don't and have no working number.
    static func billing(_ customers: [Customer]) throws -> SampleBilling {
        let places = Dictionary(uniqueKeysWithValues: customers.enumerated().map { (place($0.offset), $0.element) })
        let lines = try (0..<max(1, (places.keys.max() ?? 0) + 1)).map { index in
            guard let customer = places[index] else {
                return SampleBilling.Line(telephone: try DialerBench.plan.e164("021690000\(index / 10)\(index % 10)"))
            }
            return SampleBilling.Line(
                telephone: try DialerBench.plan.e164("021\(customer.telephone)"),
                fax: try customer.fax.map { try DialerBench.plan.e164("021\($0)") }, language: customer.language)
        }
        return SampleBilling(lines: lines, seed: 7, today: CalendarDay(.now, in: DialerBench.zone))
    }
}
