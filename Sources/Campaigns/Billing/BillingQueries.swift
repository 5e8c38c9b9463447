/// The SQL behind each enquiry, by default over views of fixed names; a site may give its own.
///
/// `docs/billing-contract.md` is the published form of this page: columns, types and meaning.
package struct BillingQueries: Hashable, Sendable {
    package enum Name: String, CaseIterable, Sendable {
        case arrearsPostpaid = "arrears-postpaid"
        case arrearsPrepaid = "arrears-prepaid"
        case arrearsPostpaidOfAccount = "arrears-postpaid-of-account"
        case arrearsPrepaidOfAccount = "arrears-prepaid-of-account"
        case accountByNumber = "account-by-number"
        case accountByContract = "account-by-contract"
        case billMonths = "bill-months"
        case bill
        case billTotals = "bill-totals"
        case billItems = "bill-items"
    }

    /// Replacements by name; what isn't named here is asked of the default views.
    package let replacements: [Name: String]
    /// A site's own lists of contacts by their names: one SELECT each, with the columns of a list.
    package let lists: [String: String]

    package init(replacements: [Name: String] = [:], lists: [String: String] = [:]) {
        (self.replacements, self.lists) = (replacements, lists)
    }

    func sql(_ name: Name) -> String { replacements[name] ?? name.defaultSQL }
}

extension BillingQueries.Name {
    var defaultSQL: String {
        switch self {
        case .arrearsPostpaid: "SELECT * FROM arrears_postpaid ORDER BY account"
        case .arrearsPrepaid: "SELECT * FROM arrears_prepaid ORDER BY account"
        case .arrearsPostpaidOfAccount: "SELECT * FROM arrears_postpaid WHERE account = :account"
        case .arrearsPrepaidOfAccount: "SELECT * FROM arrears_prepaid WHERE account = :account"
        case .accountByNumber:
            """
            SELECT customer_account.* FROM customer_account
            JOIN account_number ON account_number.account = customer_account.account
            WHERE account_number.number IN (:e164, :dialled) LIMIT 2
            """
        case .accountByContract: "SELECT * FROM customer_account WHERE account = :account"
        case .billMonths: "SELECT * FROM bill WHERE account = :account ORDER BY month DESC LIMIT 24"
        case .bill: "SELECT * FROM bill WHERE account = :account AND month = :month"
        case .billTotals: "SELECT * FROM bill_total WHERE account = :account AND month = :month ORDER BY position"
        case .billItems: "SELECT * FROM bill_item WHERE account = :account AND month = :month ORDER BY line"
        }
    }

    /// What the rows must have, whoever wrote the SQL.
    var columns: [String] {
        switch self {
        case .arrearsPostpaid, .arrearsPostpaidOfAccount:
            [
                "account", "name", "language", "telephone", "month", "period_start", "period_end", "amount_fen",
                "due_date",
            ]
        case .arrearsPrepaid, .arrearsPrepaidOfAccount:
            ["account", "name", "language", "telephone", "balance_fen", "accrued_fen", "since_date"]
        case .accountByNumber, .accountByContract:
            ["account", "name", "language", "telephone", "fax", "payment", "balance_fen", "accrued_fen"]
        case .billMonths, .bill:
            ["account", "month", "period_start", "period_end", "issued_date", "due_date", "total_fen", "paid_fen"]
        case .billTotals: ["kind", "position", "amount_fen"]
        case .billItems: ["line", "started", "kind", "called", "description", "seconds", "amount_fen"]
        }
    }

    var parameters: [String] {
        switch self {
        case .arrearsPostpaid, .arrearsPrepaid: []
        case .arrearsPostpaidOfAccount, .arrearsPrepaidOfAccount, .accountByContract, .billMonths: ["account"]
        case .accountByNumber: ["e164", "dialled"]
        case .bill, .billTotals, .billItems: ["account", "month"]
        }
    }
}
