import CSQLite
import GRDB

/// Understood rows on their way from the task that reads to the one that writes: the pages of an SQLite database.
///
/// They are put in there row by row on one core, while the other writes the batch before; to take them all over is one
/// statement for each table.
struct StagedRows: Sendable {
    /// Where the first begins in the file; nil where there is none.
    let firstLine: Int?
    private let pages: [UInt8]

    fileprivate init(firstLine: Int?, pages: [UInt8]) {
        self.firstLine = firstLine
        self.pages = pages
    }

    /// Adds them to the tables of `staging`.
    func takeOver(_ db: Database) throws {
        try db.execute(sql: "ATTACH DATABASE ':memory:' AS batch")
        defer { try? db.execute(sql: "DETACH DATABASE batch") }
        try show(to: db)
        try db.inTransaction(.deferred) {
            for table in StagingTables.filled {
                try db.execute(sql: "INSERT INTO staging.\(table) SELECT * FROM batch.\(table)")
            }
            return .commit
        }
    }

    /// Makes them what `batch` has.
    private func show(to db: Database) throws {
        let size = Int64(pages.count)
        guard let copy = sqlite3_malloc64(UInt64(size)) else { throw DatabaseError(resultCode: .SQLITE_NOMEM) }
        pages.withUnsafeBytes { copy.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
        // SQLite frees the copy, when it fails too.
        let flags = UInt32(SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY)
        let code = sqlite3_deserialize(
            db.sqliteConnection, "batch", copy.assumingMemoryBound(to: UInt8.self), size, size, flags)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}

/// Where rows are put for the way. Runs on: the task that reads the list.
final class RowStager {
    private let rows: DatabaseQueue
    private let columns: Int

    init(_ target: ListTarget) throws {
        rows = try DatabaseQueue()
        columns = target.columns.count
        try rows.inDatabase { try $0.execute(sql: StagingTables.sql(in: "main", target)) }
    }

    func stage(_ staged: [ListTarget.Staged]) throws -> StagedRows {
        try rows.inDatabase { db in
            try db.inTransaction {
                for table in StagingTables.filled { try db.execute(sql: "DELETE FROM \(table)") }
                let marks = Array(repeating: "?", count: columns + 1).joined(separator: ", ")
                let listed = try db.cachedStatement(sql: "INSERT INTO listed VALUES (\(marks))")
                let number = try db.cachedStatement(sql: "INSERT INTO number VALUES (?, ?, ?, ?, ?, ?)")
                for row in staged {
                    try listed.run([row.line.databaseValue] + row.values)
                    for (index, one) in row.numbers.enumerated() { try number.run(one.values(row.line, index + 1)) }
                }
                return .commit
            }
            return StagedRows(firstLine: staged.first?.line, pages: try pages(of: db))
        }
    }

    private func pages(of db: Database) throws -> [UInt8] {
        var size: Int64 = 0
        guard let pages = sqlite3_serialize(db.sqliteConnection, "main", &size, 0) else {
            throw DatabaseError(resultCode: .SQLITE_NOMEM)
        }
        defer { sqlite3_free(pages) }
        return Array(UnsafeBufferPointer(start: pages, count: Int(size)))
    }
}

/// The import's own tables.
enum StagingTables {
    /// Those that the reading task fills.
    static let filled = ["listed", "number"]

    static func sql(in schema: String, _ target: ListTarget) -> String {
        """
        PRAGMA \(schema).journal_mode = OFF;
        PRAGMA \(schema).synchronous = OFF;
        CREATE TABLE \(schema).listed (line INTEGER PRIMARY KEY, \(target.columns.joined(separator: ", "))) STRICT;
        CREATE TABLE \(schema).number (line INTEGER NOT NULL, position INTEGER NOT NULL, number TEXT NOT NULL,
            zone TEXT, opens INTEGER, closes INTEGER, PRIMARY KEY (line, position)) STRICT, WITHOUT ROWID;
        """
    }
}

extension ContactRow.Number {
    fileprivate func values(_ line: Int, _ position: Int) -> [DatabaseValue] {
        [
            line.databaseValue, position.databaseValue, number.text.databaseValue, zone?.databaseValue ?? .null,
            hours?.opens.databaseValue ?? .null, hours?.closes.databaseValue ?? .null,
        ]
    }
}
