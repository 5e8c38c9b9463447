/// Something that reports count besides attempts; the raw value is what the database says.
package enum Happening: String, Codable, CaseIterable, Sendable {
    case promiseMade
    case promiseKept
    case promiseBroken
    /// A new promise of the same account took its place.
    case promiseReplaced
    /// Counted in fen, as are the two that follow.
    case promisedAmount
    case keptAmount
    case brokenAmount
    case paidClaim
    case optOut
    case callbackAsked
    case callbackDone
    case callbackWithdrawn
    /// Its kind is how: a `ContactEnd`.
    case contactEnded
    case faxOrdered
    /// Its kind is how: a `FaxJobStatus.State`.
    case faxEnded
    case faxPageConfirmed
    /// A call to 170; its kind is how it ended, in the call flow's word.
    case enquiry
}

/// Where a happening is counted from: the rows of one table that fulfil a condition.
///
/// One expression makes both the triggers that count as rows come and go, and the statement that counts all anew, so
/// the two can't drift apart. In the expressions `row.` is the row that is counted.
struct TallySource: Sendable {
    enum Change: String, CaseIterable {
        case insert
        case update
        case delete
    }

    let happening: Happening
    let table: String
    /// Whether a row counts.
    var condition = "1"
    /// The moment that it is counted at.
    let time: String
    var kind = "''"
    /// How much a row counts; 1 where nil.
    var weight: String?
    /// Of 0 where it belongs to no campaign.
    let campaign: String
    /// What can happen to rows of the table.
    var changes = Change.allCases

    static let quarterLength: Int64 = 900_000

    static func quarter(_ time: String) -> String { "(\(time)) - (\(time)) % \(quarterLength)" }

    /// The campaign of the contact that an attempt was for.
    static func campaign(ofAttempt attempt: String) -> String {
        """
        coalesce((SELECT contact.campaign FROM attempt JOIN contact ON contact.id = attempt.contact \
        WHERE attempt.id = \(attempt)), 0)
        """
    }

    static let columns = "campaign, quarter, what, kind, count"

    /// What the tally must say of this happening.
    var recount: String {
        """
        SELECT \(campaign), \(Self.quarter(time)), '\(happening.rawValue)', \(kind), \(weight.map { "sum(\($0))" } ?? "count(*)")
        FROM \(table) AS row WHERE \(condition) GROUP BY 1, 2, 4
        """
    }

    var triggers: String { changes.map(trigger).joined(separator: "\n") }

    private func trigger(on change: Change) -> String {
        let conditions = sides(of: change).map { "(\(text(condition, of: $0.row)))" }
        return """
            CREATE TRIGGER tally_\(happening.rawValue)_\(change.rawValue) AFTER \(change.rawValue) ON \(table)
            WHEN \(conditions.joined(separator: " OR ")) BEGIN
            \(sides(of: change).map(step).joined(separator: "\n"))
            END;
            """
    }

    /// Which rows a change takes away from the count, and which it adds.
    private func sides(of change: Change) -> [(row: String, count: Int)] {
        switch change {
        case .insert: [("NEW", 1)]
        case .update: [("OLD", -1), ("NEW", 1)]
        case .delete: [("OLD", -1)]
        }
    }

    private func step(_ row: String, _ count: Int) -> String {
        """
        INSERT INTO happeningTally (\(Self.columns))
        SELECT \(text(campaign, of: row)), \(text(Self.quarter(time), of: row)), '\(happening.rawValue)',
            \(text(kind, of: row)), \(count)\(weight.map { " * \(text($0, of: row))" } ?? "")
        WHERE \(text(condition, of: row))
        ON CONFLICT DO UPDATE SET count = count + excluded.count;
        """
    }

    private func text(_ expression: String, of row: String) -> String {
        expression.replacing("row.", with: row + ".")
    }
}
