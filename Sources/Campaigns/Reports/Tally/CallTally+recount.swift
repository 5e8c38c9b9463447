import Foundation
import GRDB

extension CallTally {
    /// What the tally must say, out of every sealed record.
    ///
    /// Throws: `recordAltered`.
    func recount(_ db: Database) throws -> [Place: Cell] {
        var cells: [Place: Cell] = [:]
        func add(_ sums: CallSums, at place: Place) {
            cells[place, default: Cell(calls: 0, sums: CallSums())].calls += 1
            cells[place]?.sums += sums
        }
        let attempts = try Row.fetchCursor(db, sql: Self.sealedAttempts)
        while let row = try attempts.next() {
            let secret = try seal.open(
                row["secret"], kind: .attempt, subject: row["subject"], sequence: row["sequence"])
            add(CallSums(secret, ringingAt: Self.ringingAt(row)), at: Self.place(row))
        }
        let enquiries = try Row.fetchCursor(
            db, sql: "SELECT sequence, body, secret FROM sealedRecord WHERE kind = 'enquiry'")
        while let row = try enquiries.next() {
            let enquiry = try JSONDecoder().decode(EnquiryRecord.self, from: Data((row["body"] as String).utf8))
            let secret = try seal.open(row["secret"], kind: .enquiry, subject: nil, sequence: row["sequence"])
            add(CallSums(secret, ringingAt: nil), at: Self.place(enquiry))
        }
        return cells
    }

    /// How many cells aren't what the records say, or can't be opened.
    func differences(_ db: Database) throws -> Int {
        var truth = try recount(db)
        var count = 0
        let rows = try Row.fetchCursor(
            db, sql: "SELECT campaign, quarter, kind, outcome, calls, sums FROM callTally")
        while let row = try rows.next() {
            let place = Place(
                campaign: row["campaign"], quarter: row["quarter"], kind: row["kind"], outcome: row["outcome"])
            let right = truth.removeValue(forKey: place)
            let sums = try? open(row["sums"], calls: row["calls"], at: place)
            if right?.calls != row["calls"] || right?.sums != sums { count += 1 }
        }
        return count + truth.count
    }

    private static let sealedAttempts = """
        SELECT sealedRecord.sequence, sealedRecord.subject, sealedRecord.secret, coalesce(contact.campaign, 0) AS campaign,
            attempt.openedAt, attempt.kind, attempt.outcome, attempt.ringingAt
        FROM sealedRecord JOIN attempt ON attempt.id = sealedRecord.subject
        LEFT JOIN contact ON contact.id = attempt.contact
        WHERE sealedRecord.kind = 'attempt'
        """
}
