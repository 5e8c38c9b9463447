/// What a list says of a contact beside whom to ring: what the call is about.
package struct ListFacts: Hashable, Codable, Sendable {
    package let account: String
    package let amount: Fen?
    package let dueDay: CalendarDay?
    package let month: BillingMonth?
    /// Columns of free text by their headings.
    package let texts: [String: String]

    package init(
        account: String,
        amount: Fen? = nil,
        dueDay: CalendarDay? = nil,
        month: BillingMonth? = nil,
        texts: [String: String] = [:]
    ) {
        self.account = account
        self.amount = amount
        self.dueDay = dueDay
        self.month = month
        self.texts = texts
    }

    /// Names this matter among all that the account ever had; empty where the list says neither month nor day.
    var occasion: String { month?.description ?? dueDay?.description ?? "" }
}
