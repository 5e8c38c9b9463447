import GRDB
import Testing

@testable import Campaigns

/// The path of a dial reads by index only, so that it stays fast when the tables are large.
@Suite struct QueryPlanTests {
    @Test(arguments: [
        CallGate.dueSQL, CallGate.dueInPilotSQL, CallGate.waitingSQL, FaxQueue.leaseSQL, ContactBook.heldSQL,
        CallGate.contactSQL, ContactSettlement.timesSQL, ContactBook.laterSQL, AbandonmentBook.sql,
        CallbackRecords.select(CallbackBook.dueInGroup), CallbackRecords.select(CallbackBook.dueOfAgents),
        CallbackRecords.select(CallbackBook.dueByHand),
        CallbackRecords.select(CallbackBook.waitingNow), CallbackRecords.select(CallbackBook.missedRows),
        DispositionRecords.ofAttempt, ContactTraits.lastCallsSQL,
        "SELECT 1 FROM attempt WHERE contact = :contact AND lease = :lease",
        "SELECT 1 FROM attempt WHERE callback = :callback AND lease = :lease",
        "SELECT count(*) FROM attempt WHERE callback = :callback AND outcome = :outcome",
        "SELECT min(dueAt) FROM contact WHERE campaign = :campaign AND state = 'waiting'",
        "SELECT EXISTS (SELECT 1 FROM attempt WHERE number = :number AND finishedAt IS NULL)",
        "SELECT count(*) FROM attempt WHERE contact = :contact AND outcome = :outcome",
        "SELECT count(*) FROM attempt WHERE faxJob = :job AND outcome = :outcome",
        "SELECT 1 FROM attempt WHERE lease = :lease AND finishedAt IS NULL",
        "SELECT dueDay FROM promise WHERE attempt = :attempt AND state = 'open'",
        "SELECT EXISTS (SELECT 1 FROM faxJob WHERE askedIn = :attempt)",
        "UPDATE promise SET state = 'kept' WHERE account = :account AND state = 'open'",
    ])
    func `a statement of the dial path scans no table`(sql: String) async throws { try await scansNoTable(sql) }

    @Test(arguments: CustomerHistory.questions)
    func `what happened before with a customer is found without a scan`(sql: String) async throws {
        try await scansNoTable(sql)
    }

    private func scansNoTable(_ sql: String) async throws {
        try await withWorkplace { place in
            let database = try place.open()
            let plan = try await database.read { db in
                let names = [
                    "campaign", "now", "limit", "number", "contact", "outcome", "job", "lease", "attempt", "account",
                    "since", "name", "isService", "topic", "triesPerNumber", "countsNumber", "countsPerson",
                    "countsAccount", "after", "last", "group", "agents", "callback", "defaultGroup",
                    "agent", "today", "month",
                ]
                let arguments = StatementArguments(
                    Dictionary(uniqueKeysWithValues: names.filter { sql.contains(":\($0)") }.map { ($0, 1) })
                )
                let row = try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments)
                return row.map { $0["detail"] as String }
            }
            #expect(!plan.isEmpty)
            let scans = plan.filter { $0.hasPrefix("SCAN") && !$0.contains("INDEX") && !$0.contains("CONSTANT ROW") }
            #expect(scans.isEmpty, "\(plan)")
        }
    }

    @Test func `who is in a campaign already is found by the account, not among all who wait`() async throws {
        try await withWorkplace { place in
            let plan = try await place.open().read { db in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + ContactBook.refreshSQL, arguments: .init(1...8))
                    .map { $0["detail"] as String }
            }
            #expect(plan.contains { $0.contains("contact_oneAliveForAccount (campaign=? AND account=?)") }, "\(plan)")
        }
    }
}
