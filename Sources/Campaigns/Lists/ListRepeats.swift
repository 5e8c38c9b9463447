import GRDB

/// Who stands in one list twice.
///
/// Each key is remembered with its line in a database of its own, whose file only this connection has and which is gone
/// with it: a long list takes no more memory than a short one. Runs on: the task that reads the list.
final class ListRepeats {
    private let target: ListTarget
    private let layout: ListLayout
    private let rules: Set<DuplicateRule>
    private let remembersNumbers: Bool
    private let seen: DatabaseQueue

    /// - Parameter remembersNumbers: longer than for the rows that are sifted together. False where those rows are in the
    ///   database before the next ones are looked for there.
    init(_ layout: ListLayout, rules: Set<DuplicateRule>, remembersNumbers: Bool) throws {
        self.layout = layout
        self.rules = rules
        self.remembersNumbers = remembersNumbers
        target = .of(layout.kind)
        // SQLite's name for a file that has none.
        seen = try DatabaseQueue(path: "")
        try seen.inDatabase { try $0.execute(sql: Self.tables) }
    }

    /// Parts the rows that say something new from those in whose way an earlier one stands.
    func sift(_ rows: [ListTarget.Staged]) throws -> (new: [ListTarget.Staged], refusals: [RowRefusal]) {
        try seen.inDatabase { db in
            var (new, refusals) = ([ListTarget.Staged](), [RowRefusal]())
            try db.inTransaction {
                var memory = try LineMemory(db, remembersNumbers: remembersNumbers)
                for row in rows {
                    switch try meeting(row, &memory) {
                    case nil: new.append(row)
                    case .refused(let refusal)?: refusals.append(refusal)
                    case .passedOver?: continue
                    }
                }
                return .commit
            }
            return (new, refusals)
        }
    }

    /// What comes of a row that an earlier one stands in the way of.
    private enum Meeting {
        case refused(RowRefusal)
        case passedOver
    }

    private func meeting(_ row: ListTarget.Staged, _ memory: inout LineMemory) throws -> Meeting? {
        if let earlier = try memory.earlierLine(of: row.key, row.line) {
            guard case .isRefused = target.repetition else { return .passedOver }
            return refused(row, ListColumn(row.keyColumn), "“\(row.key)” stands in line \(earlier) already")
        }
        for (index, number) in row.numbers.enumerated() where rules.contains(.number) {
            guard let earlier = try memory.earlierLine(of: number.number, row.line) else { continue }
            return refused(
                row, ListColumn(.phone, index + 1),
                "the number \(number.number.text) stands in line \(earlier) already")
        }
        return nil
    }

    private func refused(_ row: ListTarget.Staged, _ column: ListColumn, _ reason: String) -> Meeting {
        .refused(RowRefusal(line: row.line, column: layout.heading(of: column), reason: reason))
    }

    /// Gone with the connection, whatever happens, so they need neither journal nor `fsync`.
    private static let tables = """
        PRAGMA journal_mode = OFF;
        PRAGMA synchronous = OFF;
        PRAGMA cache_size = -16384;
        CREATE TABLE seen (key TEXT PRIMARY KEY, line INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE seenNumber (number INTEGER PRIMARY KEY, line INTEGER NOT NULL) STRICT;
        """
}

/// Remembers and finds lines, by statements made ready once for a batch.
private struct LineMemory {
    private let db: Database
    private let remember: Statement
    private let rememberNumber: Statement
    private let find: Statement
    private let findNumber: Statement
    private let remembersNumbers: Bool
    private var numbersOfBatch: [E164: Int] = [:]

    init(_ db: Database, remembersNumbers: Bool) throws {
        self.db = db
        self.remembersNumbers = remembersNumbers
        remember = try db.cachedStatement(sql: "INSERT OR IGNORE INTO seen VALUES (?, ?)")
        rememberNumber = try db.cachedStatement(sql: "INSERT OR IGNORE INTO seenNumber VALUES (?, ?)")
        find = try db.cachedStatement(sql: "SELECT line FROM seen WHERE key = ?")
        findNumber = try db.cachedStatement(sql: "SELECT line FROM seenNumber WHERE number = ?")
    }

    /// The earlier line of the list with this key; else remembers this one.
    func earlierLine(of key: String, _ line: Int) throws -> Int? {
        try remember.run([key.databaseValue, line.databaseValue])
        return db.changesCount > 0 ? nil : try Int.fetchOne(find, arguments: [key])
    }

    mutating func earlierLine(of number: E164, _ line: Int) throws -> Int? {
        guard remembersNumbers else {
            if let earlier = numbersOfBatch[number] { return earlier }
            numbersOfBatch[number] = line
            return nil
        }
        // At most fifteen digits: a number is its own key.
        let key = Int64(number.text.dropFirst())
        try rememberNumber.run([key?.databaseValue ?? .null, line.databaseValue])
        return db.changesCount > 0 ? nil : try Int.fetchOne(findNumber, arguments: [key])
    }
}
