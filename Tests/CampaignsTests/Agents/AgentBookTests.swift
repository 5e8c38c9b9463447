import Foundation
import GRDB
import Testing

@testable import Campaigns

/// What agents did is whole, whatever clocks and crashes do.
@Suite struct AgentBookTests {
    private let now = Workplace.now
    private let ann = AgentNumber("8001")
    private let talking = AgentSpan(.ready, .talking, customer: "attempt 1")

    private func withBook(_ body: (Workplace, DialerDatabase, AgentBook, AgentNumber) async throws -> Void) async throws
    {
        let place = try Workplace()
        defer { place.remove() }
        let database = try place.open()
        try await body(place, database, AgentBook(database: database), try #require(ann))
        try await database.close()
    }

    @Test func `each span begins where the one before ended, and the last one goes on`() async throws {
        try await withBook { _, _, book, ann in
            try await book.turn(ann, to: AgentSpan(.onBreak, .idle, reason: "logged in"), at: now)
            try await book.turn(ann, to: AgentSpan(.ready, .idle), at: now + .seconds(5))
            try await book.turn(ann, to: talking, at: now + .seconds(9))
            let spans = try await book.spans(from: now, until: now + .seconds(60))
            #expect(spans.map(\.startedAt) == [now, now + .seconds(5), now + .seconds(9)])
            #expect(spans.map(\.endedAt) == [now + .seconds(5), now + .seconds(9), nil])
            #expect(spans.last?.span == talking && spans.first?.span.reason == "logged in")
            try await book.turn(ann, to: nil, at: now + .seconds(20))
            let ended = try await book.spans(of: ann, from: now, until: now + .seconds(60))
            #expect(ended.last?.endedAt == now + .seconds(20) && ended.count == 3)
            #expect(try await book.spans(of: AgentNumber("9"), from: now, until: now + .seconds(60)) == [])
            let later = try await book.spans(from: now + .seconds(21), until: now + .seconds(60))
            #expect(later.isEmpty)
        }
    }

    @Test func `a time in which he looked at whom he may call is in the book`() async throws {
        try await withBook { _, _, book, ann in
            let looking = AgentSpan(.onBreak, .previewing, reason: "paperwork", customer: "contact 7")
            try await book.turn(ann, to: looking, at: now)
            let spans = try await book.spans(of: ann, from: now, until: now + .seconds(60))
            #expect(spans.map(\.span) == [looking])
        }
    }

    @Test func `a clock that is set back makes no span end before it began, and none overlap`() async throws {
        try await withBook { _, _, book, ann in
            try await book.turn(ann, to: AgentSpan(.ready, .idle), at: now)
            try await book.turn(ann, to: talking, at: now + .seconds(-3_600))
            try await book.turn(ann, to: nil, at: now + .seconds(-1_800))
            try await book.turn(ann, to: AgentSpan(.ready, .idle), at: now + .seconds(-900))
            let spans = try await book.spans(from: now + .seconds(-7_200), until: now + .seconds(60))
            #expect(spans.map(\.startedAt) == [now, now, now])
            #expect(spans.map(\.endedAt) == [now, now, nil])
        }
    }

    @Test func `after a crash what was open ends at the last moment of which anything is known`() async throws {
        try await withBook { place, _, book, ann in
            try await book.turn(ann, to: talking, at: now)
            try await book.beat(at: now + .seconds(30))
            let after = try place.copyDatabase()
            defer { after.remove() }
            let reborn = try after.open()
            _ = try await reborn.recover(now: now + .seconds(600))
            let spans = try await AgentBook(database: reborn).spans(from: now, until: now + .seconds(900))
            #expect(spans.map(\.endedAt) == [now + .seconds(30)])
            try await AgentBook(database: reborn).turn(ann, to: AgentSpan(.ready, .idle), at: now + .seconds(700))
            try await reborn.close()
        }
    }

    @Test(arguments: [
        ("UPDATE agentSpan SET endedAt = 1 WHERE endedAt IS NOT NULL", "what an agent did is never changed"),
        ("DELETE FROM agentSpan", "what an agent did is never deleted"),
        (
            "INSERT INTO agentSpan (agent, presence, activity, startedAt, seenAt) VALUES ('8001', 'ready', 'idle', 0, 0)",
            "an agent does one thing at a time"
        ),
        (
            "INSERT INTO agentSpan (agent, presence, activity, startedAt, seenAt) VALUES ('8002', 'ready', 'talking', 0, 0)",
            "CHECK constraint failed"
        ),
        (
            "INSERT INTO agentSpan (agent, presence, activity, startedAt, seenAt) VALUES ('8002', 'onBreak', 'idle', 0, 0)",
            "CHECK constraint failed"
        ),
        (
            "INSERT INTO recording (call, agent, file, startedAt) VALUES ('c', '8001', '../x.wav', 0)",
            "CHECK constraint failed"
        ),
        ("UPDATE recording SET sha256 = hex(randomblob(32))", "what is known of a recording is never changed"),
        ("UPDATE recording SET agent = '8002'", "whose call was recorded is never changed"),
        ("UPDATE recording SET number = '+8610'", "whose call was recorded is never changed"),
        ("DELETE FROM recording", "that a call was recorded is never forgotten"),
    ])
    func `raw SQL can't make nonsense of it`(sql: String, refusal: String) async throws {
        try await withBook { _, database, book, ann in
            try await book.turn(ann, to: AgentSpan(.ready, .idle), at: now)
            try await book.turn(ann, to: talking, at: now + .seconds(1))
            let recordings = RecordingBook(database: database)
            let id = try await recordings.begin(call: "attempt 1", agent: ann, file: "day/a.wav", at: now)
            try await recordings.finish(
                id, .init(milliseconds: 5, sha256: String(repeating: "0", count: 64)))
            let error = await #expect(throws: (any Error).self) {
                try await database.commit { db in try db.execute(sql: sql) }
            }
            #expect(error.map { "\($0)" }?.contains(refusal) ?? false, "\(sql): \(error.map { "\($0)" } ?? "")")
        }
    }

    @Test func `a number is 1 to 12 digits, and shorter ones come first`() {
        #expect(AgentNumber("") == nil && AgentNumber("80a1") == nil && AgentNumber("1234567890123") == nil)
        #expect(["1000", "999", "7"].compactMap { AgentNumber($0) }.sorted().map(\.text) == ["7", "999", "1000"])
    }
}
