package import Campaigns

/// How a call comes to an agent.
struct AgentAccess: Sendable {
    let floor: AgentFloor
    let card: CustomerCard
    /// As whom the floor expects her, where an agent was reserved before she was called.
    var expected: CustomerID?
}

/// What an agent sees of a customer before the first word.
package struct CustomerCard: Hashable, Codable, Sendable {
    package enum Kind: String, Codable, Sendable {
        case campaign
        case callback
        case enquiry
    }

    package let kind: Kind
    /// By which the call is found again: its attempt, or the Call-ID of who called.
    package var call: String
    /// The campaign's title, or what the call is about.
    package var title: String
    package var name: String?
    /// In full: the agent talks to it.
    package var number: String
    package var account: String?
    package var language: CustomerLanguage?
    /// What is owed.
    ///
    /// Units: fen.
    package var debtFen: Int64?
    package var dueDay: CalendarDay?

    package init(
        kind: Kind, call: String, title: String, name: String? = nil, number: String, account: String? = nil,
        language: CustomerLanguage? = nil, debtFen: Int64? = nil, dueDay: CalendarDay? = nil
    ) {
        self.kind = kind
        self.call = call
        self.title = title
        self.name = name
        self.number = number
        self.account = account
        self.language = language
        self.debtFen = debtFen
        self.dueDay = dueDay
    }
}
