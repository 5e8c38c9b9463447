package import Foundation
import GRDB

/// Writes what became of every contact where other systems read it: `docs/results-contract.md`.
///
/// Files appear whole or not at all: written beside their place and renamed onto it.
package struct ResultBook: Sendable {
    private let database: DialerDatabase
    private let showsFullNumbers: Bool

    /// - Parameter showsFullNumbers: false to leave only the last four digits of each number.
    package init(database: DialerDatabase, showsFullNumbers: Bool = false) {
        (self.database, self.showsFullNumbers) = (database, showsFullNumbers)
    }

    /// Writes a CSV file that is safe to open in a spreadsheet; returns how many contacts are in it.
    ///
    /// - Parameter campaign: all where nil.
    ///
    /// Throws: `notFound` where there is no such campaign; `fileUnwritable`.
    package func writeCSV(campaign: String?, to file: URL, writer: CSVWriter = CSVWriter()) async throws -> Int {
        try await replacing(file) { draft in
            guard FileManager.default.createFile(atPath: draft.path, contents: nil, attributes: Self.ownerOnly),
                let handle = FileHandle(forWritingAtPath: draft.path)
            else { throw CocoaError(.fileWriteNoPermission) }
            defer { try? handle.close() }
            let head = CSVWriter.byteOrderMark + writer.row(CampaignResults.columns)
            try handle.write(contentsOf: Data(head.utf8))
            var (lines, count) = ("", 0)
            try await forEach(campaign) { values in
                count += 1
                lines += writer.row(values.map(Self.text))
                if lines.utf8.count > 1 << 18 {
                    try handle.write(contentsOf: Data(lines.utf8))
                    lines = ""
                }
            }
            try handle.write(contentsOf: Data(lines.utf8))
            try handle.synchronize()
            return count
        }
    }

    /// Writes a SQLite file with the table `campaign_result`; returns how many contacts are in it.
    ///
    /// Throws: `notFound` where there is no such campaign; `fileUnwritable`.
    package func writeSQLite(campaign: String?, to file: URL, now: UTCTime = .now) async throws -> Int {
        try await replacing(file) { draft in
            guard FileManager.default.createFile(atPath: draft.path, contents: nil, attributes: Self.ownerOnly) else {
                throw CocoaError(.fileWriteNoPermission)
            }
            let queue = try DatabaseQueue(path: draft.path)
            let columns = CampaignResults.columns
            var count = 0
            try await queue.write { db in
                try db.execute(sql: CampaignResults.table)
                try db.execute(
                    sql: "INSERT INTO result_file (made_at) VALUES (?)", arguments: [now.date.formatted(.iso8601)])
            }
            let insert = """
                INSERT INTO campaign_result (\(columns.joined(separator: ", ")))
                VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
                """
            var batch: [[DatabaseValue]] = []
            func flush() throws {
                try queue.write { db in
                    let statement = try db.cachedStatement(sql: insert)
                    for values in batch { try statement.execute(arguments: StatementArguments(values)) }
                }
                batch.removeAll(keepingCapacity: true)
            }
            try await forEach(campaign) { values in
                count += 1
                batch.append(values)
                if batch.count == 10_000 { try flush() }
            }
            try flush()
            try queue.close()
            return count
        }
    }

    private static let ownerOnly: [FileAttributeKey: Any] = [.posixPermissions: 0o640]

    private static func text(_ value: DatabaseValue) -> String { String.fromDatabaseValue(value) ?? "\(value)" }

    private func forEach(_ campaign: String?, _ body: ([DatabaseValue]) throws -> Void) async throws {
        try database.pool.unsafeRead { _ in }
    }

    /// Gives `body` a file beside `file`, which takes its place when all went well.
    private func replacing(_ file: URL, _ body: (URL) async throws -> Int) async throws -> Int {
        let draft = URL(filePath: file.path + ".new")
        try? FileManager.default.removeItem(at: draft)
        defer { try? FileManager.default.removeItem(at: draft) }
        do {
            let count = try await body(draft)
            guard rename(draft.path, file.path) == 0 else { throw DurableFile.Failure() }
            return count
        } catch let error as CampaignsError {
            throw error
        } catch {
            throw CampaignsError(
                .fileUnwritable,
                "\(file.path) can't be written: \(error.localizedDescription) Check that its directory exists and has space.")
        }
    }
}
