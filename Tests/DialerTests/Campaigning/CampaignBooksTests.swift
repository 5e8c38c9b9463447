import Campaigns
import Foundation
import GRDB
import Testing

@testable import Dialer

@Suite struct CampaignBooksTests {
    /// A call about a matter of which a list says so much.
    private func promised(by amount: Fen?) async throws -> Int64? {
        let folder = FileManager.default.temporaryDirectory.appending(path: "books-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (file, now) = (folder.appending(path: "dialer.sqlite"), UTCTime.now)
        let database = try DialerDatabase.open(at: file)
        let books = CampaignBooks(database, rules: .none)
        let campaign = CampaignDefinition(
            name: "one", title: "One", source: .init(kind: .list), window: .always(in: DialerBench.zone), lines: 1,
            callerID: "10000")
        let number = try DialerBench.plan.e164("02162100000")
        let due = Due.list(ListFacts(account: "7"))
        let debtor = Debtor(name: "王伟", language: nil, numbers: [ContactNumber(number)], due: due)
        _ = try await books.contacts.load(campaign, [debtor], now: now)
        try await books.contacts.start("one", now: now)
        guard case .leased(let leases) = try await books.contacts.lease(campaign: "one", limit: 1, now: now),
            let lease = leases.first,
            case .begun(let attempt) = try await books.contacts.beginAttempt(
                under: lease, stage: 1, trunk: "a", callerID: "10000", now: now)
        else { throw Missed("the attempt") }
        let call = BegunCall(
            attempt: attempt, lease: lease, billing: nil, due: .list(ListFacts(account: "7", amount: amount)),
            notice: .first)
        try await books.keep(.promise(CalendarDay(now, in: DialerBench.zone)), in: call, now: now)
        let queue = try DatabaseQueue(path: file.path)
        let kept = try queue.read { try Row.fetchOne($0, sql: "SELECT amountFen FROM promise") }
        try queue.close()
        try await database.close()
        return try #require(kept)["amountFen"]
    }

    @Test func `a promise keeps what the customer was told in this call that they owe`() async throws {
        #expect(try await promised(by: Fen(12_850)) == 12_850)
        #expect(try await promised(by: nil) == nil)
        #expect(try await promised(by: Fen(0)) == nil)
    }
}
