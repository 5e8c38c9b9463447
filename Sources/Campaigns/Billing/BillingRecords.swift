/// A customer's account as the billing system knows it.
package struct BillingAccount: Hashable, Sendable {
    package enum Payment: String, CaseIterable, Sendable {
        case postpaid
        case prepaid
    }

    /// The contract number.
    package let account: String
    package let name: String
    package let language: CustomerLanguage?
    package let telephone: E164
    package let fax: E164?
    package let payment: Payment
    /// Money of the customer's that we hold; negative where the customer owes.
    package let balance: Fen
    /// Charges since the last bill, not yet taken from the balance.
    package let accrued: Fen
}

/// The kinds of charges that a bill is summed up by.
package enum ChargeKind: String, Codable, CaseIterable, Sendable {
    case calls
    case longDistance = "long_distance"
    case data
    case internet
    case other
}

/// One month's bill without its rows.
package struct Bill: Hashable, Sendable {
    package let account: String
    package let month: BillingMonth
    package let periodStart: CalendarDay
    package let periodEnd: CalendarDay
    package let issued: CalendarDay
    package let dueDay: CalendarDay
    package let total: Fen
    package let paid: Fen
}

package struct BillTotal: Hashable, Sendable {
    package let kind: ChargeKind
    package let amount: Fen
}

/// One row of an itemised bill.
package struct BillItem: Hashable, Sendable {
    /// Local time at the site, as the billing system printed it: `YYYY-MM-DD HH:MM:SS`.
    package let started: String
    package let kind: ChargeKind
    /// The number called or the service used; nil where there is none.
    package let called: String?
    package let description: String
    package let duration: Duration?
    package let amount: Fen
}

package struct ItemisedBill: Hashable, Sendable {
    package let account: BillingAccount
    package let bill: Bill
    package let totals: [BillTotal]
    package let items: [BillItem]
}

/// What a selection found, and which rows it refused, each with a reason: one bad row doesn't stop a campaign.
package struct Selection: Sendable {
    package let debtors: [Debtor]
    package let refused: [CampaignsError]
}
