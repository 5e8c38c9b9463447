package import Foundation
import GRDB

/// A query over the billing data that yields contacts, with the columns of a list: account, name, telephone …
///
/// Selected again by the campaign's `ListSchedule`; the same selection again changes nothing.
package struct ListQuery: Sendable {
    private let name: String
    private let sql: String
    private let billing: BillingSource
    private let zone: TimeZone

    /// - Parameters:
    ///   - name: As the configuration calls it, for what is said of it.
    ///   - sql: One SELECT without parameters.
    ///   - zone: Where times without a zone are meant.
    package init(name: String, sql: String, billing: BillingSource, zone: TimeZone) {
        self.name = name
        self.sql = sql
        self.billing = billing
        self.zone = zone
    }

    /// Looks whether the billing file can be asked this, and gives the columns of a list; reads no row.
    ///
    /// Throws: `badList` with all that is wrong; `billingBeingReplaced`.
    package func validate() async throws {
        let headings = try await billing.enquire { [self] in try prepare($0).columnNames }
        _ = try layout(of: headings)
    }

    /// Whom the query yields now; nobody is loaded.
    ///
    /// Throws: as `validate`.
    package func select() async throws -> ListSelection {
        let (headings, rows) = try await billing.enquireAtLength { [self] db in
            let statement = try prepare(db)
            let cursor = try Row.fetchCursor(statement)
            var rows: [CSVRow] = []
            while let row = try cursor.next() {
                let values = Array(row.databaseValues).map { $0.isNull ? "" : "\($0.storage.value ?? "")" }
                rows.append(CSVRow(line: rows.count + 1, values: values, count: values.count, brokenValue: nil))
            }
            return (statement.columnNames, rows)
        }
        let layout = try layout(of: headings)
        return try ListSelection(rows, layout, ListRowReader(layout: layout, plan: billing.plan, zone: zone))
    }

    private func prepare(_ db: Database) throws -> Statement {
        // Preparing a statement trusts the schema of the last read; a read brings it up to date.
        _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema")
        let statement: Statement
        do {
            statement = try db.makeStatement(sql: sql)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            throw fault("can't be asked of \(billing.file.path): \(error.message ?? "it is no SQL")")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_MISUSE {
            throw fault("is more than one statement")
        }
        guard statement.isReadonly else { throw fault("would write") }
        guard (try? statement.validateArguments(StatementArguments())) != nil else { throw fault("takes a parameter") }
        return statement
    }

    private func layout(of headings: [String]) throws(CampaignsError) -> ListLayout {
        switch ListLayout.read(headings, of: .contacts) {
        case .success(let layout): return layout
        case .failure(let faults):
            let places = faults.all.map { ($0.column.map { "column \($0): " } ?? "") + $0.sentence }
            throw CampaignsError(
                .badList,
                "The list “\(name)” gives other columns than a list of contacts has: \(places.joined(separator: " ")) "
                    + "Name its columns with AS; see docs/lists.md.")
        }
    }

    private func fault(_ what: String) -> CampaignsError {
        CampaignsError(
            .badList,
            "The list “\(name)” \(what). It must be one SELECT without parameters; see docs/billing-contract.md.")
    }
}

extension BillingSource {
    /// Throws: `notFound` where the configuration names no such list.
    package nonisolated func list(_ name: String, zone: TimeZone) throws(CampaignsError) -> ListQuery {
        guard let sql = queries.lists[name] else {
            throw CampaignsError(
                .notFound, "There is no list “\(name)” under “billing.lists” in the configuration. Put it there.")
        }
        return ListQuery(name: name, sql: sql, billing: self, zone: zone)
    }
}
