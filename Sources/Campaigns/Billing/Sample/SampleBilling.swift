package import Foundation
import GRDB

/// A billing file to try things on: made-up customers with bills of several months.
///
/// Of each ten, four are in arrears post-paid and three prepaid, one is prepaid and two are post-paid without arrears.
///
/// The same seed and day give the same customers. Everything is written to a file beside the target and then renamed
/// onto it, as the billing system has to do.
package struct SampleBilling: Sendable {
    /// What the n-th customer is like.
    ///
    /// Numbers decide how the loopback exchange's subscribers behave, so the caller hands them out.
    package struct Line: Sendable {
        package var telephone: E164
        package var fax: E164?
        package var language: CustomerLanguage?

        package init(telephone: E164, fax: E164? = nil, language: CustomerLanguage? = nil) {
            self.telephone = telephone
            self.fax = fax
            self.language = language
        }
    }

    package let lines: [Line]
    package let seed: UInt64
    package let today: CalendarDay
    package let months: Int

    package init(lines: [Line], seed: UInt64 = 1, today: CalendarDay, months: Int = 4) {
        self.lines = lines
        self.seed = seed
        self.today = today
        self.months = months
    }

    /// Throws: `databaseUnusable` where the directory can't be written.
    package func write(to file: URL) throws {
        let fresh = file.appendingPathExtension("new")
        do {
            try? FileManager.default.removeItem(at: fresh)
            let queue = try DatabaseQueue(path: fresh.path)
            try queue.write { db in
                try db.execute(sql: SampleBillingSchema.sql)
                var random = SplitMix64(seed: seed)
                for (index, line) in lines.enumerated() { try insert(db, line, index, &random) }
            }
            try queue.close()
            guard rename(fresh.path, file.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            throw CampaignsError(
                .databaseUnusable,
                "The sample billing file \(file.path) can't be written: \(error). "
                    + "Check that its directory exists and has free space."
            )
        }
    }

    private static let owesPostpaid = 0..<4
    private static let owesPrepaid = 4..<7

    /// The contract number of the n-th customer.
    package static func account(_ index: Int) -> String { String(10_000_001 + index) }

    private func insert(_ db: Database, _ line: Line, _ index: Int, _ random: inout SplitMix64) throws {
        let account = Self.account(index)
        let language = line.language ?? (index % 3 == 2 ? .english : .mandarin)
        let owesPostpaid = Self.owesPostpaid.contains(index % 10)
        let owesPrepaid = Self.owesPrepaid.contains(index % 10)
        let isPrepaid = owesPrepaid || index % 10 == 7
        let accrued = Int64.random(in: 500...9_000, using: &random)
        // The customer who owes has less than the charges; the other a comfortable rest.
        let balance = owesPrepaid ? accrued - Int64.random(in: 150...8_000, using: &random) : accrued + 5_000
        try db.execute(
            sql: """
                INSERT INTO customer (account, name, language, telephone, fax, payment, balance_fen, accrued_fen,
                    short_since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                account, SampleNames.name(language, &random), language.rawValue, line.telephone.text, line.fax?.text,
                isPrepaid ? "prepaid" : "postpaid", isPrepaid ? balance : 0, isPrepaid ? accrued : 0,
                owesPrepaid ? today.adding(days: -Int.random(in: 1...20, using: &random)).description : nil,
            ]
        )
        let latest = today.billingMonth.adding(months: -1)
        for age in 0..<months {
            // Every other customer talks enough for a second page.
            let rows = index % 2 == 0 ? Int.random(in: 8...25, using: &random) : Int.random(in: 70...95, using: &random)
            let month = latest.adding(months: -age)
            // The two latest bills are unpaid as far as they are past due by now; a newer one is paid already.
            let isPastDue = Self.dueDay(of: month) <= today.adding(days: -6)
            let isPaid = !owesPostpaid || !isPastDue || age >= 2
            try insertBill(db, account, month, isPaid: isPaid, rows: rows, &random)
        }
    }

    /// The tenth of the next month.
    private static func dueDay(of month: BillingMonth) -> CalendarDay {
        month.adding(months: 1).firstDay.adding(days: 9)
    }

    private func insertBill(
        _ db: Database,
        _ account: String,
        _ month: BillingMonth,
        isPaid: Bool,
        rows: Int,
        _ random: inout SplitMix64
    ) throws {
        let items = SampleCalls.items(of: month, count: rows, &random)
        let rental: Int64 = 2_000
        let total = items.reduce(rental) { $0 + $1.amount }
        try db.execute(
            sql: """
                INSERT INTO bill_made (account, month, period_start, period_end, issued_date, due_date, total_fen,
                    paid_fen) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                account, month.description, month.firstDay.description, month.lastDay.description,
                month.adding(months: 1).firstDay.description, Self.dueDay(of: month).description, total,
                isPaid ? total : 0,
            ]
        )
        for (number, item) in items.enumerated() {
            try db.cachedStatement(
                sql: """
                    INSERT INTO bill_row (account, month, line, started, kind, called, description, seconds,
                        amount_fen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                account, month.description, number + 1, item.started, item.kind.rawValue, item.called,
                item.description, item.seconds, item.amount,
            ])
        }
        try db.execute(
            sql: """
                INSERT INTO bill_row (account, month, line, started, kind, description, amount_fen)
                VALUES (?, ?, ?, ?, 'other', '月租费 Rental', ?)
                """,
            arguments: [account, month.description, rows + 1, "\(month.firstDay) 00:00:00", rental]
        )
    }
}
