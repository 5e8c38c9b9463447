import Foundation
import GRDB

extension BillingSource {
    /// Checks that every query can be asked and has the columns of the contract.
    ///
    /// To be called at start.
    ///
    /// Throws: `billingContract` with a sentence for every fault; `billingBeingReplaced` where the file can't be read.
    package func validate() async throws {
        let (file, queries) = (file, queries)
        let faults = try await enquire { db in
            var faults: [String] = []
            // Preparing a statement trusts the schema of the last read; a read brings it up to date.
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema")
            if try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal" {
                faults.append(
                    "\(file.path) is in WAL mode, which a file that is replaced by rename can't be read in; "
                        + "make it with PRAGMA journal_mode = DELETE."
                )
            }
            for name in BillingQueries.Name.allCases {
                faults += Self.faults(of: name, in: queries, db, file: file)
            }
            return faults
        }
        if !faults.isEmpty { throw CampaignsError(.billingContract, faults.joined(separator: "\n")) }
    }

    private static func faults(
        of name: BillingQueries.Name,
        in queries: BillingQueries,
        _ db: Database,
        file: URL
    ) -> [String] {
        let remedy = "See docs/billing-contract.md."
        let asked = "query “\(name.rawValue)” on \(file.path)"
        do {
            let sql = queries.sql(name)
            let statement = try db.makeStatement(sql: sql)
            guard statement.isReadonly else { return ["The \(asked) would write; only SELECT is allowed. \(remedy)"] }
            // A query that ignores whom it is asked about would tell everybody the same account's bill.
            if let unused = name.parameters.first(where: { !sql.contains(":\($0)") }) {
                return ["The \(asked) doesn't use its parameter “:\(unused)”. \(remedy)"]
            }
            let parameters: [String: String] = Dictionary(uniqueKeysWithValues: name.parameters.map { ($0, "") })
            try statement.validateArguments(StatementArguments(parameters))
            let missing = Set(name.columns).subtracting(statement.columnNames)
            let view = queries.replacements[name] == nil ? name.view : nil
            return name.columns.filter(missing.contains).map { column in
                if let view { return "The view “\(view)” in \(file.path) has no column “\(column)”. \(remedy)" }
                return "The \(asked) gives no column “\(column)”. \(remedy)"
            }
        } catch let error as DatabaseError {
            let message = error.message ?? "can't be asked"
            if let view = message.firstMatch(of: /no such table: (?:main\.)?(\S+)/)?.1 {
                return ["There is no view “\(view)” in \(file.path), which query “\(name.rawValue)” needs. \(remedy)"]
            }
            if let column = message.firstMatch(of: /no such column: (\S+)/)?.1, queries.replacements[name] == nil {
                // A column of a joined view comes with that view's name.
                let parts = column.split(separator: ".")
                let view = parts.count == 2 ? String(parts[0]) : name.view
                return ["The view “\(view)” in \(file.path) has no column “\(parts.last ?? column)”. \(remedy)"]
            }
            return ["The \(asked) can't be asked: \(message). \(remedy)"]
        } catch {
            return ["The \(asked) can't be asked: \(error). \(remedy)"]
        }
    }
}

extension BillingQueries.Name {
    /// The view that the default SQL takes its columns from.
    var view: String {
        switch self {
        case .arrearsPostpaid, .arrearsPostpaidOfAccount: "arrears_postpaid"
        case .arrearsPrepaid, .arrearsPrepaidOfAccount: "arrears_prepaid"
        case .accountByNumber, .accountByContract: "customer_account"
        case .billMonths, .bill: "bill"
        case .billTotals: "bill_total"
        case .billItems: "bill_item"
        }
    }
}
