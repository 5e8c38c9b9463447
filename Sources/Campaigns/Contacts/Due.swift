import Foundation

/// What a customer owes, as the announcement says it.
package enum Due: Hashable, Codable, Sendable {
    case postpaid(PostpaidArrears)
    case prepaid(PrepaidArrears)
    /// What a list says of it.
    case list(ListFacts)

    init(json: String) throws { self = try JSONDecoder().decode(Due.self, from: Data(json.utf8)) }

    /// As the database keeps it.
    var json: String {
        get throws {
            if case .list(let facts) = self { return try facts.json }
            return String(decoding: try Self.encoder.encode(self), as: UTF8.self)
        }
    }

    /// Keys in order, so that equal debts are equal text.
    static let encoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    package var account: String {
        switch self {
        case .postpaid(let arrears): arrears.account
        case .prepaid(let arrears): arrears.account
        case .list(let facts): facts.account
        }
    }

    /// What is asked for; nothing where a list doesn't say.
    package var amount: Fen {
        switch self {
        case .postpaid(let arrears): arrears.amount
        case .prepaid(let arrears): arrears.shortfall
        case .list(let facts): facts.amount ?? Fen(0)
        }
    }

    /// How long it has been owed; 0 where nobody says since when.
    ///
    /// Units: days.
    package func age(on today: CalendarDay) -> Int { since?.days(until: today) ?? 0 }

    /// From which day it is owed: the due date (post-paid), or the day the balance fell short (prepaid); nil where a list
    /// doesn't say.
    package var since: CalendarDay? {
        switch self {
        case .postpaid(let arrears): arrears.dueDay
        case .prepaid(let arrears): arrears.since
        case .list(let facts): facts.dueDay
        }
    }

    /// Names this debt among all that the account ever had.
    var occasion: String {
        switch self {
        case .postpaid(let arrears): arrears.month.description
        case .prepaid(let arrears): arrears.since.description
        case .list(let facts): facts.occasion
        }
    }
}

/// Bills that are past due.
package struct PostpaidArrears: Hashable, Codable, Sendable {
    package let account: String
    /// The earliest month that isn't paid.
    package let month: BillingMonth
    package let periodStart: CalendarDay
    package let periodEnd: CalendarDay
    /// All that is unpaid and past due.
    package let amount: Fen
    /// The due date of the earliest unpaid bill.
    package let dueDay: CalendarDay

    package init(
        account: String,
        month: BillingMonth,
        periodStart: CalendarDay,
        periodEnd: CalendarDay,
        amount: Fen,
        dueDay: CalendarDay
    ) {
        self.account = account
        self.month = month
        self.periodStart = periodStart
        self.periodEnd = periodEnd
        self.amount = amount
        self.dueDay = dueDay
    }
}

/// A prepaid balance that is lower than the charges accrued.
package struct PrepaidArrears: Hashable, Codable, Sendable {
    package let account: String
    package let balance: Fen
    package let accrued: Fen
    /// The day from which the balance no longer covered the charges.
    package let since: CalendarDay

    package init(account: String, balance: Fen, accrued: Fen, since: CalendarDay) {
        self.account = account
        self.balance = balance
        self.accrued = accrued
        self.since = since
    }

    package var shortfall: Fen { accrued - balance }
}
