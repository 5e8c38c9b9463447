package import Foundation
import GRDB

/// A query over the billing data that yields contacts, with the columns of a list: account, name, telephone …
///
/// Selected again by its `ListSchedule`; the same selection again changes nothing.
package struct ListQuery: Sendable {
    private let name: String
    private let sql: String
    private let billing: BillingSource
    private let zone: TimeZone

    /// - Parameters:
    ///   - name: As the configuration calls it, for reports.
    ///   - sql: One SELECT without parameters.
    package init(name: String, sql: String, billing: BillingSource, zone: TimeZone) {
        self.name = name
        self.sql = sql
        self.billing = billing
        self.zone = zone
    }

    /// Loads what the query yields now into a campaign that is there already.
    ///
    /// Throws: `billingBeingReplaced`; `badList` where the columns aren't a list's; `notFound`.
    package func load(
        into database: DialerDatabase, campaign: String, rules: Set<DuplicateRule> = [], now: UTCTime = .now
    ) async throws -> ListReport {
        let id = try await database.read { db in
            try Int64.fetchOne(db, sql: "SELECT id FROM campaign WHERE name = ?", arguments: [campaign])
        }
        guard let id else { throw ContactBook.noCampaign(campaign) }
        let selected = try await select()
        let layout = try layout(of: selected.headings)
        let reader = ListRowReader(layout: layout, plan: billing.plan, zone: zone)
        var report = ListReport(
            kind: .contacts, file: "query \(name)", encoding: TextEncoding.utf8.rawValue, delimiter: "",
            isDryRun: false,
            isLoaded: false)
        return try write(selected.rows, reader, layout, database, id, rules, now, &report)
    }

    private func select() async throws -> (headings: [String], rows: [CSVRow]) {
        let sql = sql
        return try await billing.enquireAtLength { db in
            let statement = try db.makeStatement(sql: sql)
            let cursor = try Row.fetchCursor(statement)
            var rows: [CSVRow] = []
            while let row = try cursor.next() {
                let values = Array(row.databaseValues).map { $0.isNull ? "" : "\($0.storage.value ?? "")" }
                rows.append(CSVRow(line: rows.count + 1, values: values, count: values.count, brokenValue: nil))
            }
            return (statement.columnNames, rows)
        }
    }

    private func layout(of headings: [String]) throws(CampaignsError) -> ListLayout {
        switch ListLayout.read(headings, of: .contacts) {
        case .success(let layout): return layout
        case .failure(let faults):
            let sentences = faults.all.map { "query “\(name)”, column \($0.column ?? 0): \($0.sentence)" }
            throw CampaignsError(.badList, sentences.joined(separator: "\n"))
        }
    }

    private func write(
        _ rows: [CSVRow], _ reader: ListRowReader, _ layout: ListLayout, _ database: DialerDatabase, _ campaign: Int64,
        _ rules: Set<DuplicateRule>, _ now: UTCTime, _ report: inout ListReport
    ) throws -> ListReport {
        let store = try ListStore(database, layout, campaign: campaign, rules: rules, now: now)
        defer { try? store.close() }
        let repeats = try ListRepeats(layout, rules: rules)
        for start in stride(from: 0, to: rows.count, by: ListImport.batchRows) {
            var (understood, refusals) = ([ListTarget.Staged](), [RowRefusal]())
            for row in rows[start..<min(start + ListImport.batchRows, rows.count)] {
                switch reader.read(.row(row)) {
                case .success(let value):
                    guard var staged = try store.target.staged(value) else { continue }
                    staged.line = row.line
                    understood.append(staged)
                case .failure(let refusal): refusals.append(refusal)
                }
            }
            let sifted = try repeats.sift(understood)
            refusals += try sifted.refusals + store.stage(sifted.new)
            report.reasons += refusals.map(\.sentence).prefix(max(0, 20 - report.reasons.count))
            report.refused += refusals.count
            report.fates.merge(try store.apply().fates, uniquingKeysWith: +)
            try store.clear()
        }
        try store.makeDurable()
        (report.rows, report.isLoaded) = (rows.count, true)
        return report
    }
}
