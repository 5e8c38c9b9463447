import Campaigns
import Foundation
import Logging
import Telephony
import Testing

@testable import Dialer

/// The daemon selects contacts again, on a clock of its own.
@Suite struct ContactSelectorTests {
    @Test func `contacts are selected again every day, also when the daemon was restarted in between`() throws {
        let days = try SelectorDays()
        defer { days.remove() }
        try days.bill(accounts: 2)
        let first = try days.daemon()
        try first.begin(campaign)
        first.run(until: .seconds(60))
        #expect(try first.selected() == 2)
        try days.bill(accounts: 5)
        // Ten in the morning at the start; the schedule says seven.
        first.run(until: .seconds(21 * 3600 - 60))
        #expect(try first.selected() == 2)
        first.run(until: .seconds(21 * 3600 + 60))
        #expect(try first.selected() == 5)
        try first.die()

        try days.bill(accounts: 6)
        let second = try days.daemon(at: .seconds(22 * 3600))
        second.run(until: .seconds(30 * 3600))
        #expect(try second.selected() == 5)
        second.run(until: .seconds(5 * 86_400))
        #expect(try second.selected() == 6)
        #expect(try second.history("daily").map(\.what).filter { $0 == "selected" }.count == 6)
        #expect(try second.history("daily").contains { $0.detail == "3 added, 2 refreshed, 0 left alone, 0 refused" })
        try second.die()
    }

    @Test func `while the billing file is away it is tried again a minute later, and others are selected`() throws {
        let days = try SelectorDays()
        defer { days.remove() }
        let daemon = try days.daemon()
        try daemon.begin(campaign)
        daemon.run(until: .seconds(150))
        func complaints() -> Int { days.logs.lines.filter { $0.message.hasPrefix("contacts not selected") }.count }
        #expect(complaints() == 3)
        try days.bill(accounts: 2)
        daemon.run(until: .seconds(190))
        #expect(complaints() == 3)
        #expect(try daemon.selected() == 2)
        try daemon.die()
    }

    @Test func `refused rows are counted in the log, with the first reasons`() throws {
        let days = try SelectorDays(list: "SELECT account, name, '12' AS phone FROM customer_account")
        defer { days.remove() }
        try days.bill(accounts: 5)
        let daemon = try days.daemon()
        try daemon.begin(campaign)
        daemon.run(until: .seconds(60))
        let line = try #require(days.logs.lines.first { $0.message == "rows of a selection refused" })
        #expect(line.metadata["count"] == "5")
        #expect(line.metadata["first"]?.components(separatedBy: "; line ").count == 3)
        try daemon.die()
    }

    private let campaign = CampaignDefinition(
        name: "daily", title: "Daily",
        source: .init(
            kind: .list, list: "everybody", schedule: ListSchedule(every: .seconds(86_400), at: 420)),
        window: .always(in: DialerBench.zone), lines: 1, callerID: "10000")
}

/// A place where the daemon lives more than once.
private struct SelectorDays {
    static let start = UTCTime(milliseconds: 1_795_140_000_000)

    let folder = FileManager.default.temporaryDirectory.appending(path: "selector-\(UUID().uuidString)")
    let logs = LogBook()
    let list: String

    init(list: String = "SELECT account, name, telephone FROM customer_account") throws {
        self.list = list
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    var billing: URL { folder.appending(path: "billing.sqlite") }

    /// The billing system writes a file with so many customers.
    func bill(accounts: Int) throws {
        let lines = (0..<accounts).compactMap { E164(text: "+862162\(100_000 + $0)") }
        let sample = SampleBilling(lines: lines.map { .init(telephone: $0) }, today: CalendarDay(Self.start, in: .gmt))
        let fresh = folder.appending(path: "billing.fresh")
        try sample.write(to: fresh)
        guard rename(fresh.path, billing.path) == 0 else { throw Missed("the rename of the billing file") }
    }

    func daemon(at now: Duration = .zero) throws -> SelectorLife { try SelectorLife(self, at: now) }
}

/// One life of a daemon that does nothing but select.
private struct SelectorLife {
    private let thread: VirtualThread
    private let office: CampaignOffice

    init(_ days: SelectorDays, at now: Duration) throws {
        let thread = VirtualThread(now: now)
        let time = WorkingTime(
            now: { SelectorDays.start + thread.now }, clock: VirtualClock(thread: thread), attention: .seconds(30))
        let database = try DialerDatabase.openForSimulation(
            at: days.folder.appending(path: "dialer.sqlite"), seed: 1, now: time.now())
        let office = CampaignOffice(
            database: database, books: CampaignBooks(database, rules: .none),
            billing: BillingSource(
                file: days.billing, plan: DialerBench.plan, queries: BillingQueries(lists: ["everybody": days.list]),
                worksInPlace: true),
            line: TrunkLine(Trunk(name: "none", host: "none.invalid"), clock: time.clock), caller: NobodyCalls(),
            live: .unwatched(), time: time)
        (self.thread, self.office) = (thread, office)
        let logger = days.logs.logger
        _ = thread.begin { try await ContactSelector(office: office, logger: logger).run() }
    }

    func begin(_ campaign: CampaignDefinition) throws {
        let office = office
        try thread.complete {
            _ = try await office.books.contacts.load(campaign, [], now: office.now())
            try await office.books.contacts.start(campaign.name, now: office.now())
        }
    }

    /// - Parameter time: from the first life's beginning.
    func run(until time: Duration) { thread.run(until: time) }

    func history(_ campaign: String) throws -> [CampaignAct] {
        let office = office
        return try thread.complete { try await office.books.contacts.history(campaign) }
    }

    /// How many contacts there are in all.
    func selected() throws -> Int {
        let office = office
        return try thread.complete {
            let standing = try await office.books.contacts.standing("daily", now: office.now())
            return standing.waiting + standing.leased + standing.done
        }
    }

    func die() throws {
        thread.die()
        try office.database.abandon()
    }
}

private struct NobodyCalls: ContactCaller {
    func call(_ call: BegunCall) async -> AttemptResult { AttemptResult(outcome: .cancelled) }
}
