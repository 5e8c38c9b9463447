import Foundation
import GRDB

/// Verifies the whole chain of sealed records, its anchors, and the rows that records vouch for.
///
/// Beside the daemon at any time: it reads in short steps, and records that are written meanwhile are left to the next
/// time. What it holds in memory doesn't grow with the chain.
package struct RecordVerifier: Sendable {
    package struct Progress: Hashable, Sendable {
        package enum Part: String, Sendable {
            case records
            case rows
        }

        package let part: Part
        package let done: Int64
        package let total: Int64

        package init(part: Part, done: Int64, total: Int64) {
            (self.part, self.done, self.total) = (part, done, total)
        }
    }

    /// Units: counts.
    package struct Report: Hashable, Sendable {
        package var records: Int64 = 0
        package var anchors = 0
        package var faults = 0
    }

    static let step: Int64 = 5_000

    let database: DialerDatabase
    private let seal: RecordSeal
    private let anchors: AnchorFile

    package init(database: DialerDatabase, seal: RecordSeal, anchors: AnchorFile) {
        (self.database, self.seal, self.anchors) = (database, seal, anchors)
    }

    /// Throws: `recordAnchor` where the anchors can't be read.
    ///
    /// - Parameters:
    ///   - onProgress: called every few thousand records.
    ///   - onFault: called for each fault as it is found, in the order of the chain.
    package func verify(
        onProgress: (Progress) -> Void = { _ in }, onFault: (RecordFault) -> Void
    ) async throws -> Report {
        var report = Report()
        func tell(_ faults: [RecordFault]) {
            report.faults += faults.count
            faults.forEach(onFault)
        }
        // Before the chain, for that may have grown beyond an anchor meanwhile, but not the other way round.
        let entries = try anchors.entries(seal)
        report.anchors = entries.count
        let comparison = AnchorComparison(entries, file: anchors.file.path)
        tell(comparison.faults)
        var walk = ChainWalk(seal: seal, anchors: comparison)
        let last = try await database.read(SealedRecords.head)?.sequence ?? 0
        var position = Int64.min
        while position < last, !walk.isOfOtherKey {
            let records = try await records(after: position, upTo: last)
            guard let end = records.last?.record.sequence else { break }
            for (record, rowAgrees) in records where !walk.isOfOtherKey {
                report.records += 1
                if walk.take(record), rowAgrees != true {
                    tell(walk.drainFaults())
                    tell(try await rowFaults(record))
                }
            }
            tell(walk.drainFaults())
            position = end
            onProgress(Progress(part: .records, done: end, total: last))
        }
        walk.end()
        tell(walk.drainFaults())
        guard !walk.isOfOtherKey else { return report }
        for source in RecordKind.allCases.compactMap({ kind in kind.source.map { (kind, $0) } }) {
            try await findUnsealedRows(source.0, source.1, onProgress: onProgress, tell: tell)
        }
        return report
    }

    /// The next records, each with whether its row still says what was sealed; nil where there is none.
    private func records(
        after position: Int64, upTo last: Int64
    ) async throws -> [(record: SealedRecord, rowAgrees: Bool?)] {
        try await database.read { db in
            let statement = try db.cachedStatement(sql: Self.recordsSQL)
            var records: [(SealedRecord, Bool?)] = []
            let rows = try Row.fetchCursor(statement, arguments: [position, last, Self.step])
            while let row = try rows.next() {
                let record = SealedRecord(
                    sequence: row[0], kind: row[1], subject: row[2], at: row[3], body: row[4], secret: row[5],
                    mac: row[6])
                records.append((record, row[7]))
            }
            return records
        }
    }

    /// Bytes rather than text, so that a broken character is seen as it is.
    private static let recordsSQL: String = {
        let comparisons = RecordKind.allCases.compactMap { kind in
            kind.source.map { source in
                "WHEN '\(kind.rawValue)' THEN (SELECT \(source.agreementSQL) FROM \(source.table) WHERE id = record.subject)"
            }
        }
        return """
            SELECT sequence, kind, subject, at, CAST(body AS BLOB), secret, mac,
                CASE kind \(comparisons.joined(separator: " ")) ELSE 1 END
            FROM sealedRecord AS record WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?
            """
    }()
}
