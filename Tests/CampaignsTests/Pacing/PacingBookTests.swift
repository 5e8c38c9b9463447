import Foundation
import GRDB
import Testing

@testable import Campaigns

@Suite struct PacingBookTests {
    private struct Learned: Codable, Equatable, Sendable { var calls: Int }

    @Test func `what was learned last is kept`() async throws {
        try await withContacts(1) { _, database, _, campaign in
            let book = PacingBook(database: database)
            #expect(try await book.experience(of: campaign.name) as Learned? == nil)
            try await book.keep(experience: Learned(calls: 3), of: campaign.name, now: Workplace.now)
            try await book.keep(experience: Learned(calls: 4), of: campaign.name, now: Workplace.now)
            #expect(try await book.experience(of: campaign.name) == Learned(calls: 4))
            // Nobody reads it in another form.
            #expect(try await book.experience(of: campaign.name) as [Int]? == nil)
        }
    }

    @Test func `minutes are kept for good, and one in which the daemon was started anew is one`() async throws {
        try await withContacts(1) { _, database, _, campaign in
            let book = PacingBook(database: database)
            let at = UTCTime(milliseconds: Workplace.now.milliseconds / 60_000 * 60_000)
            func minute(_ at: UTCTime, placed: Int, _ words: String) -> PacedMinute {
                var minute = PacedMinute(at: at)
                (minute.placed, minute.givenUp, minute.words) = (placed, 1, words)
                return minute
            }
            try await book.keep(minute(at, placed: 3, "before"), of: campaign.name)
            try await book.keep(minute(at, placed: 2, "after"), of: campaign.name)
            try await book.keep(minute(at + .seconds(60), placed: 1, "later"), of: campaign.name)
            let minutes = try await book.minutes(of: campaign.name, from: at, until: at + .seconds(60))
            #expect(minutes.map(\.placed) == [5] && minutes[0].givenUp == 2 && minutes[0].words == "after")
            #expect(await errorCode { try await book.minutes(of: "other", from: at, until: at) } == .notFound)
            await #expect(throws: (any Error).self) {
                try await database.commit { try $0.execute(sql: "DELETE FROM pacedMinute") }
            }
        }
    }
}
