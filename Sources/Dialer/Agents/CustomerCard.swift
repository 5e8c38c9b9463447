package import Campaigns

/// How a call comes to an agent.
struct AgentAccess: Sendable {
    let floor: AgentFloor
    let card: CustomerCard
    /// Adds what is known only once she wants an agent, such as whose account it is; nil where the card says all.
    var complete: (@Sendable (CustomerCard) async -> CustomerCard)?
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
    /// Nil of who called us.
    package var attempt: Int64?
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
    /// What happened with her before, the newest first.
    package var history: [CustomerEvent] = []
    /// What the agent is to say.
    package var script: String?

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

    /// The same of an attempt that is on disk.
    mutating func begin(_ attempt: Attempt) {
        call = Self.call(of: attempt)
        self.attempt = attempt.id
    }

    static func call(of attempt: Attempt) -> String { "attempt \(attempt.id)" }
}
