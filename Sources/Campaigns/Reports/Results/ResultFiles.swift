import Foundation
import GRDB

/// Results as rows of a CSV file.
final class CSVResults {
    private let handle: FileHandle
    private let writer: CSVWriter
    private var lines: String

    init(_ file: URL, writer: CSVWriter) throws {
        // Others of our group may be the billing system.
        let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw DurableFile.Failure() }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        self.writer = writer
        lines = CSVWriter.byteOrderMark + writer.row(CampaignResults.columns)
    }

    func append(_ values: [DatabaseValue]) throws {
        lines += writer.row(
            values.map { String.fromDatabaseValue($0) ?? Int64.fromDatabaseValue($0)?.description ?? "" })
        if lines.utf8.count > 1 << 18 { try flush() }
    }

    func end() throws {
        try flush()
        try handle.synchronize()
        try handle.close()
    }

    private func flush() throws {
        try handle.write(contentsOf: Data(lines.utf8))
        lines = ""
    }
}

/// Results as the table `campaign_result` of a SQLite file of its own.
final class SQLiteResults {
    private let queue: DatabaseQueue
    private var batch: [[DatabaseValue]] = []

    init(_ file: URL, now: UTCTime) throws {
        let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw DurableFile.Failure() }
        Foundation.close(descriptor)
        queue = try DatabaseQueue(path: file.path)
        try queue.write { db in
            try db.execute(sql: CampaignResults.table)
            try db.execute(
                sql: "INSERT INTO result_file (made_at) VALUES (?)", arguments: [now.date.formatted(.iso8601)])
        }
    }

    func append(_ values: [DatabaseValue]) throws {
        batch.append(values)
        if batch.count == 10_000 { try flush() }
    }

    func end() throws {
        try flush()
        try queue.close()
    }

    private func flush() throws {
        let columns = CampaignResults.columns
        let sql = """
            INSERT INTO campaign_result (\(columns.joined(separator: ", ")))
            VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
            """
        try queue.write { db in
            let statement = try db.cachedStatement(sql: sql)
            for values in batch { try statement.execute(arguments: StatementArguments(values)) }
        }
        batch.removeAll(keepingCapacity: true)
    }
}
