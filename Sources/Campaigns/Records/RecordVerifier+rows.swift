import Foundation
import GRDB

extension SealedSource {
    /// Whether a row says what its record sealed.
    var agreementSQL: String {
        let hour = endedAt.map { " AND (\($0) - \($0) % 3600000) IS record.at" } ?? ""
        return "(\(bodySQL) IS record.body)\(hour)"
    }
}

extension RecordVerifier {
    /// Says what became of the row that a record vouches for.
    func rowFaults(_ record: SealedRecord) async throws -> [RecordFault] {
        guard let source = RecordKind(rawValue: record.kind)?.source, let id = record.subject else { return [] }
        let subject = RecordFault.Subject(table: source.table, id: id)
        let row = try await database.read { db in
            let columns = [source.bodySQL, source.endedAt ?? "NULL"].joined(separator: ", ")
            return try Row.fetchOne(db, sql: "SELECT \(columns) FROM \(source.table) WHERE id = ?", arguments: [id])
                .map { (body: $0[0] as String, endedAt: $0[1] as Int64?) }
        }
        guard let row else { return [.rowMissing(subject, sequence: record.sequence)] }
        var changes = Self.changes(from: record.body, to: Data(row.body.utf8))
        if let column = source.endedAt {
            let (sealed, now) = (UTCTime(milliseconds: record.at), row.endedAt.map { UTCTime(milliseconds: $0).hour })
            if sealed != now {
                let times = [sealed, now].map { $0?.date.formatted(.iso8601) }
                changes.append(.init(field: column, sealed: times[0], now: times[1]))
            }
        }
        // Another SQLite may write the same values in another way.
        return changes.isEmpty ? [] : [.rowChanged(subject, sequence: record.sequence, changes)]
    }

    private static func changes(from sealed: Data, to now: Data) -> [RecordFault.Change] {
        let (sealed, now) = (fields(sealed), fields(now))
        return Set(sealed.keys).union(now.keys).sorted().compactMap { field in
            sealed[field] == now[field] ? nil : .init(field: field, sealed: sealed[field], now: now[field])
        }
    }

    private static func fields(_ body: Data) -> [String: String] {
        let object = try? JSONSerialization.jsonObject(with: body) as? [String: Any]
        return (object ?? [:]).mapValues { "\($0)" }
    }

    /// Finds rows that must have a record and have none.
    func findUnsealedRows(
        _ kind: RecordKind, _ source: SealedSource, onProgress: (Progress) -> Void, tell: ([RecordFault]) -> Void
    ) async throws {
        let isOver = source.endedAt.map { "\($0) IS NOT NULL" } ?? "1"
        let last = try await database.read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM \(source.table)") } ?? 0
        let step = Self.step * 10
        for first in stride(from: 1, through: last, by: Int(step)) {
            let ids = try await database.read { db in
                try Int64.fetchAll(
                    db,
                    sql: """
                        SELECT id FROM \(source.table) WHERE id BETWEEN ? AND ? AND \(isOver)
                            AND NOT EXISTS (SELECT 1 FROM sealedRecord WHERE kind = ? AND subject = \(source.table).id)
                        """,
                    arguments: [first, first + step - 1, kind.rawValue]
                )
            }
            tell(ids.map { .recordMissing(.init(table: source.table, id: $0)) })
            onProgress(Progress(part: .rows, done: min(first + step - 1, last), total: last))
        }
    }
}
