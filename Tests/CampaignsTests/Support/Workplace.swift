import Foundation
import GRDB

@testable import Campaigns

/// A directory of its own with a billing file and a dialer database, for one test.
struct Workplace {
    static let zone = TimeZone(identifier: "Asia/Shanghai")!
    static let plan = NumberingPlan(region: "CN", areaCode: "20")
    static let today = CalendarDay(iso: "2026-11-20")!
    /// A Friday, ten in the morning in Shanghai.
    static let now = UTCTime(milliseconds: 1_795_140_000_000)

    let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("campaigns-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: directory) }

    var billingFile: URL { directory.appendingPathComponent("billing.sqlite") }
    var databaseFile: URL { directory.appendingPathComponent("dialer.sqlite") }

    static func number(_ index: Int) -> E164 { E164(text: "+862062\(100_000 + index)")! }

    func writeBilling(accounts: Int, seed: UInt64 = 1) throws -> BillingSource {
        let lines = (0..<accounts).map { SampleBilling.Line(telephone: Self.number($0)) }
        try SampleBilling(lines: lines, seed: seed, today: Self.today).write(to: billingFile)
        return BillingSource(file: billingFile, plan: Self.plan)
    }

    /// The database files as they are on disk at this moment: what a new process finds after kill -9.
    func copyDatabase() throws -> Workplace {
        let copy = try Workplace()
        for suffix in ["", "-wal"] {
            let name = "dialer.sqlite" + suffix
            try FileManager.default.copyItem(
                at: directory.appending(path: name),
                to: copy.directory.appending(path: name)
            )
        }
        return copy
    }

    func open() throws -> DialerDatabase { try DialerDatabase.open(at: databaseFile, now: Self.now) }

    /// The billing system books a payment.
    func markPaid(account: String) async throws {
        let queue = try DatabaseQueue(path: billingFile.path)
        try await queue.write { db in
            try db.execute(sql: "UPDATE bill_made SET paid_fen = total_fen WHERE account = ?", arguments: [account])
        }
        try queue.close()
    }

    static func campaign(
        _ kind: CampaignDefinition.Source.Kind = .arrearsPostpaid,
        retry: RetryPolicy = .contactDefault
    ) -> CampaignDefinition {
        CampaignDefinition(
            name: kind.rawValue,
            title: "Arrears",
            source: .init(kind: kind),
            window: .always(in: zone),
            retry: retry,
            lines: 30,
            callerID: "+862010000"
        )
    }

    static func debtor(_ index: Int, amount: Int64 = 5_000, number: E164? = nil) -> Debtor {
        Debtor(
            name: "王伟",
            language: .mandarin,
            numbers: [ContactNumber(number ?? Self.number(index))],
            due: .postpaid(
                PostpaidArrears(
                    account: SampleBilling.account(index),
                    month: BillingMonth(iso: "2026-09")!,
                    periodStart: CalendarDay(iso: "2026-09-01")!,
                    periodEnd: CalendarDay(iso: "2026-09-30")!,
                    amount: Fen(amount),
                    dueDay: CalendarDay(iso: "2026-10-10")!
                )
            )
        )
    }
}

/// Runs a test in a workplace of its own and takes it away afterwards.
func withWorkplace<Value>(_ body: (Workplace) async throws -> Value) async throws -> Value {
    let place = try Workplace()
    defer { place.remove() }
    return try await body(place)
}

/// The same with an open database that has `contacts` waiting in a running campaign.
func withContacts<Value>(
    _ count: Int,
    retry: RetryPolicy = .contactDefault,
    _ body: (Workplace, DialerDatabase, ContactBook, CampaignDefinition) async throws -> Value
) async throws -> Value {
    try await withWorkplace { place in
        let database = try place.open()
        let book = ContactBook(database: database)
        let campaign = Workplace.campaign(retry: retry)
        _ = try await book.load(campaign, (0..<count).map { Workplace.debtor($0) }, now: Workplace.now)
        try await book.start(campaign.name)
        return try await body(place, database, book, campaign)
    }
}

extension LeaseAnswer {
    var leases: [ContactLease] {
        if case .leased(let leases) = self { leases } else { [] }
    }
}

extension BeginAnswer {
    var attempt: Attempt? {
        if case .begun(let attempt) = self { attempt } else { nil }
    }
}

/// The code of the error that `body` throws.
func errorCode(_ body: () async throws -> some Any) async -> CampaignsError.Code? {
    do {
        _ = try await body()
        return nil
    } catch {
        return (error as? CampaignsError)?.code
    }
}
