import Foundation
import Testing

@testable import Campaigns

@Suite struct ListQueryTests {
    static let sql = "SELECT account, name, telephone, language FROM customer_account"

    private func query(_ sql: String, _ billing: BillingSource) -> ListQuery {
        ListQuery(name: "everybody", sql: sql, billing: billing, zone: Workplace.zone)
    }

    @Test func `a query over the billing data yields contacts, and refuses rows that are none`() async throws {
        try await withWorkplace { place in
            let billing = try place.writeBilling(accounts: 30)
            let all = try await query(Self.sql, billing).select()
            #expect(all.rows.count == 30 && all.refused.isEmpty)
            let sql = "SELECT account, name, iif(account = '\(SampleBilling.account(7))', '12', telephone) AS phone "
            let some = try await query(sql + "FROM customer_account ORDER BY account", billing).select()
            #expect(some.rows.count == 29)
            #expect(some.refused.map(\.sentence).first?.hasPrefix("line 8, phone: ") == true, "\(some.refused)")
        }
    }

    static let wrong: [(sql: String, sentence: String)] = [
        ("SELECT account, name, telephone FROM costumer_account", "can't be asked of"),
        ("SELEC 1", "syntax error"),
        (sql + "; " + sql, "is more than one statement"),
        ("DELETE FROM bill_made RETURNING account", "would write"),
        (sql + " WHERE account = :account", "takes a parameter"),
        ("SELECT account, name, 1 AS shoe FROM customer_account", "column 3: “shoe” is no column of contacts"),
        ("SELECT account, name FROM customer_account", "there is no column “phone”"),
        ("ATTACH DATABASE '' AS other", "there is no column “account”"),
    ]

    @Test(arguments: wrong)
    func `what is no list is refused with a sentence, before and when it is asked`(
        wrong: (sql: String, sentence: String)
    ) async throws {
        try await withWorkplace { place in
            let query = query(wrong.sql, try place.writeBilling(accounts: 3))
            for ask in [{ try await query.validate() }, { _ = try await query.select() }] as [() async throws -> Void] {
                let error = await #expect(throws: CampaignsError.self) { try await ask() }
                #expect(error?.code == .badList)
                #expect(error?.message.contains(wrong.sentence) == true, "\(error?.message ?? "")")
            }
        }
    }

    @Test func `a list that is right is, and a file that is away is told as such`() async throws {
        try await withWorkplace { place in
            let billing = try place.writeBilling(accounts: 3)
            try await query(Self.sql, billing).validate()
            try FileManager.default.removeItem(at: place.billingFile)
            #expect(await errorCode { try await query(Self.sql, billing).select() } == .billingBeingReplaced)
            #expect(await errorCode { try await billing.list("nobody", zone: Workplace.zone).select() } == .notFound)
        }
    }
}
