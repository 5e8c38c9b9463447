import GRDB

/// How the rows of one kind get into the database: from the import's own tables, by SQL alone, so that the lock on the
/// database is held for the writing only.
///
/// Each statement may name `:campaign` (its id) and `:now`.
struct ListTarget: Sendable {
    /// What a row is to the import's own tables.
    struct Staged: Sendable {
        /// Where it begins in the file.
        var line = 0
        /// Of the columns in order.
        var values: [DatabaseValue]
        /// What there is one of in a list.
        var key: String
        /// The column to blame where there are two.
        var keyColumn: ListColumn.Meaning
        var numbers: [ContactRow.Number] = []

        init(
            values: [(any DatabaseValueConvertible)?], key: String, keyColumn: ListColumn.Meaning,
            numbers: [ContactRow.Number] = []
        ) {
            self.values = values.map { $0?.databaseValue ?? .null }
            self.key = key
            self.keyColumn = keyColumn
            self.numbers = numbers
        }
    }

    enum Repetition: Sendable {
        /// Says nothing new.
        case isPassedOver
        case isRefused
    }

    /// Columns of `staging.listed` beside its line.
    let columns: [String]
    let staged: @Sendable (ListRow) throws -> Staged?
    let repetition: Repetition
    /// A SELECT of line, id of the row that is there already or will be (NULL where nobody asks), and fate (`ListFate`), one for each listed row.
    let fates: String
    /// What makes it so.
    let statements: [String]

    static func of(_ kind: ListKind) -> ListTarget {
        switch kind {
        case .contacts: contacts
        case .callbacks: callbacks
        case .doNotCall: doNotCall
        case .holidays: holidays
        case .rates: rates
        case .consents: consents
        }
    }
}

/// What becomes of a row of a list.
package enum ListFate: String, CaseIterable, Codable, Sendable {
    case added
    case changed
    case same
    /// Somebody who is being called now, or whom the campaign is done with.
    case leftAlone
}
