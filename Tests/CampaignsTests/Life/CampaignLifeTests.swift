import GRDB
import Testing

@testable import Campaigns

@Suite struct CampaignLifeTests {
    /// By event in the order of `allCases`: the state it leads to, `=` where nothing changes, `-` where it is refused.
    static let table: [(state: CampaignLife.State, steps: String)] = [
        // validate schedule start pause resume complete end stop
        (.draft, "validated - - - - - - finished"),
        (.validated, "= scheduled running - - - - finished"),
        (.scheduled, "= scheduled running - - - finished finished"),
        (.running, "= - = paused = finished finished finished"),
        (.paused, "= - running = running - finished finished"),
        (.finished, "- - - - - = = ="),
    ]

    @Test(arguments: table)
    func `each event leads where the table says`(row: (state: CampaignLife.State, steps: String)) {
        let steps = CampaignLife.Event.allCases.map { event in
            switch CampaignLife(row.state).after(event) {
            case .to(let state): state.rawValue
            case .already: "="
            case .refused(let sentence): sentence.hasSuffix(".") ? "-" : "no sentence"
            }
        }
        #expect(steps.joined(separator: " ") == row.steps)
    }

    @Test func `nothing moves a finished campaign`() {
        for event in CampaignLife.Event.allCases {
            if case .to = CampaignLife(.finished).after(event) { Issue.record("\(event)") }
        }
    }

    /// Every state to every other by raw SQL: what the schema lets through is just what the life knows.
    @Test(arguments: CampaignLife.State.allCases, CampaignLife.State.allCases)
    func `the schema knows the same moves`(from: CampaignLife.State, to: CampaignLife.State) async throws {
        guard from != to else { return }
        let moves = CampaignLife.Event.allCases.map { CampaignLife(from).after($0) }
        try await withWorkplace { place in
            let database = try place.open()
            _ = try await ContactBook(database: database).load(Workplace.campaign(), [], now: Workplace.now)
            let path: [CampaignLife.State: [String]] = [
                .draft: [], .validated: ["validated"], .scheduled: ["validated", "scheduled"],
                .running: ["validated", "running"], .paused: ["validated", "running", "paused"],
                .finished: ["finished"],
            ]
            for state in path[from] ?? [] { try await set(state, in: database) }
            var refusal: String?
            do { try await set(to.rawValue, in: database) } catch let error as DatabaseError { refusal = error.message }
            if moves.contains(.to(to)) {
                #expect(refusal == nil)
            } else {
                #expect(refusal == "a campaign goes from draft to finished, and never back")
            }
        }
    }

    private func set(_ state: String, in database: DialerDatabase) async throws {
        try await database.pool.write { db in
            try db.execute(sql: "UPDATE campaign SET startsAt = 1, state = ?", arguments: [state])
        }
    }

    static let nonsense: [(sql: String, refusal: String)] = [
        (
            "INSERT INTO campaign (name, definition, state, createdAt) VALUES ('x', '{}', 'running', 0)",
            "a campaign begins as a draft"
        ),
        ("DELETE FROM campaign", "a campaign is never deleted"),
        ("UPDATE campaign SET startsAt = 9, endsAt = 8", "CHECK constraint failed"),
        ("UPDATE campaign SET pilot = 0", "CHECK constraint failed"),
        ("UPDATE campaign SET state = 'lost'", "a campaign goes from draft to finished"),
        (
            "UPDATE campaign SET state = 'paused'; INSERT INTO lease (instance, contact, takenAt) VALUES (1, 3, 0)",
            "only a running campaign leases contacts"
        ),
        (
            "UPDATE campaign SET pilot = 1; INSERT INTO lease (instance, contact, takenAt) VALUES (1, 3, 0)",
            "until a pilot is approved only its contacts are called"
        ),
        ("UPDATE campaign SET pilot = 2; UPDATE contact SET isPilot = 1", "a pilot has no more contacts"),
        (
            """
            UPDATE campaign SET state = 'finished';
            INSERT INTO contact (campaign, account, person, occasion, name, facts, state, reason, retryAt, dueAt)
            VALUES (1, 'n', 'n', 'n', 'n', '{}', 'waiting', 'r', 0, 0)
            """, "nobody joins a finished campaign"
        ),
    ]

    @Test(arguments: nonsense)
    func `raw SQL can't break a campaign's life`(case nonsense: (sql: String, refusal: String)) async throws {
        try await withContacts(3) { _, database, _, _ in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.pool.write { try $0.execute(sql: nonsense.sql) }
            }
            #expect(error?.message?.contains(nonsense.refusal) == true, "\(error?.message ?? "")")
        }
    }

    @Test func `a scheduled campaign has its time`() async throws {
        try await withWorkplace { place in
            let database = try place.open()
            let book = ContactBook(database: database)
            _ = try await book.load(Workplace.campaign(), [], now: Workplace.now)
            try await book.validate("arrears-postpaid", now: Workplace.now)
            let error = await #expect(throws: DatabaseError.self) {
                try await database.pool.write { try $0.execute(sql: "UPDATE campaign SET state = 'scheduled'") }
            }
            #expect(error?.message == "a scheduled campaign has its time")
        }
    }
}
