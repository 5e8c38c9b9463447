import Foundation
import GRDB

@testable import Campaigns

/// A workplace with a campaign to load lists into.
struct ListBench {
    static let campaign = Workplace.campaign().name

    let place: Workplace
    let database: DialerDatabase

    init(_ place: Workplace) async throws {
        self.place = place
        database = try DialerDatabase.openBeside(at: place.databaseFile)
        _ = try await ContactBook(database: database).load(Workplace.campaign(), [], now: Workplace.now)
    }

    func write(_ text: String, to name: String = "list.csv") throws -> URL {
        try write(Data(text.utf8), to: name)
    }

    func write(_ data: Data, to name: String = "list.csv") throws -> URL {
        let file = place.directory.appending(path: name)
        try data.write(to: file)
        return file
    }

    /// Loads a file.
    ///
    /// - Parameter edit: what is special about the order.
    func load(
        _ kind: ListKind = .contacts, _ file: URL, _ edit: (inout ListImport.Order) -> Void = { _ in }
    ) async throws -> ListReport {
        var order = ListImport.Order(kind, file)
        order.campaign = kind == .contacts ? Self.campaign : nil
        edit(&order)
        return try await ListImport(order, into: database, plan: Workplace.plan, zone: Workplace.zone)
            .run(now: Workplace.now)
    }

    func load(
        _ kind: ListKind = .contacts, _ text: String, _ edit: (inout ListImport.Order) -> Void = { _ in }
    ) async throws -> ListReport {
        try await load(kind, try write(text), edit)
    }

    /// What the database holds of everything that lists are loaded into, in order.
    func contents() async throws -> [String] {
        try await database.read { db in
            var lines: [String] = []
            for table in ["contact", "contactNumber", "callback", "doNotCall", "holiday", "rate", "consent"] {
                lines += try Row.fetchAll(db, sql: "SELECT * FROM \(table) ORDER BY 1, 2").map { "\(table) \($0)" }
            }
            return lines
        }
    }

    func rows(_ sql: String) async throws -> [String] {
        try await database.read { db in
            try Row.fetchAll(db, sql: sql).map { row in
                row.databaseValues.map { $0.isNull ? "-" : "\($0.storage.value ?? "")" }.joined(separator: " ")
            }
        }
    }
}

func withListBench<Value>(_ body: (ListBench) async throws -> Value) async throws -> Value {
    try await withWorkplace { place in
        let bench = try await ListBench(place)
        let value = try await body(bench)
        try await bench.database.close()
        return value
    }
}
