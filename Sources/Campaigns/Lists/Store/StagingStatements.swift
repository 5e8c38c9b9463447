import GRDB

/// What is said for each row of a batch, made ready once.
struct StagingStatements {
    private let db: Database
    private let listed: Statement
    private let number: Statement
    private let remember: Statement
    private let rememberNumber: Statement
    private let find: Statement
    private let findNumber: Statement

    init(_ db: Database, columns: Int) throws {
        self.db = db
        let marks = Array(repeating: "?", count: columns + 1).joined(separator: ", ")
        listed = try db.cachedStatement(sql: "INSERT INTO staging.listed VALUES (\(marks))")
        number = try db.cachedStatement(sql: "INSERT INTO staging.number VALUES (?, ?, ?, ?, ?, ?)")
        remember = try db.cachedStatement(sql: "INSERT OR IGNORE INTO staging.seen VALUES (?, ?)")
        rememberNumber = try db.cachedStatement(sql: "INSERT OR IGNORE INTO staging.seenNumber VALUES (?, ?)")
        find = try db.cachedStatement(sql: "SELECT line FROM staging.seen WHERE key = ?")
        findNumber = try db.cachedStatement(sql: "SELECT line FROM staging.seenNumber WHERE number = ?")
    }

    /// The earlier line of the list with this key; else remembers this one.
    func earlierLine(of key: String, _ line: Int) throws -> Int? {
        try remember.execute(arguments: [key, line])
        return db.changesCount > 0 ? nil : try Int.fetchOne(find, arguments: [key])
    }

    func earlierLine(of number: E164, _ line: Int) throws -> Int? {
        // At most fifteen digits: a number is its own key.
        let key = Int64(number.text.dropFirst())
        try rememberNumber.execute(arguments: [key, line])
        return db.changesCount > 0 ? nil : try Int.fetchOne(findNumber, arguments: [key])
    }

    func insert(_ row: ListTarget.Staged) throws {
        let values: [(any DatabaseValueConvertible)?] = [row.line] + row.values
        listed.setUncheckedArguments(StatementArguments(values))
        try listed.execute()
        for (index, number) in row.numbers.enumerated() {
            self.number.setUncheckedArguments([
                row.line, index + 1, number.number.text, number.zone, number.hours?.opens, number.hours?.closes,
            ])
            try self.number.execute()
        }
    }
}
