import Foundation
import Testing

@testable import Campaigns

@Suite struct ListQueryTests {
    private static let sql = "SELECT account, name, telephone, language FROM customer_account"

    @Test func `a query over the billing data yields contacts, and the same ones again change nothing`() async throws {
        try await withListBench { bench in
            let billing = try bench.place.writeBilling(accounts: 30)
            let query = ListQuery(name: "everybody", sql: Self.sql, billing: billing, zone: Workplace.zone)
            let first = try await query.load(into: bench.database, campaign: ListBench.campaign, now: Workplace.now)
            #expect(first.count(.added) == 30 && first.refused == 0, "\(first.text)")
            let before = try await bench.contents()
            let again = try await query.load(into: bench.database, campaign: ListBench.campaign, now: Workplace.now)
            let after = try await bench.contents()
            #expect(again.count(.same) == 30 && after == before)
        }
    }

    @Test func `a query with other columns, and a campaign that is missing, are told`() async throws {
        try await withListBench { bench in
            let billing = try bench.place.writeBilling(accounts: 3)
            let query = ListQuery(
                name: "odd", sql: "SELECT account, name, 1 AS shoe FROM customer_account", billing: billing,
                zone: Workplace.zone)
            let odd = await errorCode { try await query.load(into: bench.database, campaign: ListBench.campaign) }
            let missing = await errorCode { try await query.load(into: bench.database, campaign: "nobody") }
            #expect(odd == .badList && missing == .notFound)
        }
    }
}
