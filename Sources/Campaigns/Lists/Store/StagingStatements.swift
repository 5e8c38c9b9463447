import GRDB

/// What is said for each row of a batch, made ready once.
struct StagingStatements {
    private let listed: Statement
    private let number: Statement

    init(_ db: Database, columns: Int) throws {
        let marks = Array(repeating: "?", count: columns + 1).joined(separator: ", ")
        listed = try db.cachedStatement(sql: "INSERT INTO staging.listed VALUES (\(marks))")
        number = try db.cachedStatement(sql: "INSERT INTO staging.number VALUES (?, ?, ?, ?, ?, ?)")
    }

    func insert(_ row: ListTarget.Staged) throws {
        try execute(listed, [row.line] + row.values.map { $0 as (any DatabaseValueConvertible)? })
        for (index, number) in row.numbers.enumerated() {
            let hours = number.hours
            try execute(
                self.number, [row.line, index + 1, number.number.text, number.zone, hours?.opens, hours?.closes])
        }
    }

    /// Without asking each time whether they are as many as the statement has marks.
    private func execute(_ statement: Statement, _ values: [(any DatabaseValueConvertible)?]) throws {
        statement.setUncheckedArguments(StatementArguments(values))
        try statement.execute()
    }
}
