import CSQLite
import GRDB

extension Statement {
    /// Executes a statement that yields no rows, for a list that has millions of them.
    ///
    /// GRDB boxes each value and tells observers of each statement, which takes as long as the statement itself. So only
    /// on a connection that nobody observes.
    ///
    /// - Parameter values: of its marks in order; no blobs.
    func run(_ values: [DatabaseValue]) throws {
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            switch value.storage {
            case .null: sqlite3_bind_null(sqliteStatement, place)
            case .int64(let integer): sqlite3_bind_int64(sqliteStatement, place, integer)
            case .double(let double): sqlite3_bind_double(sqliteStatement, place, double)
            case .string(let text): sqlite3_bind_text(sqliteStatement, place, text, -1, Self.copied)
            case .blob: throw DatabaseError(resultCode: .SQLITE_MISMATCH, message: "lists have no blobs", sql: sql)
            }
        }
        defer { sqlite3_reset(sqliteStatement) }
        let code = sqlite3_step(sqliteStatement)
        guard code == SQLITE_DONE else {
            throw DatabaseError(resultCode: ResultCode(rawValue: code), sql: sql)
        }
    }

    /// SQLite's `SQLITE_TRANSIENT`, which C casts from -1: the text is copied at once.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
