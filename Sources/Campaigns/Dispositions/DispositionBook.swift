package import Foundation
import GRDB

/// What an agent says came of a call.
package struct AgentWord: Hashable, Sendable {
    /// What the agent adds to a disposition that wants it.
    package enum Detail: Hashable, Sendable {
        case none
        /// On this day she will pay so much; nil where nothing was said of it.
        case promise(CalendarDay, Fen?)
        /// At this time; `isMine` where the agent wants to call himself.
        case callback(UTCTime, isMine: Bool)
    }

    /// By which the call is found again: its attempt, or the Call-ID of who called.
    package let call: String
    /// Nil of who called us.
    package let attempt: Int64?
    package let agent: AgentNumber
    /// Whose call it was.
    package let group: String
    package let disposition: Disposition
    package let detail: Detail
    /// At most 500 characters.
    package let note: String?

    package init(
        call: String, attempt: Int64?, agent: AgentNumber, group: String, disposition: Disposition,
        detail: Detail = .none, note: String? = nil
    ) {
        self.call = call
        self.attempt = attempt
        self.agent = agent
        self.group = group
        self.disposition = disposition
        self.detail = detail
        self.note = note
    }
}

/// What agents said came of calls, with all that follows from it.
///
/// None is ever changed or deleted.
package struct DispositionBook: Sendable {
    /// Of who called us, and of whom no attempt says it.
    package struct Customer: Hashable, Sendable {
        package let number: E164?
        package let account: String?
        package let language: CustomerLanguage?
        /// Where her days are counted.
        package let zone: TimeZone

        package init(number: E164?, account: String?, language: CustomerLanguage?, zone: TimeZone) {
            self.number = number
            self.account = account
            self.language = language
            self.zone = zone
        }
    }

    private let database: DialerDatabase
    private let patience: Duration

    /// - Parameter patience: how long a callback waits for the agent who promised it, from when it is due.
    package init(database: DialerDatabase, patience: Duration = CallbackBook.usualPatience) {
        self.database = database
        self.patience = patience
    }

    /// Keeps the word and what follows from it, all or nothing; stored when this returns.
    ///
    /// A bill by fax is put into its queue before, for it must be drawn first.
    ///
    /// Throws: `invalidRequest` where the call has a word already, is settled, or nobody knows whose account it is about.
    package func keep(_ word: AgentWord, of customer: Customer, now: UTCTime) async throws {
        try await database.commit { [patience] db in
            let subject = try word.attempt.flatMap { try Subject(db, attempt: $0) } ?? Subject(customer)
            try DispositionRecords.add(db, word, account: subject.account, now: now)
            switch (word.disposition.does, word.detail) {
            case (.promise, .promise(let day, let amount)):
                try PromiseBook.promise(
                    db, account: try subject.known(), amount: amount, dueDay: day, in: subject.zone ?? customer.zone,
                    attempt: word.attempt, now: now)
            case (.paid, _):
                try PaidClaims.record(
                    db, account: try subject.known(), attempt: word.attempt, until: now + subject.claimPatience,
                    now: now)
            case (.callback, .callback(let time, let isMine)):
                try CallbackRecords.ask(
                    db, number: try subject.reached(), account: subject.account, language: customer.language,
                    wish: word.note ?? "promised by agent \(word.agent)", attempt: word.attempt, group: word.group,
                    agent: isMine ? (word.agent, time + patience) : nil, dueAt: time, now: now)
            case (.doNotCall, _):
                try DoNotCallList.add(
                    db, try subject.reached(), source: "agent \(word.agent)", attempt: word.attempt, now: now)
            case (.done, _), (.again, _), (.fax, _), (.wrongNumber, _): break
            case (.promise, _), (.callback, _):
                throw CampaignsError(
                    .invalidRequest, "“\(word.disposition.title)” wants a day or a time. Say when, and store it again.")
            }
        }
    }
}

/// Whom a call was for, by its attempt or by what is known of who called.
private struct Subject {
    /// Long enough for a payment to be booked where no campaign says it.
    private static let usualPatience = Duration.seconds(3 * 86_400)

    let number: E164?
    let account: String?
    var zone: TimeZone?
    var claimPatience = Self.usualPatience

    init(_ customer: DispositionBook.Customer) {
        number = customer.number
        account = customer.account
    }

    /// Nil where there is no such attempt.
    init?(_ db: Database, attempt: Int64) throws {
        let statement = try db.cachedStatement(sql: Self.sql)
        guard let row = try Row.fetchOne(statement, arguments: ["attempt": attempt]) else { return nil }
        number = E164(text: row["number"])
        account = row["account"]
        zone = try (row["contact"] as Int64?).map { try ContactRecords.zone(db, of: $0) }
        if let definition: String = row["definition"] {
            claimPatience = try CampaignDefinition(stored: definition).claimPatience
        }
    }

    private static let sql = """
        SELECT attempt.number, attempt.contact, coalesce(contact.account, callback.account) AS account, definition
        FROM attempt LEFT JOIN contact ON contact.id = attempt.contact
        LEFT JOIN callback ON callback.id = attempt.callback
        LEFT JOIN campaign ON campaign.id = coalesce(contact.campaign, callback.campaign)
        WHERE attempt.id = :attempt
        """

    func known() throws -> String {
        guard let account else {
            throw CampaignsError(
                .invalidRequest, "Nobody knows whose account this call is about: choose another outcome.")
        }
        return account
    }

    func reached() throws -> E164 {
        guard let number else {
            throw CampaignsError(.invalidRequest, "The caller's number is not known: choose another outcome.")
        }
        return number
    }
}
