import Foundation
import GRDB

/// Opens the secret parts of records, for reports and for those who may know.
package struct RecordReader: Sendable {
    private let database: DialerDatabase
    private let seal: RecordSeal

    package init(database: DialerDatabase, seal: RecordSeal) {
        (self.database, self.seal) = (database, seal)
    }

    /// The secret of a finished attempt; nil where it isn't sealed.
    ///
    /// Throws: `recordAltered`.
    package func secret(ofAttempt id: Int64) async throws -> RecordSecret? {
        try await database.read { db in
            var secret: RecordSecret?
            try forEachAttempt(db, in: id...id) { _, found in secret = found }
            return secret
        }
    }

    /// Calls to 170 that ended in these hours.
    ///
    /// Throws: `recordAltered`.
    package func enquiries(endedIn hours: Range<UTCTime>) async throws -> [(EnquiryRecord, RecordSecret)] {
        try await database.read { db in
            var enquiries: [(EnquiryRecord, RecordSecret)] = []
            try forEachEnquiry(db, endedIn: hours) { enquiries.append(($0, $1)) }
            return enquiries
        }
    }

    /// Goes through finished attempts in the order of their ids, one in memory at a time.
    func forEachAttempt(
        _ db: Database, in ids: ClosedRange<Int64>, _ body: (Int64, RecordSecret) throws -> Void
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                SELECT subject, sequence, secret FROM sealedRecord
                WHERE kind = 'attempt' AND subject IS NOT NULL AND subject BETWEEN ? AND ? ORDER BY subject
                """
        )
        let rows = try Row.fetchCursor(statement, arguments: [ids.lowerBound, ids.upperBound])
        while let row = try rows.next() {
            let attempt: Int64 = row[0]
            try body(attempt, seal.open(row[2], kind: .attempt, subject: attempt, sequence: row[1]))
        }
    }

    /// Goes through calls to 170 hour by hour, one in memory at a time.
    func forEachEnquiry(
        _ db: Database, endedIn hours: Range<UTCTime>, _ body: (EnquiryRecord, RecordSecret) throws -> Void
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                SELECT sequence, body, secret FROM sealedRecord WHERE kind = 'enquiry' AND at >= ? AND at < ? ORDER BY at
                """
        )
        let rows = try Row.fetchCursor(
            statement, arguments: [hours.lowerBound.milliseconds, hours.upperBound.milliseconds])
        while let row = try rows.next() {
            let enquiry = try JSONDecoder().decode(EnquiryRecord.self, from: Data((row[1] as String).utf8))
            try body(enquiry, seal.open(row[2], kind: .enquiry, subject: nil, sequence: row[0]))
        }
    }
}
