package import Campaigns

/// One month's bill as it is spoken.
///
/// Amounts in fen.
package struct BillSummary: Sendable, Equatable {
    package struct Charge: Sendable, Equatable {
        package let kind: ChargeKind
        package let fen: Int

        package init(_ kind: ChargeKind, fen: Int) {
            self.kind = kind
            self.fen = fen
        }
    }

    package let month: BillingMonth
    package let charges: [Charge]
    package let totalFen: Int
    /// Positive in credit, negative owing.
    package let balanceFen: Int

    package init(month: BillingMonth, charges: [Charge], totalFen: Int, balanceFen: Int) {
        self.month = month
        self.charges = charges
        self.totalFen = totalFen
        self.balanceFen = balanceFen
    }
}

extension ChargeKind {
    /// Its recorded name.
    var prompt: PromptID { self == .longDistance ? "bill.kind.long-distance" : PromptID("bill.kind.\(rawValue)") }
}

extension BillSummary {
    /// The month, the total, each kind, and the balance.
    func spokenCharges(_ grammar: Grammar) -> [PromptID] {
        var pieces = ["bill.charges-for"] + grammar.month(month)
        pieces += ["bill.total"] + grammar.amount(fen: totalFen) + [.shortPause]
        for charge in charges {
            pieces += [charge.kind.prompt] + grammar.amount(fen: charge.fen) + [.shortPause]
        }
        return pieces + spokenBalance(grammar)
    }

    /// Credit or debt; with a debt also how it can be paid, for no payment is taken by telephone.
    func spokenBalance(_ grammar: Grammar) -> [PromptID] {
        if balanceFen < 0 {
            // Int.min has no opposite; nobody owes that much.
            let owed = balanceFen == .min ? .max : -balanceFen
            return ["bill.owing"] + grammar.amount(fen: owed) + [.shortPause, "bill.ways-to-pay"]
        }
        let words: PromptID = balanceFen > 0 ? "bill.in-credit" : "bill.balance"
        return [words] + grammar.amount(fen: balanceFen) + [.shortPause]
    }
}
