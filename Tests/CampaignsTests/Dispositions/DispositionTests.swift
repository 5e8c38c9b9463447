import Foundation
import GRDB
import Testing

@testable import Campaigns

/// What an agent says came of a call, in whatever order it, the end of the call and a crash come.
@Suite struct DispositionTests {
    private static let now = Workplace.now

    /// What each word makes of the contact, and until when nobody may call her.
    private static func fate(_ does: Disposition.Deed?) -> (contact: String, rests: UTCTime?) {
        switch does {
        case nil: ("finished: talked to an agent", nil)
        case .done: ("finished: Came to done (agent 8001)", nil)
        case .again: ("waiting: again after: Came to again (agent 8001)", now + .seconds(3_600))
        case .promise:
            ("waiting: promised to pay on 2026-11-23", CalendarDay(iso: "2026-11-24")!.start(in: TalkSite.zone))
        case .paid: ("waiting: says that it is paid", now + .seconds(3 * 86_400))
        case .callback: ("finished: asked for a clerk, who calls back", nil)
        case .fax: ("finished: asked for the bill by fax", nil)
        case .wrongNumber: ("wrongNumber: the number is not in use or not theirs", nil)
        case .doNotCall: ("optedOut: asked not to be called", nil)
        }
    }

    enum Said: CaseIterable { case whileTalking, inWrapUp }
    enum Crash: CaseIterable { case never, inTheCall, beforeItIsSettled, afterwards }

    /// All orders there are: whatever happens, nobody is left leased, and nobody is called against what was said.
    @Test(arguments: Disposition.Deed.allCases, Said.allCases)
    func `what was said holds, whenever it was said and whenever the process dies`(
        does: Disposition.Deed, said: Said
    ) async throws {
        for crash in Crash.allCases where crash != .inTheCall || said == .whileTalking {
            try await TalkSite.run { site in
                if said == .whileTalking { try await site.say(does) }
                if crash != .inTheCall {
                    try await site.finish()
                    if said == .inWrapUp { try await site.say(does) }
                    if crash != .beforeItIsSettled { _ = try await site.settle() }
                }
                let after = crash == .never ? nil : try site.place.copyDatabase()
                defer { after?.remove() }
                let database = try after?.open() ?? site.database
                if after != nil { _ = try await database.recover(now: Self.now) }
                let (contact, rests) = Self.fate(does)
                #expect(try await site.find(TalkSite.contacts, in: database) == [contact], "\(crash)")
                #expect(try await site.find("SELECT id FROM lease", in: database) == [], "\(crash)")
                let book = ContactBook(database: database)
                func leases(at time: UTCTime) async throws -> Int {
                    try await book.lease(campaign: site.campaign.name, limit: 9, now: time).leases.count
                }
                #expect(try await leases(at: (rests ?? Self.now + .seconds(900 * 86_400)) + .seconds(-1)) == 0)
                if let rests { #expect(try await leases(at: rests) == 1, "\(crash)") }
            }
        }
    }

    @Test(arguments: [Crash.never, .beforeItIsSettled, .afterwards])
    func `who said nothing has talked to her all the same`(crash: Crash) async throws {
        try await TalkSite.run { site in
            try await site.finish()
            if crash != .beforeItIsSettled { _ = try await site.settle() }
            let after = try site.place.copyDatabase()
            defer { after.remove() }
            let database = try after.open()
            let recovered = try await database.recover(now: Self.now)
            #expect(recovered == .init(settled: crash == .beforeItIsSettled ? 1 : 0))
            #expect(try await site.find(TalkSite.contacts, in: database) == [Self.fate(nil).contact])
        }
    }

    @Test func `until it is settled nobody else has the contact, and nothing rings under its lease`() async throws {
        try await TalkSite.run { site in
            let open = await errorCode { try await site.settle() }
            #expect(open == .invalidRequest)
            try await site.finish()
            let late = Self.now + .seconds(9)
            #expect(try await site.book.lease(campaign: site.campaign.name, limit: 9, now: late).leases.isEmpty)
            let again = await errorCode { try await site.book.beginAttempt(under: site.lease, trunk: "a", now: late) }
            #expect(again == .leaseLost)
            await #expect(throws: CampaignsError.self) { try await site.finish() }
            _ = try await site.settle()
            #expect(await errorCode { try await site.settle() } == .leaseLost)
        }
    }

    @Test func `one call has one word, and none once it is settled`() async throws {
        try await TalkSite.run { site in
            try await site.say(.again, note: "asks for Monday")
            let second = await errorCode { try await site.say(.promise) }
            #expect(second == .invalidRequest)
            try await site.finish()
            _ = try await site.settle()
            #expect(await errorCode { try await site.say(.doNotCall) } == .invalidRequest)
            // What came with a word that was refused is not there either.
            #expect(try await site.find("SELECT id FROM promise") == [])
            #expect(try await site.find("SELECT number FROM doNotCall") == [])
            let kept = try await site.find("SELECT call, agent, code, note FROM disposition")
            #expect(kept == ["attempt 1 8001 again asks for Monday"])
            for sql in ["UPDATE disposition SET note = 'x'", "DELETE FROM disposition"] {
                await #expect(throws: DatabaseError.self) {
                    try await site.database.commit { db in try db.execute(sql: sql) }
                }
            }
        }
        try await TalkSite.run { site in
            try await site.finish()
            _ = try await site.settle()
            #expect(await errorCode { try await site.say(.again) } == .invalidRequest)
        }
    }

    @Test func `again counts as a try of the budget, and of the number's own`() async throws {
        for retry in [RetryPolicy(budget: 2, rules: [:]), RetryPolicy(budget: 9, triesPerNumber: 2, rules: [:])] {
            try await TalkSite.run(retry: retry) { site in
                try await site.say(.again)
                try await site.finish()
                _ = try await site.settle()
                let later = Self.now + .seconds(3_600)
                let lease = try #require(
                    try await site.book.lease(campaign: site.campaign.name, limit: 1, now: later).leases.first)
                #expect(lease.attemptsUsed == 1)
                let attempt = try #require(
                    try await site.book.beginAttempt(under: lease, trunk: "a", now: later).attempt)
                try await site.book.finishTalk(attempt, under: lease, TalkSite.talked, now: later)
                try await DispositionBook(database: site.database).keep(
                    TalkSite.word(.again, of: attempt), of: TalkSite.customer, now: later)
                let fate = try await site.book.settleTalk(attempt, under: lease, now: later)
                let reason =
                    retry.budget == 2
                    ? "2 tries of 2, the last: Came to again (agent 8001)"
                    : "every number that is left was tried as often as it may be"
                #expect(fate == .ended(.exhausted, reason: reason))
            }
        }
    }

    @Test func `a wrong number is not called again, and her next one is`() async throws {
        try await TalkSite.run(numbers: 2) { site in
            try await site.finish()
            try await site.say(.wrongNumber)
            let reason = "again at another number: the number is not in use or not theirs"
            #expect(try await site.settle() == .waits(until: Self.now, reason: reason))
            let next = try await site.book.lease(campaign: site.campaign.name, limit: 9, now: Self.now).leases
            #expect(next.map(\.number) == [Workplace.number(1)])
        }
    }

    @Test func `a callback is the agent's own, or the group's, and goes on with the note`() async throws {
        for isMine in [true, false] {
            try await TalkSite.run { site in
                let time = Self.now + .seconds(7_200)
                try await DispositionBook(database: site.database).keep(
                    AgentWord(
                        call: "attempt 1", attempt: 1, agent: TalkSite.ann, group: "clerks",
                        disposition: TalkSite.disposition(.callback), detail: .callback(time, isMine: isMine),
                        note: "about the July bill"),
                    of: TalkSite.customer, now: Self.now)
                let callback = try #require(try await CallbackBook(database: site.database).waiting().first)
                #expect(callback.number == site.lease.number && callback.account == site.lease.account)
                #expect(callback.wish == "about the July bill" && callback.group == "clerks" && callback.dueAt == time)
                #expect(callback.agent == (isMine ? TalkSite.ann : nil))
                #expect(callback.agentUntil == (isMine ? time + .seconds(1_800) : nil))
            }
        }
    }

    @Test func `of who called us it holds for the account that she proved, and is stored in any case`() async throws {
        try await withWorkplace { place in
            let database = try place.open()
            let book = DispositionBook(database: database)
            func say(_ does: Disposition.Deed, _ call: String, account: String?) async throws {
                let detail: AgentWord.Detail = does == .promise ? .promise(Workplace.today, nil) : .none
                try await book.keep(
                    AgentWord(
                        call: call, attempt: nil, agent: TalkSite.ann, group: "clerks",
                        disposition: TalkSite.disposition(does), detail: detail),
                    of: .init(number: Workplace.number(0), account: account, language: nil, zone: Workplace.zone),
                    now: Self.now)
            }
            try await say(.promise, "c1", account: "A-1")
            try await say(.paid, "c2", account: "A-1")
            try await say(.doNotCall, "c3", account: nil)
            try await say(.done, "c4", account: nil)
            #expect(await errorCode { try await say(.promise, "c5", account: nil) } == .invalidRequest)
            #expect(await errorCode { try await say(.done, "c4", account: nil) } == .invalidRequest)
            let counts = try await database.read { db in
                try ["promise", "paidClaim", "doNotCall", "disposition"].map {
                    try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)") ?? -1
                }
            }
            #expect(counts == [1, 1, 1, 4])
            #expect(try await DoNotCallList(database: database).contains(Workplace.number(0)))
        }
    }
}
