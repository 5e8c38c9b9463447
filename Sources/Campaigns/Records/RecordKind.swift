/// What a sealed record is about.
package enum RecordKind: String, CaseIterable, Sendable {
    /// The first record of a chain, which names its key.
    case opening
    /// A finished attempt, of a contact, a fax or a callback.
    case attempt
    /// A fax job that has ended.
    case fax
    /// A call that came in at 170.
    case enquiry
    /// Somebody's act, from the table of events.
    case event

    /// The table whose row the record vouches for.
    var source: SealedSource? {
        switch self {
        case .attempt: .attempt
        case .fax: .fax
        case .event: .event
        case .opening, .enquiry: nil
        }
    }
}

/// Where the body of a record is taken from, and what it is compared with later: one row.
///
/// One expression makes the body when it is sealed and when it is verified, so the two can't drift apart.
struct SealedSource: Sendable {
    let table: String
    /// The columns that are sealed.
    ///
    /// A column of a later schema is added here. It is NULL in the rows that were sealed before, and so changes no
    /// body of theirs.
    let columns: [String]
    /// The column that says when the row ended, from which on there must be a record.
    ///
    /// Nil where it has its record from the beginning.
    let endedAt: String?
    /// A JSON object, its keys in order, without those that are NULL.
    let bodySQL: String

    /// - Parameter figures: what is sealed besides, each a name and the SQL that gives it.
    init(table: String, columns: [String], figures: [String: String] = [:], endedAt: String?) {
        (self.table, self.columns, self.endedAt) = (table, columns, endedAt)
        let values = figures.merging(columns.map { ($0, "\(table).\($0)") }) { _, column in column }
        let pairs = values.sorted { $0.key < $1.key }.map { "'\($0.key)', \($0.value)" }
        // A merge patch (RFC 7396) onto an empty object leaves out what is null.
        bodySQL = "json_patch('{}', json_object(\(pairs.joined(separator: ", "))))"
    }

    /// Without what would tell how long a call was: that is in the record's secret.
    static let attempt = SealedSource(
        table: "attempt",
        columns: [
            "token", "kind", "contact", "faxJob", "callback", "number", "person", "account", "purpose", "stage",
            "trunk", "callerID", "openedAt", "inviteSentAt", "ringingAt", "earlyMediaAt", "outcome", "detail",
            "sipStatus", "sipReason", "q850Cause", "answeredBy",
            "endedBy", "keysPressed", "announcement", "announcementLanguage", "wasPlayedToEnd", "isAbandoned", "agent",
        ],
        endedAt: "finishedAt"
    )

    static let fax = SealedSource(
        table: "faxJob",
        columns: [
            "document", "number", "account", "requester", "askedIn", "pagesTotal", "state", "reason", "createdAt",
        ],
        figures: ["pagesConfirmed": "(SELECT count(*) FROM faxPage WHERE faxPage.faxJob = faxJob.id)"],
        endedAt: "endedAt"
    )

    static let event = SealedSource(
        table: "event",
        columns: ["at", "who", "what", "subject", "detail"],
        endedAt: nil
    )
}
