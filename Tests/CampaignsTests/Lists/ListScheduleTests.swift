import ConfigurationFile
import Foundation
import Testing

@testable import Campaigns

@Suite struct ListScheduleTests {
    private static let berlin = TimeZone(identifier: "Europe/Berlin") ?? .gmt

    private func time(_ text: String) throws -> UTCTime { UTCTime(try Date(text, strategy: .iso8601)) }

    static let cases: [(every: Duration, at: Int?, last: String, next: String)] = [
        (.seconds(3_600), nil, "2026-11-20T06:30:00Z", "2026-11-20T07:30:00Z"),
        (.seconds(86_400), 420, "2026-11-20T05:00:00Z", "2026-11-20T06:00:00Z"),
        (.seconds(86_400), 420, "2026-11-20T06:00:00Z", "2026-11-21T06:00:00Z"),
        (.seconds(86_400), 420, "2026-11-20T22:59:00Z", "2026-11-21T06:00:00Z"),
        (.seconds(7 * 86_400), 0, "2026-11-20T12:00:00Z", "2026-11-26T23:00:00Z"),
        // Clocks go forward at two on 29 March, and back at three on 25 October.
        (.seconds(86_400), 420, "2026-03-28T06:00:00Z", "2026-03-29T05:00:00Z"),
        (.seconds(86_400), 150, "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z"),
        (.seconds(86_400), 150, "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"),
        (.seconds(86_400), 150, "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
    ]

    @Test(arguments: cases)
    func `the next selection follows the last by the schedule, over changes of clocks too`(
        one: (every: Duration, at: Int?, last: String, next: String)
    ) throws {
        let schedule = try #require(ListSchedule(every: one.every, at: one.at))
        #expect(schedule.next(after: try time(one.last), in: Self.berlin) == (try time(one.next)))
    }

    @Test func `the first selection is due at once`() throws {
        let schedule = try #require(ListSchedule(every: .seconds(86_400), at: 420))
        #expect(schedule.next(after: nil, in: Self.berlin) <= Workplace.now)
    }

    @Test func `a schedule is read beside its query, and what doesn't go together is refused`() throws {
        func read(_ yaml: String) throws -> ListSchedule {
            try ConfigurationNode.read(yaml: yaml, file: "a.yml") { $0.listSchedule() }
        }
        #expect(try read("every: 2 days\nat: \"07:00\"").at == 420)
        #expect(try read("every: 15 minutes").at == nil)
        for yaml in ["every: 12 hours\nat: \"07:00\"", "every: 1 second", "at: \"07:00\"", "every: 1 day\nat: late"] {
            #expect(throws: ConfigurationError.self) { try read(yaml) }
        }
    }
}
