import Foundation
import GRDB
import Testing

@testable import Campaigns

@Suite struct CampaignBookTests {
    let now = Workplace.now
    let hour = Duration.seconds(3600)

    private func campaign(
        lines: Int = 30, priority: Int = 5, pilot: Int? = nil, ends: LocalMoment? = nil,
        window: CallWindow = .always(in: Workplace.zone), retry: RetryPolicy = .contactDefault
    ) -> CampaignDefinition {
        CampaignDefinition(
            name: "arrears", title: "Arrears", source: .init(kind: .arrearsPostpaid), window: window, retry: retry,
            lines: lines, callerID: "10000", priority: priority, pilot: pilot, ends: ends)
    }

    private func withBook(
        _ campaign: CampaignDefinition, contacts: Int, started: Bool = true,
        _ body: (ContactBook, DialerDatabase) async throws -> Void
    ) async throws {
        try await withWorkplace { place in
            let database = try place.open()
            let book = ContactBook(database: database)
            _ = try await book.load(campaign, (0..<contacts).map { Workplace.debtor($0) }, by: "anna", now: now)
            if started { try await book.start(campaign.name, by: "anna", now: now) }
            try await body(book, database)
        }
    }

    private func finish(_ lease: ContactLease, _ outcome: AttemptOutcome, in book: ContactBook) async throws {
        let attempt = try #require(try await book.beginAttempt(under: lease, trunk: "a", now: now).attempt)
        _ = try await book.finish(attempt, under: lease, AttemptResult(outcome: outcome), now: now)
    }

    private func state(_ book: ContactBook) async throws -> CampaignLife.State {
        try await book.standing("arrears", now: now).state
    }

    @Test func `a pause that comes before the last contact is done holds`() async throws {
        try await withBook(campaign(), contacts: 0) { book, _ in
            try await book.pause("arrears", by: "anna", now: now)
            #expect(try await book.complete("arrears", now: now) == false)
            #expect(try await state(book) == .paused)
            try await book.resume("arrears", by: "anna", now: now)
            #expect(try await book.complete("arrears", now: now))
            #expect(try await state(book) == .finished)
        }
    }

    @Test func `lines that somebody changes hold at once and are on record, until the campaign is finished`()
        async throws
    {
        try await withBook(campaign(lines: 30), contacts: 1) { book, _ in
            try await book.change(lines: 12, of: "arrears", by: "agent 8009", now: now)
            try await book.change(lines: 12, of: "arrears", by: "agent 8009", now: now)
            #expect(try await book.campaigns().map(\.lines) == [12])
            let changes = try await book.history("arrears").filter { $0.what == "changed" }
            #expect(changes.map(\.who) == ["agent 8009"] && changes.map(\.detail) == ["lines: 30 → 12"])
            _ = try await book.stop("arrears", by: "anna", now: now)
            let late = await #expect(throws: CampaignsError.self) {
                try await book.change(lines: 20, of: "arrears", by: "agent 8009", now: now)
            }
            #expect(late?.code == .campaignState)
            let unknown = await #expect(throws: CampaignsError.self) {
                try await book.change(lines: 20, of: "nobody", by: "agent 8009", now: now)
            }
            #expect(unknown?.code == .notFound)
        }
    }

    @Test func `a campaign with somebody in it isn't complete, and one with an end goes on until then`() async throws {
        try await withBook(campaign(), contacts: 1) { book, _ in
            let isComplete = try await book.complete("arrears", now: now)
            #expect(!isComplete)
        }
        try await withBook(campaign(ends: LocalMoment("2026-12-24T12:00")), contacts: 0) { book, _ in
            #expect(try await book.complete("arrears", now: now) == false)
            let standing = try await book.standing("arrears", now: now)
            #expect(standing.sentences.last == "It has no contacts; it goes on for new ones until its end.")
        }
    }

    @Test func `nothing brings a finished campaign back, and nobody joins it`() async throws {
        try await withBook(campaign(), contacts: 1) { book, _ in
            let withdrawn = try await book.stop("arrears", by: "anna", now: now)
            let withdrawnAgain = try await book.stop("arrears", by: "anna", now: now)
            #expect(withdrawn == 1 && withdrawnAgain == 0)
            #expect(await errorCode { try await book.start("arrears", now: now) } == .campaignState)
            #expect(await errorCode { try await book.resume("arrears", now: now) } == .campaignState)
            #expect(await errorCode { try await book.pause("arrears", now: now) } == .campaignState)
            #expect(await errorCode { try await book.approve("arrears", by: "anna", now: now) } == .campaignState)
            let more = [Workplace.debtor(9)]
            #expect(await errorCode { try await book.load(campaign(), more, now: now) } == .campaignState)
        }
    }

    @Test func `a scheduled campaign starts when its time has come, and ends at its end`() async throws {
        try await withBook(campaign(), contacts: 2, started: false) { book, _ in
            let (start, end) = (now + hour, now + hour + hour)
            try await book.schedule("arrears", at: start, until: end, by: "anna", now: now)
            #expect(try await book.keepTimes(now: now) == [])
            #expect(try await book.lease(campaign: "arrears", limit: 9, now: now) == .notRunning)
            #expect(try await book.keepTimes(now: start) == ["arrears"])
            #expect(try await book.lease(campaign: "arrears", limit: 1, now: start).leases.count == 1)
            // Nobody is leased from its end on, also before somebody looks.
            #expect(try await book.lease(campaign: "arrears", limit: 1, now: end) == .notRunning)
            #expect(try await book.keepTimes(now: end) == ["arrears"])
            #expect(try await state(book) == .finished)
            let history = try await book.history("arrears").map { "\($0.who) \($0.what) \($0.detail ?? "")" }
            #expect(
                history == [
                    "anna loaded ", "anna validated ", "anna scheduled from 2026-11-20 11:00 until 2026-11-20 12:00",
                    "dialerd started by its time", "dialerd ended by its time",
                ])
        }
    }

    @Test func `an end before the start is refused`() async throws {
        try await withBook(campaign(), contacts: 0, started: false) { book, _ in
            let code = await errorCode { try await book.schedule("arrears", at: now, until: now, by: "a", now: now) }
            #expect(code == .invalidRequest)
        }
    }

    @Test func `a change while it runs is on record, and holds for the next lease`() async throws {
        try await withBook(campaign(), contacts: 2) { book, _ in
            _ = try await book.load(campaign(lines: 10, priority: 1), [], by: "ben", now: now)
            _ = try await book.load(campaign(lines: 10, priority: 1), [], by: "ben", now: now)
            let lease = try #require(try await book.lease(campaign: "arrears", limit: 1, now: now).leases.first)
            #expect(lease.campaign.lines == 10)
            let changes = try await book.history("arrears").filter { $0.what == "changed" }
            #expect(changes.map(\.who) == ["ben"])
            #expect(changes.first?.detail == "lines: 30 → 10; priority: 5 → 1")
        }
    }

    @Test func `only the pilot is called until somebody approves`() async throws {
        let retry = RetryPolicy(budget: 2, rules: [.busy: .init(wait: .seconds(60), limit: 2)])
        try await withBook(campaign(pilot: 3, retry: retry), contacts: 10) { book, _ in
            let leases = try await book.lease(campaign: "arrears", limit: 9, now: now).leases
            #expect(leases.count == 3)
            try await finish(leases[0], .busy, in: book)
            try await finish(leases[1], .wrongNumber, in: book)
            let next = now + .seconds(60)
            #expect(try await book.lease(campaign: "arrears", limit: 9, now: now) == .pilotWaits(next: next))
            // Its own are tried again.
            #expect(
                try await book.lease(campaign: "arrears", limit: 9, now: next).leases.map(\.contact)
                    == [leases[0].contact])
            let standing = try await book.standing("arrears", now: next)
            #expect(
                standing.sentences == [
                    "It is running.",
                    "Its pilot of 3 is full (contacts: 1 wrongNumber; attempts: 1 busy, 1 wrongNumber); "
                        + "`dialerd campaign approve arrears` lets the others be called.",
                    "2 are being called.", "7 wait for the pilot to be approved.",
                ])
            try await book.approve("arrears", by: "anna", now: next)
            #expect(try await book.lease(campaign: "arrears", limit: 9, now: next).leases.count == 7)
            #expect(try await book.history("arrears").last?.what == "approved")
        }
    }

    @Test func `a pilot of everybody needs no approval to be complete`() async throws {
        try await withBook(campaign(pilot: 2), contacts: 2) { book, _ in
            for lease in try await book.lease(campaign: "arrears", limit: 9, now: now).leases {
                try await finish(lease, .wrongNumber, in: book)
            }
            let answer = try await book.lease(campaign: "arrears", limit: 9, now: now)
            #expect(answer == .nothingDue(next: nil, inFlight: 0))
            #expect(try await book.complete("arrears", now: now))
        }
    }

    @Test func `running but nothing to dial says exactly why`() async throws {
        let hours = CallWindow(zone: nil, weekdays: Set(CallWindow.Weekday.allCases), opens: 510, closes: 1200)!
        try await withWorkplace { place in
            let database = try place.open()
            let site = CallPlace(clock: LocalClock(Workplace.zone))
            let rules = CallRules(RuleSet(name: "n", title: "N", rules: []), site: site)
            let book = ContactBook(database: database, rules: rules)
            _ = try await book.load(campaign(window: hours), (0..<6).map { Workplace.debtor($0) }, now: now)
            try await book.start("arrears", now: now)
            let leases = try await book.lease(campaign: "arrears", limit: 3, now: now).leases
            try await finish(leases[0], .busy, in: book)
            try await book.release(leases[1], until: now + .seconds(5), reason: "The billing file is being replaced.")
            let night = now + .seconds(11 * 3600)
            #expect(try await book.lease(campaign: "arrears", limit: 9, now: night).leases == [])
            let standing = try await book.standing("arrears", now: now)
            #expect(
                standing.sentences == [
                    "It is running.", "1 is being called.",
                    "5 wait for calling hours (next 08:30 tomorrow).",
                ])
            #expect(standing.waiting == 5 && standing.leased == 1)
            _ = try await book.stop("arrears", now: now)
        }
    }

    @Test func `each cause has its sentence`() async throws {
        try await withBook(campaign(), contacts: 4) { book, database in
            let leases = try await book.lease(campaign: "arrears", limit: 2, now: now).leases
            try await finish(leases[0], .busy, in: book)
            try await book.release(leases[1], until: now + .seconds(60), reason: "The billing file is being replaced.")
            try await database.pool.write { db in
                try db.execute(
                    sql: "UPDATE contact SET heldBy = 'seven-in-seven', dueAt = ? WHERE id = 3",
                    arguments: [(now + .seconds(3 * 86_400)).milliseconds])
            }
            let standing = try await book.standing("arrears", now: now)
            #expect(
                standing.sentences == [
                    "It is running.",
                    "1 is due now, 1 waits for the next try or the next stage (next 10:15), "
                        + "1 waits for the rule “seven-in-seven” (next 10:00 on 2026-11-23), "
                        + "1 waits because of trouble (next 10:01): The billing file is being replaced.",
                ])
        }
    }

    @Test func `a person's days are counted where they live, else where the site is`() async throws {
        let hours = CallWindow(zone: nil, weekdays: Set(CallWindow.Weekday.allCases), opens: 0, closes: 1440)!
        try await withWorkplace { place in
            let rules = CallRules(
                RuleSet(name: "n", title: "N", rules: []), site: CallPlace(clock: LocalClock(Workplace.zone)))
            let book = ContactBook(database: try place.open(), rules: rules)
            let away = Workplace.debtor(1)
            let debtors = [
                Workplace.debtor(0),
                Debtor(
                    name: away.name, language: nil, zone: TimeZone(identifier: "Asia/Tokyo"), numbers: away.numbers,
                    due: away.due),
            ]
            _ = try await book.load(campaign(window: hours), debtors, now: now)
            try await book.start("arrears", now: now)
            let zones = try await book.lease(campaign: "arrears", limit: 2, now: now).leases.map(\.zone.identifier)
            #expect(zones == ["Asia/Shanghai", "Asia/Tokyo"])
        }
    }

    @Test func `a campaign that doesn't fit the site is told every fault`() {
        let ring = Rule(name: "ring", demand: .ringing(.seconds(40)))
        let rules = CallRules(
            RuleSet(name: "ours", title: "Ours", rules: [ring]), site: CallPlace(clock: LocalClock(Workplace.zone)))
        let check = CampaignCheck(rules: rules, trunk: "carrier", channels: 20)
        #expect(
            check.faults(of: campaign(ends: LocalMoment("2026-11-20T09:00")), now: now) == [
                "“lines” is 30, but campaigns have 20 channels of the trunk “carrier”. Lower “lines”, or raise "
                    + "“trunk.channels”.",
                "“ringing” is 30 seconds, but the rule set “ours” wants it to ring 40 seconds at least.",
                "“ends” is 2026-11-20T09:00, which is over. Give it a later end.",
            ])
    }
}
