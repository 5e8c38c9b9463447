import Foundation
import GRDB
import Testing

@testable import Campaigns

@Suite struct BillingSourceTests {
    @Test func `an account is found by telephone, contract and fax number`() async throws {
        try await withWorkplace { place in
            let fax = E164(text: "+862087654321")!
            let line = SampleBilling.Line(telephone: Workplace.number(0), fax: fax, language: .english)
            try SampleBilling(lines: [line], today: Workplace.today).write(to: place.billingFile)
            let billing = BillingSource(file: place.billingFile, plan: Workplace.plan)
            let account = try #require(try await billing.account(contract: "10000001"))
            #expect(account.language == .english)
            #expect(account.payment == .postpaid)
            #expect(account.balance < Fen(0))
            #expect(try await billing.account(number: Workplace.number(0)) == account)
            #expect(try await billing.account(number: fax) == account)
            #expect(try await billing.account(number: Workplace.number(1)) == nil)
            #expect(try await billing.account(contract: "1' OR 1=1 --") == nil)
        }
    }

    @Test func `a number that the billing system writes as it is dialled is found as well`() async throws {
        try await withWorkplace { place in
            let billing = try place.writeBilling(accounts: 1)
            try await alter(place, "UPDATE customer SET telephone = '02062100000'")
            let account = try await billing.account(number: Workplace.number(0))
            #expect(account?.telephone == Workplace.number(0))
        }
    }

    @Test func `a number that two accounts claim is nobody's`() async throws {
        try await withWorkplace { place in
            let billing = try place.writeBilling(accounts: 2)
            try await alter(place, "UPDATE customer SET telephone = '\(Workplace.number(0).text)'")
            #expect(try await billing.account(number: Workplace.number(0)) == nil)
        }
    }

    @Test func `a bill adds up: header, totals by kind, rows`() async throws {
        try await withWorkplace { place in
            let billing = try place.writeBilling(accounts: 4)
            var rowCounts: [Int] = []
            for index in 0..<4 {
                let account = SampleBilling.account(index)
                let bills = try await billing.bills(account: account)
                #expect(bills.map(\.month.description) == ["2026-10", "2026-09", "2026-08", "2026-07"])
                let bill = try #require(try await billing.itemisedBill(account: account, month: bills[0].month))
                #expect(bill.totals.reduce(Fen(0)) { $0 + $1.amount } == bill.bill.total)
                #expect(bill.items.reduce(Fen(0)) { $0 + $1.amount } == bill.bill.total)
                #expect(try await billing.itemisedBill(account: account, month: nil) == bill)
                rowCounts.append(bill.items.count)
            }
            // Some fit on one page and some need two.
            #expect(rowCounts.contains { $0 < 30 } && rowCounts.contains { $0 > 60 })
            #expect(try await billing.itemisedBill(account: "10000001", month: BillingMonth(iso: "2020-01")!) == nil)
            #expect(try await billing.itemisedBill(account: "nobody", month: nil) == nil)
        }
    }

    @Test func `the same seed gives the same customers, another seed others`() async throws {
        try await withWorkplace { place in
            func names(_ seed: UInt64) async throws -> [String?] {
                let billing = try place.writeBilling(accounts: 10, seed: seed)
                var names: [String?] = []
                for index in 0..<10 {
                    names.append(try await billing.account(contract: SampleBilling.account(index))?.name)
                }
                return names
            }
            let first = try await names(1)
            #expect(try await names(1) == first)
            #expect(try await names(2) != first)
        }
    }

    @Test func `selection keeps to the filter and names each row that it refuses`() async throws {
        try await withWorkplace { place in
            let billing = try place.writeBilling(accounts: 20)
            let all = try await billing.select(.init(kind: .arrearsPostpaid), today: Workplace.today)
            #expect(all.debtors.count == 8)
            let dear = all.debtors.map(\.due.amount).sorted()[4]
            let some = try await billing.select(
                .init(kind: .arrearsPostpaid, minimumAmount: dear),
                today: Workplace.today
            )
            #expect(some.debtors.count == 4)
            let none = try await billing.select(
                .init(kind: .arrearsPostpaid, minimumDaysPastDue: 400),
                today: Workplace.today
            )
            #expect(none.debtors.isEmpty)
            #expect(try await billing.select(.init(kind: .arrearsPrepaid), today: Workplace.today).debtors.count == 6)

            try await alter(place, "UPDATE customer SET telephone = 'none' WHERE account = '10000001'")
            let rest = try await billing.select(.init(kind: .arrearsPostpaid), today: Workplace.today)
            #expect(rest.debtors.count == 7)
            #expect(rest.refused.map(\.code) == [.billingRow])
            let message = rest.refused.first?.message ?? ""
            #expect(message.contains("10000001") && message.contains("“telephone”"))
            #expect(!message.contains("none"))
        }
    }

    @Test(arguments: ["2026-11-01", "2026-11-15", "2026-11-16", "2026-03-31", "2026-01-05"])
    func `the sample has customers in arrears on any day of the month`(day: String) async throws {
        try await withWorkplace { place in
            let today = CalendarDay(iso: day)!
            let lines = (0..<10).map { SampleBilling.Line(telephone: Workplace.number($0)) }
            try SampleBilling(lines: lines, today: today).write(to: place.billingFile)
            let billing = BillingSource(file: place.billingFile, plan: Workplace.plan)
            let postpaid = CampaignDefinition.Source(kind: .arrearsPostpaid, minimumDaysPastDue: 5)
            #expect(try await billing.select(postpaid, today: today).debtors.count == 4)
            #expect(try await billing.select(.init(kind: .arrearsPrepaid), today: today).debtors.count == 3)
        }
    }

    @Test func `a file that is replaced by rename is read anew, whatever was open`() async throws {
        try await withWorkplace { place in
            let billing = try place.writeBilling(accounts: 2)
            #expect(try await billing.account(contract: "10000003") == nil)
            _ = try place.writeBilling(accounts: 3)
            #expect(try await billing.account(contract: "10000003") != nil)
        }
    }

    @Test func `readers see one whole file or a courteous error while the file is replaced many times`() async throws {
        try await withWorkplace { place in
            let billing = try place.writeBilling(accounts: 4)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for seed in 2..<30 { _ = try place.writeBilling(accounts: 4, seed: UInt64(seed)) }
                }
                group.addTask {
                    let month = BillingMonth(iso: "2026-10")!
                    for _ in 0..<400 {
                        do {
                            let bill = try #require(try await billing.itemisedBill(account: "10000002", month: month))
                            #expect(bill.items.reduce(Fen(0)) { $0 + $1.amount } == bill.bill.total)
                        } catch let error as CampaignsError {
                            #expect(error.code == .billingBeingReplaced)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    enum Damage: CaseIterable {
        case vanished, empty, cutOff, noDatabase, locked, directory
    }

    @Test(arguments: Damage.allCases)
    func `a vanished, half written or locked file is being replaced, and found again afterwards`(
        damage: Damage
    ) async throws {
        try await withWorkplace { place in
            let billing = try place.writeBilling(accounts: 5)
            #expect(try await billing.account(contract: "10000001") != nil)
            let whole = try Data(contentsOf: place.billingFile)
            try FileManager.default.removeItem(at: place.billingFile)
            var locker: DatabaseQueue?
            switch damage {
            case .vanished: break
            case .empty: try Data().write(to: place.billingFile)
            case .cutOff: try whole.prefix(whole.count / 3).write(to: place.billingFile)
            case .noDatabase: try Data(repeating: 0x41, count: 9000).write(to: place.billingFile)
            case .directory:
                try FileManager.default.createDirectory(at: place.billingFile, withIntermediateDirectories: false)
            case .locked:
                try whole.write(to: place.billingFile)
                var configuration = Configuration()
                configuration.allowsUnsafeTransactions = true
                locker = try DatabaseQueue(path: place.billingFile.path, configuration: configuration)
                try await locker?.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
            }
            let code = await errorCode {
                try await billing.itemisedBill(account: "10000002", month: BillingMonth(iso: "2026-10")!)
            }
            #expect(code == .billingBeingReplaced)
            try await locker?.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            try? FileManager.default.removeItem(at: place.billingFile)
            _ = try place.writeBilling(accounts: 5)
            #expect(try await billing.account(contract: "10000001") != nil)
        }
    }

    @Test(arguments: [
        ("DROP VIEW arrears_prepaid", "There is no view “arrears_prepaid” in FILE"),
        (
            "DROP VIEW bill_total; CREATE VIEW bill_total AS SELECT account, month, kind, 1 AS position FROM bill_row",
            "The view “bill_total” in FILE has no column “amount_fen”."
        ),
        (
            "DROP VIEW bill_item; CREATE VIEW bill_item AS SELECT 1 AS line",
            "The view “bill_item” in FILE has no column “account”."
        ),
        (
            "DROP VIEW account_number; CREATE VIEW account_number AS SELECT account, telephone FROM customer",
            "The view “account_number” in FILE has no column “number”."
        ),
    ])
    func `a view or column that is missing is named at start`(change: String, complaint: String) async throws {
        try await withWorkplace { place in
            let billing = try place.writeBilling(accounts: 1)
            try await billing.validate()
            try await alter(place, change)
            let error = await #expect(throws: CampaignsError.self) { try await billing.validate() }
            let expected = complaint.replacingOccurrences(of: "FILE", with: place.billingFile.path)
            #expect(error?.code == .billingContract)
            #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
        }
    }

    @Test func `a site's own query that would write, or lacks a column, is refused`() async throws {
        try await withWorkplace { place in
            _ = try place.writeBilling(accounts: 1)
            for (sql, complaint) in [
                ("DELETE FROM bill_made", "only SELECT is allowed"),
                ("SELECT :account AS kind, :month AS month", "gives no column “position”"),
                ("SELEC 1", "can't be asked"),
                ("SELECT 1 AS kind", "doesn't use its parameter “:account”"),
                ("SELECT :account || :month || :year", "can't be asked"),
            ] {
                let queries = BillingQueries(replacements: [.billTotals: sql])
                let billing = BillingSource(file: place.billingFile, plan: Workplace.plan, queries: queries)
                let error = await #expect(throws: CampaignsError.self) { try await billing.validate() }
                #expect(error?.message.contains(complaint) == true, "\(error?.message ?? "")")
            }
        }
    }

    @Test func `the billing file is never written`() async throws {
        try await withWorkplace { place in
            let billing = try place.writeBilling(accounts: 1)
            let code = await errorCode { try await billing.enquire { try $0.execute(sql: "DELETE FROM customer") } }
            #expect(code == .billingBeingReplaced)
            #expect(try await billing.account(contract: "10000001") != nil)
        }
    }

    private func alter(_ place: Workplace, _ sql: String) async throws {
        let queue = try DatabaseQueue(path: place.billingFile.path)
        try await queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }
}
