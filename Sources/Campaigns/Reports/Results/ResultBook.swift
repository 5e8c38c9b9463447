package import Foundation
import GRDB

/// Writes what became of every contact where other systems read it: `docs/results-contract.md`.
///
/// A file is as of one moment, and appears whole or not at all: it is written beside its place and renamed onto it.
/// Without campaign all are in it; each function returns how many contacts that is.
package struct ResultBook: Sendable {
    private let database: DialerDatabase
    private let showsFullNumbers: Bool

    /// - Parameter showsFullNumbers: false to leave only the last four digits of each number.
    package init(database: DialerDatabase, showsFullNumbers: Bool = false) {
        (self.database, self.showsFullNumbers) = (database, showsFullNumbers)
    }

    /// A CSV file that is safe to open in a spreadsheet.
    ///
    /// Throws: `notFound` where there is no such campaign; `resultFile`.
    package func writeCSV(campaign: String? = nil, to file: URL, writer: CSVWriter = CSVWriter()) async throws -> Int {
        try await replacing(file) { draft, db in
            let results = try CSVResults(draft, writer: writer)
            return try forEach(db, campaign, results.append, end: results.end)
        }
    }

    /// A SQLite file with the table `campaign_result`.
    ///
    /// Throws: `notFound` where there is no such campaign; `resultFile`.
    package func writeSQLite(campaign: String? = nil, to file: URL, now: UTCTime = .now) async throws -> Int {
        try await replacing(file) { draft, db in
            let results = try SQLiteResults(draft, now: now)
            return try forEach(db, campaign, results.append, end: results.end)
        }
    }

    private func forEach(
        _ db: Database, _ campaign: String?, _ append: ([DatabaseValue]) throws -> Void, end: () throws -> Void
    ) throws -> Int {
        let number = CampaignResults.columns.firstIndex(of: "number")
        let names = try String.fetchAll(db, sql: "SELECT name FROM campaign ORDER BY id")
        if let campaign, !names.contains(campaign) {
            throw CampaignsError(
                .notFound,
                "There is no campaign “\(campaign)” with results; those that were started: "
                    + (names.isEmpty ? "none." : names.joined(separator: ", ") + "."))
        }
        var count = 0
        for name in names where campaign == nil || name == campaign {
            let rows = try Row.fetchCursor(db, sql: CampaignResults.selection, arguments: ["campaign": name])
            while let row = try rows.next() {
                var values = Array(row.databaseValues)
                if let number, !showsFullNumbers { values[number] = Self.masked(values[number]) }
                try append(values)
                count += 1
            }
        }
        try end()
        return count
    }

    private static func masked(_ number: DatabaseValue) -> DatabaseValue {
        String.fromDatabaseValue(number).flatMap(E164.init(text:))?.description.databaseValue ?? .null
    }

    /// Gives `body` a file beside `file`, which takes its place when all went well.
    private func replacing(
        _ file: URL, _ body: @escaping @Sendable (URL, Database) throws -> Int
    ) async throws -> Int {
        let draft = URL(filePath: file.path + ".new")
        unlink(draft.path)
        defer { unlink(draft.path) }
        do {
            let count = try await database.read { try body(draft, $0) }
            guard rename(draft.path, file.path) == 0 else { throw DurableFile.Failure() }
            return count
        } catch let error as CampaignsError {
            throw error
        } catch {
            let reason = (error as? DatabaseError)?.message ?? (error as? DurableFile.Failure)?.description
            throw CampaignsError(
                .resultFile,
                "\(file.path) can't be written: \(reason ?? error.localizedDescription). "
                    + "Check that its directory exists, may be written, and has space."
            )
        }
    }
}
