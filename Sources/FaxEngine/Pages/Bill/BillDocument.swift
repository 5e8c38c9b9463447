/// What a charge is for.
///
/// A bill prints its kinds in this order.
package enum ChargeKind: String, Sendable, CaseIterable {
    case monthlyFee
    case localCalls
    case longDistance
    case roaming
    case messages
    case data
    case internet
    case information
    case other
}

/// One line of the itemised part.
package struct BillCharge: Sendable, Equatable {
    package enum Quantity: Sendable, Equatable {
        case seconds(Int)
        case octets(Int64)
        case pieces(Int)
    }

    package var kind: ChargeKind
    package var description: String
    package var moment: BillMoment?
    package var otherNumber: String?
    package var quantity: Quantity?
    package var fen: Int64

    package init(
        _ kind: ChargeKind,
        _ description: String,
        at moment: BillMoment? = nil,
        otherNumber: String? = nil,
        quantity: Quantity? = nil,
        fen: Int64
    ) {
        self.kind = kind
        self.description = description
        self.moment = moment
        self.otherNumber = otherNumber
        self.quantity = quantity
        self.fen = fen
    }
}

/// An itemised bill as it goes to the page: texts as the customer shall read them, amounts in fen, nothing computed
/// that can be computed from it.
///
/// The totals printed are sums of what is here.
package struct BillDocument: Sendable, Equatable {
    /// The tear-off part at the end.
    package struct PaymentSlip: Sendable, Equatable {
        /// What the QR code says, normally a payment address; 200 characters at most survive a fax.
        package var qrPayload: String
        /// Sentences, one for each way.
        package var waysToPay: [String]

        package init(qrPayload: String, waysToPay: [String]) {
            self.qrPayload = qrPayload
            self.waysToPay = waysToPay
        }
    }

    package var language: PageLanguage
    package var operatorName: String
    /// nil: "Itemised bill" in the bill's language.
    package var title: String?
    package var customerName: String
    /// Masked or not, as the caller decides.
    package var accountNumber: String
    package var telephoneNumber: String
    package var firstDay: BillDate
    package var lastDay: BillDate
    package var issued: BillDate?
    package var due: BillDate?
    /// In any order; printed by kind, within a kind in the order given.
    package var charges: [BillCharge]
    /// What was owed when the period began; negative is a credit.
    package var previousBalanceFen: Int64
    /// What was paid since, as a positive amount.
    package var paymentsFen: Int64
    /// Corrections by the operator; negative favours the customer.
    package var adjustmentsFen: Int64
    package var notes: [String]
    package var slip: PaymentSlip?

    package init(
        language: PageLanguage,
        operatorName: String,
        title: String? = nil,
        customerName: String,
        accountNumber: String,
        telephoneNumber: String,
        firstDay: BillDate,
        lastDay: BillDate,
        issued: BillDate? = nil,
        due: BillDate? = nil,
        charges: [BillCharge],
        previousBalanceFen: Int64 = 0,
        paymentsFen: Int64 = 0,
        adjustmentsFen: Int64 = 0,
        notes: [String] = [],
        slip: PaymentSlip? = nil
    ) {
        self.language = language
        self.operatorName = operatorName
        self.title = title
        self.customerName = customerName
        self.accountNumber = accountNumber
        self.telephoneNumber = telephoneNumber
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.issued = issued
        self.due = due
        self.charges = charges
        self.previousBalanceFen = previousBalanceFen
        self.paymentsFen = paymentsFen
        self.adjustmentsFen = adjustmentsFen
        self.notes = notes
        self.slip = slip
    }
}

extension BillDocument {
    /// The charges of a kind together.
    struct Subtotal: Sendable, Equatable {
        let kind: ChargeKind
        let charges: [BillCharge]
        var fen: Int64 { charges.reduce(0) { $0 + $1.fen } }
    }

    /// The kinds that have charges, in the order of printing.
    var subtotals: [Subtotal] {
        let byKind = Dictionary(grouping: charges, by: \.kind)
        return ChargeKind.allCases.compactMap { kind in byKind[kind].map { Subtotal(kind: kind, charges: $0) } }
    }

    var chargesFen: Int64 { charges.reduce(0) { $0 + $1.fen } }

    /// What is to be paid; negative is a credit.
    var totalDueFen: Int64 { previousBalanceFen - paymentsFen + adjustmentsFen + chargesFen }

    /// Throws: `unusableDocument` for what cannot be a telephone bill and would hold up the press:
    /// more than 5,000 rows, texts of more than 500 characters, amounts of more than a hundred billion yuan.
    func validate() throws(FaxError) {
        guard charges.count <= 5000 else {
            throw FaxError(.unusableDocument, "A bill of \(charges.count) rows is not for a fax: 5,000 is the limit.")
        }
        let amounts = charges.map(\.fen) + [previousBalanceFen, paymentsFen, adjustmentsFen]
        guard amounts.allSatisfy({ $0.magnitude <= 10_000_000_000_000 }) else {
            throw FaxError(.unusableDocument, "An amount on the bill is greater than a hundred billion yuan.")
        }
        let texts =
            charges.flatMap { [$0.description, $0.otherNumber ?? ""] } + notes + (slip?.waysToPay ?? [])
            + [operatorName, title ?? "", customerName, accountNumber, telephoneNumber]
        guard texts.allSatisfy({ $0.utf8.count <= 2000 && $0.count <= 500 }) else {
            throw FaxError(.unusableDocument, "A text on the bill is longer than 500 characters.")
        }
        guard notes.count <= 20, (slip?.waysToPay.count ?? 0) <= 10 else {
            throw FaxError(.unusableDocument, "A bill has room for 20 notes and 10 ways to pay.")
        }
    }
}
