import Foundation
import GRDB
import Testing

@testable import Campaigns

@Suite struct PeriodReportTests {
    static let shanghai = TimeZone(identifier: "Asia/Shanghai")!

    /// Cells of the tallies as they would stand after calls at these moments.
    private func withTallies<Value>(
        _ attempts: [(at: String, campaign: Int64, outcome: AttemptOutcome, by: AnsweredBy?, count: Int)],
        _ body: (RecordSite, ReportBook) async throws -> Value
    ) async throws -> Value {
        try await withRecords { site in
            for kind in CampaignDefinition.Source.Kind.allCases {
                _ = try await ContactBook(database: site.database).load(
                    Workplace.campaign(kind), [], now: Workplace.now)
            }
            try await site.database.commit { db in
                for attempt in attempts {
                    let at = try #require(try? Date(attempt.at, strategy: .iso8601))
                    try db.execute(
                        sql: """
                            INSERT INTO attemptTally (\(AttemptTally.columns))
                            VALUES (?, ?, 'contact', ?, ?, 0, 0, ?, 0, 0)
                            ON CONFLICT DO UPDATE SET attempts = attempts + excluded.attempts
                            """,
                        arguments: [
                            attempt.campaign, UTCTime(at).quarter, attempt.outcome.rawValue,
                            attempt.by?.rawValue ?? "", attempt.count,
                        ])
                }
            }
            return try await body(site, ReportBook(database: site.database))
        }
    }

    private func rows(_ report: PeriodReport, _ figure: String) throws -> [String] {
        let figure = try #require(Figure.named(figure))
        return report.rows.map { "\($0.label): \(figure.value($0.counts)?.text ?? "–")" }
    }

    private func question(
        _ from: String, _ to: String, by grouping: ReportQuestion.Grouping? = nil, zone: String = "Asia/Shanghai",
        campaign: String? = nil
    ) throws -> ReportQuestion {
        try ReportQuestion(
            campaign: campaign, from: #require(CalendarDay(iso: from)), to: #require(CalendarDay(iso: to)),
            by: grouping, in: #require(TimeZone(identifier: zone)))
    }

    static let clocks: [(zone: String, by: ReportQuestion.Grouping, from: String, to: String, rows: [String])] = [
        // One call each quarter of an hour from 2026-10-24T20:00Z for 12 hours: 48 calls.
        ("UTC", .day, "2026-10-24", "2026-10-25", ["2026-10-24: 16", "2026-10-25: 32"]),
        ("Asia/Shanghai", .day, "2026-10-24", "2026-10-26", ["2026-10-24: 0", "2026-10-25: 48", "2026-10-26: 0"]),
        ("Asia/Kathmandu", .day, "2026-10-25", "2026-10-25", ["2026-10-25: 48"]),
        ("America/New_York", .day, "2026-10-24", "2026-10-25", ["2026-10-24: 32", "2026-10-25: 16"]),
        // India lies five and a half hours from UTC: the first hour has two quarters of it.
        (
            "Asia/Kolkata", .hour, "2026-10-25", "2026-10-25",
            [
                "2026-10-25T01:00+05:30: 2", "2026-10-25T02:00+05:30: 4", "2026-10-25T03:00+05:30: 4",
                "2026-10-25T04:00+05:30: 4", "2026-10-25T05:00+05:30: 4", "2026-10-25T06:00+05:30: 4",
                "2026-10-25T07:00+05:30: 4", "2026-10-25T08:00+05:30: 4", "2026-10-25T09:00+05:30: 4",
                "2026-10-25T10:00+05:30: 4", "2026-10-25T11:00+05:30: 4", "2026-10-25T12:00+05:30: 4",
                "2026-10-25T13:00+05:30: 2",
            ]
        ),
        // In Berlin the clocks go back at 3:00; the hour from 2:00 comes twice.
        (
            "Europe/Berlin", .hour, "2026-10-25", "2026-10-25",
            [
                "2026-10-25T00:00+02:00: 4", "2026-10-25T01:00+02:00: 4", "2026-10-25T02:00+02:00: 4",
                "2026-10-25T02:00+01:00: 4", "2026-10-25T03:00+01:00: 4", "2026-10-25T04:00+01:00: 4",
                "2026-10-25T05:00+01:00: 4", "2026-10-25T06:00+01:00: 4", "2026-10-25T07:00+01:00: 4",
                "2026-10-25T08:00+01:00: 4",
            ]
        ),
        ("UTC", .month, "2026-09-30", "2026-11-01", ["2026-09: 0", "2026-10: 48", "2026-11: 0"]),
    ]

    @Test(arguments: clocks)
    func `days and hours are those of the site, also where its clocks change or stand between full hours`(
        clock: (zone: String, by: ReportQuestion.Grouping, from: String, to: String, rows: [String])
    ) async throws {
        let start = try #require(try? Date("2026-10-24T20:00:00Z", strategy: .iso8601))
        let calls = (0..<48).map { index in
            (
                at: start.addingTimeInterval(Double(index) * 900 + 30).formatted(.iso8601), campaign: Int64(1),
                outcome: AttemptOutcome.busy, by: AnsweredBy?.none, count: 1
            )
        }
        try await withTallies(calls) { _, book in
            let report = try await book.report(question(clock.from, clock.to, by: clock.by, zone: clock.zone))
            #expect(try rows(report, "attempts") == clock.rows)
        }
    }

    static let calls: [(at: String, campaign: Int64, outcome: AttemptOutcome, by: AnsweredBy?, count: Int)] = [
        ("2026-11-02T01:00:00Z", 1, .answered, .person, 30), ("2026-11-02T01:00:00Z", 1, .answered, .unknown, 20),
        ("2026-11-02T02:00:00Z", 1, .busy, nil, 30), ("2026-11-03T02:00:00Z", 1, .trunkTrouble, nil, 5),
        ("2026-11-03T02:00:00Z", 2, .noAnswer, nil, 20), ("2026-11-03T03:00:00Z", 2, .cancelled, nil, 7),
    ]

    static let figures: [(campaign: String?, figure: String, value: String)] = [
        (nil, "attempts", "112"), (nil, "tries", "100"), (nil, "answered", "50"), (nil, "connectRate", "50.0 %"),
        (nil, "answeredByPerson", "30"), (nil, "personRate", "30.0 %"), (nil, "trunkTrouble", "5"),
        ("arrears-postpaid", "attempts", "85"), ("arrears-postpaid", "connectRate", "62.5 %"),
        ("arrears-prepaid", "attempts", "27"), ("arrears-prepaid", "connectRate", "0.0 %"),
        ("arrears-prepaid", "abandonmentRate", "–"), (nil, "promiseKeeping", "–"),
    ]

    @Test(arguments: figures)
    func `a figure is what its definition says`(figure: (campaign: String?, figure: String, value: String)) async throws
    {
        try await withTallies(Self.calls) { _, book in
            let report = try await book.report(question("2026-11-01", "2026-11-30", campaign: figure.campaign))
            let definition = try #require(Figure.named(figure.figure))
            #expect(definition.value(report.total)?.text ?? "–" == figure.value)
        }
    }

    @Test func `rows are campaigns or outcomes, and add up to the total`() async throws {
        try await withTallies(Self.calls) { _, book in
            let campaigns = try await book.report(question("2026-11-01", "2026-11-30", by: .campaign))
            #expect(try rows(campaigns, "attempts") == ["arrears-postpaid: 85", "arrears-prepaid: 27"])
            let outcomes = try await book.report(question("2026-11-01", "2026-11-30", by: .outcome))
            #expect(try rows(outcomes, "attempts").prefix(3) == ["answered: 50", "busy: 30", "noAnswer: 20"])
            #expect(Figure.named("attempts")?.value(outcomes.total) == .count(112))
            #expect(outcomes.fitting(Figure.all).contains { $0.name == "promisesMade" } == false)
        }
    }

    @Test func `durations and charges come out of what is sealed`() async throws {
        try await withRecords { site in
            try await site.database.commit { db in
                try CallRate(prefix: "+", name: "all", perMinute: Fen(60), firstSeconds: 1, thenSeconds: 1).save(db)
            }
            _ = try await site.callEverybody(4)
            try await site.enquire()
            let asked = try question("2026-11-20", "2026-11-20", by: .outcome)
            let report = try await ReportBook(database: site.database).report(asked)
            // Two calls of 20 s each at one fen a second.
            #expect(try rows(report, "talkTime").first == "answered: 40.0 s")
            #expect(try rows(report, "meanTalkTime").first == "answered: 20.0 s")
            #expect(try rows(report, "heardTime").first == "answered: 38.0 s")
            #expect(try rows(report, "charges").first == "answered: 0.40")
            #expect(try rows(report, "talkTime")[1] == "busy: 0.0 s")
            let whole = try await ReportBook(database: site.database).report(question("2026-11-20", "2026-11-20"))
            #expect(Figure.named("enquiries")?.value(whole.total) == .count(1))
            #expect(try rows(whole, "contactsReached") == ["2026-11-20 – 2026-11-20: 2"])
            try await site.database.close()

            let reader = try DialerDatabase.openForReading(at: site.place.databaseFile)
            let blind = try await ReportBook(database: reader).report(asked)
            #expect(blind.lacksKey)
            #expect(try rows(blind, "talkTime").first == "answered: –")
            #expect(try rows(blind, "attempts").first == "answered: 2")
        }
    }

    @Test func `a report is written as a table, as CSV, as JSON and as the data of a chart`() async throws {
        try await withTallies(Self.calls) { _, book in
            let report = try await book.report(question("2026-11-02", "2026-11-03", by: .day))
            let figures = ["attempts", "connectRate"].compactMap(Figure.named)
            #expect(
                report.table(figures) == """
                    day         Attempts  Connect rate
                    2026-11-02        80        62.5 %
                    2026-11-03        32         0.0 %
                    total            112        50.0 %
                    """)
            #expect(
                report.csv(figures)
                    == "\u{FEFF}day,attempts,connectRate\r\n2026-11-02,80,0.6250\r\n2026-11-03,32,0.0000\r\n")
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            #expect(
                String(decoding: try encoder.encode(report.chart(figures)), as: UTF8.self) == """
                    {"datasets":[{"data":[80,32],"label":"Attempts"},{"data":[0.625,0],"label":"Connect rate"}],\
                    "labels":["2026-11-02","2026-11-03"]}
                    """)
            let json = String(decoding: try encoder.encode(report.json(figures)), as: UTF8.self)
            #expect(json.contains("{\"figures\":{\"attempts\":80,\"connectRate\":0.625},\"label\":\"2026-11-02\"}"))
        }
    }

    @Test func `a question without sense is refused`() async throws {
        #expect(await errorCode { try question("2026-11-02", "2026-11-01") } == .invalidRequest)
        #expect(await errorCode { try question("2016-01-01", "2026-11-01") } == .invalidRequest)
        try await withTallies([]) { _, book in
            #expect(
                await errorCode { try await book.report(question("2026-11-01", "2026-11-01", campaign: "x")) }
                    == .notFound)
        }
    }

    @Test(arguments: [
        ReportGathering.attemptSQL, ReportGathering.happeningSQL, ReportGathering.callSQL, CampaignTotals.attemptSQL,
        CampaignTotals.happeningSQL, CampaignTotals.openSQL, CampaignResults.selection,
    ])
    func `a report scans no table`(sql: String) async throws {
        try await withRecords { site in
            let plan = try await site.database.read { db in
                let arguments = ["campaign": 1, "from": 0, "to": 1].filter { sql.contains(":\($0.key)") }
                return try Row.fetchAll(
                    db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: StatementArguments(arguments)
                ).map { $0["detail"] as String }
            }
            let scans = plan.filter { $0.hasPrefix("SCAN") && !$0.contains("attempt_oneOpen") }
            #expect(scans.isEmpty && !plan.isEmpty, "\(plan)")
        }
    }
}
