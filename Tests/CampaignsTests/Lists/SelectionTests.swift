import Foundation
import GRDB
import Testing

@testable import Campaigns

/// Contacts that are selected again by a schedule, from a named list or by what is owed.
@Suite struct SelectionTests {
    private static let lists = BillingQueries(lists: [
        "everybody": "SELECT account, name, telephone, language FROM customer_account",
        "twins": "SELECT account, name, '02062100000' AS phone FROM customer_account ORDER BY account",
    ])
    private let now = Workplace.now
    private let day = Duration.seconds(86_400)

    private func campaign(
        _ kind: CampaignDefinition.Source.Kind = .list, list: String? = "everybody", at: Int? = 420,
        duplicates: Set<DuplicateRule> = []
    ) -> CampaignDefinition {
        CampaignDefinition(
            name: "daily", title: "Daily",
            source: .init(
                kind: kind, list: kind == .list ? list : nil, schedule: ListSchedule(every: .seconds(86_400), at: at)),
            window: .always(in: Workplace.zone), lines: 3, callerID: "10000", duplicates: duplicates)
    }

    /// With a running campaign whose contacts nobody has selected yet.
    private func withBook(
        _ campaign: CampaignDefinition, accounts: Int = 5,
        _ body: (Workplace, DialerDatabase, BillingSource) async throws -> Void
    ) async throws {
        try await withWorkplace { place in
            _ = try place.writeBilling(accounts: accounts)
            let database = try place.open()
            let book = ContactBook(database: database)
            _ = try await book.load(campaign, [], now: now)
            try await book.start(campaign.name, now: now)
            let billing = BillingSource(file: place.billingFile, plan: Workplace.plan, queries: Self.lists)
            try await body(place, database, billing)
        }
    }

    /// As the daemon does it for what is due; returns what each came to.
    @discardableResult
    private func selectDue(
        _ database: DialerDatabase, _ billing: BillingSource, at now: UTCTime
    ) async throws -> [ContactBook.LoadCounts] {
        let book = ContactBook(database: database)
        var counts: [ContactBook.LoadCounts] = []
        for due in try await book.dueSelections(now: now) {
            let selection = try await billing.selection(for: due.campaign.source, zone: due.zone, now: now)
            counts.append(try await book.take(selection, into: due.campaign.name, now: now))
        }
        return counts
    }

    private func contacts(_ database: DialerDatabase) async throws -> [String] {
        try await database.read { db in
            try ["contact", "contactNumber"].flatMap { table in
                try Row.fetchAll(db, sql: "SELECT * FROM \(table) ORDER BY 1, 2").map { "\($0)" }
            }
        }
    }

    @Test func `a named list loads, and the same again changes nothing`() async throws {
        try await withBook(campaign()) { _, database, billing in
            #expect(try await selectDue(database, billing, at: now) == [.init(added: 5)])
            let before = try await contacts(database)
            #expect(try await selectDue(database, billing, at: now + day) == [.init(refreshed: 5)])
            #expect(try await contacts(database) == before)
        }
    }

    @Test func `who has come since is added, and the campaign's own duplicates are refused`() async throws {
        try await withBook(campaign(list: "twins", duplicates: [.number])) { place, database, billing in
            let first = try await selectDue(database, billing, at: now)
            #expect(first.map(\.added) == [1] && first.map(\.refused.count) == [4])
            let history = try await ContactBook(database: database).history("daily")
            #expect(history.last?.what == "selected" && history.last?.who == "dialerd")
            #expect(history.last?.detail == "1 added, 0 refreshed, 0 left alone, 4 refused")
        }
        try await withBook(campaign(.arrearsPostpaid), accounts: 40) { place, database, billing in
            let first = try await selectDue(database, billing, at: now)
            _ = try place.writeBilling(accounts: 80)
            let second = try await selectDue(database, billing, at: now + day)
            #expect(first[0].added > 0 && second[0].added > 0 && second[0].refreshed > 0)
        }
    }

    @Test func `a restart repeats no selection and skips none, and one makes up for those that were missed`()
        async throws
    {
        try await withBook(campaign()) { place, database, billing in
            try await selectDue(database, billing, at: now)
            try await database.close(now: now)
            let again = try place.open()
            // Ten in the morning there; the next one is at seven.
            let seven = now + .seconds(21 * 3600)
            #expect(try await selectDue(again, billing, at: seven + .milliseconds(-1)).isEmpty)
            #expect(try await selectDue(again, billing, at: seven).count == 1)
            #expect(try await selectDue(again, billing, at: seven).isEmpty)
            let afterHolidays = seven + .seconds(10 * 86_400 + 600)
            #expect(try await selectDue(again, billing, at: afterHolidays).count == 1)
            #expect(try await selectDue(again, billing, at: afterHolidays).isEmpty)
        }
    }

    @Test func `a crash between loading and its note has the same contacts selected once more`() async throws {
        try await withBook(campaign()) { place, database, billing in
            let due = try await ContactBook(database: database).dueSelections(now: now)
            guard
                case .list(let list) = try await billing.selection(
                    for: due[0].campaign.source, zone: due[0].zone, now: now)
            else { return #expect(Bool(false), "no list") }
            _ = try await database.withConnectionOfItsOwn {
                try await list.load(into: $0, campaign: 1, rules: [], now: now)
            }
            let copy = try place.copyDatabase()
            defer { copy.remove() }
            let again = try copy.open()
            #expect(try await selectDue(again, billing, at: now) == [.init(refreshed: 5)])
        }
    }

    @Test func `while the billing file is away nothing is noted, and it stays due`() async throws {
        try await withBook(campaign()) { place, database, billing in
            try FileManager.default.removeItem(at: place.billingFile)
            #expect(await errorCode { try await selectDue(database, billing, at: now) } == .billingBeingReplaced)
            _ = try place.writeBilling(accounts: 2)
            #expect(try await selectDue(database, billing, at: now + .seconds(60)) == [.init(added: 2)])
        }
    }

    @Test func `only scheduled and running campaigns are selected again`() async throws {
        try await withBook(campaign()) { _, database, billing in
            let book = ContactBook(database: database)
            try await selectDue(database, billing, at: now)
            let later = now + .seconds(2 * 86_400)
            try await book.pause("daily", now: now)
            #expect(try await book.dueSelections(now: later).isEmpty)
            try await book.resume("daily", now: now)
            #expect(try await book.dueSelections(now: later).count == 1)
            _ = try await book.stop("daily", by: "anna", now: now)
            #expect(try await book.dueSelections(now: later).isEmpty)
            let selection = try await billing.selection(for: campaign().source, zone: Workplace.zone, now: later)
            #expect(await errorCode { try await book.take(selection, into: "daily", now: later) } == .campaignState)
        }
    }

    @Test func `a campaign that is selected again doesn't finish by itself, and says when that is`() async throws {
        try await withBook(campaign(), accounts: 0) { _, database, billing in
            let book = ContactBook(database: database)
            #expect(
                try await book.standing("daily", now: now).sentences.contains(
                    "Its contacts are due to be selected again."))
            try await selectDue(database, billing, at: now)
            #expect(try await book.complete("daily", now: now) == false)
            let sentences = try await book.standing("daily", now: now).sentences
            #expect(
                sentences.contains(
                    "Its contacts were last selected at 10:00, and are selected again at 07:00 tomorrow."))
            #expect(sentences.contains("It has no contacts; it goes on for those whom the next selection finds."))
            try await book.pause("daily", now: now)
            #expect(
                try await book.standing("daily", now: now).sentences.contains(
                    "Its contacts were last selected at 10:00, and aren't selected again while it is paused."))
        }
    }

    @Test func `what a dialling process commits is on disk as before, after a list was loaded beside it`() async throws
    {
        try await withBook(campaign()) { _, database, billing in
            try await selectDue(database, billing, at: now)
            let synchronous = try await database.commit { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
            let attached = try await database.commit { try Row.fetchAll($0, sql: "PRAGMA database_list").count }
            #expect(synchronous == 2 && attached == 1)
        }
    }
}
