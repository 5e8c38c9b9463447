import Foundation
import Testing

@testable import Campaigns

@Suite struct LocalClockTests {
    @Test(arguments: RuleSamples.zones + ["Asia/Kathmandu", "Africa/Casablanca", "America/St_Johns", "UTC"])
    func `the clock shows what Foundation's calendar says, from 2015 to 2059`(zone: String) throws {
        let clock = RuleSamples.clock(zone)
        var random = SplitMix64(seed: 1)
        let range =
            RuleSamples.time("2015-01-01T00:00:00Z")
            .milliseconds..<RuleSamples.time("2059-12-31T00:00:00Z").milliseconds
        for _ in 0..<2000 {
            let time = UTCTime(milliseconds: Int64.random(in: range, using: &random))
            let offset = clock.zone.secondsFromGMT(for: time.date)
            #expect(clock.local(time).milliseconds - time.milliseconds == Int64(offset) * 1000)
            // At the very end of the stretch the zone's distance changes, not before.
            let end = clock.span(at: time).end
            guard end.milliseconds < range.upperBound else { continue }
            #expect(clock.zone.secondsFromGMT(for: UTCTime(milliseconds: end.milliseconds - 1000).date) == offset)
            #expect(clock.zone.secondsFromGMT(for: end.date) != offset)
        }
    }

    @Test func `before and after its years the clock keeps its distance`() {
        let clock = RuleSamples.clock("Asia/Shanghai")
        for time in ["1970-01-01T00:00:00Z", "2199-01-01T00:00:00Z"].map(RuleSamples.time) {
            #expect(clock.local(time) == time + .seconds(8 * 3600))
        }
    }

    @Test func `abbreviations and nonsense are no clocks`() {
        #expect(["EST", "Asia/Shanghay", ""].compactMap { LocalClock($0) } == [])
    }
}

@Suite struct WeekHoursTests {
    @Test(arguments: [
        "08:00-22:00", "monday-friday 08:00-20:00, saturday 10:00-12:00 14:00-17:00", "sunday 00:00-24:00", "never",
        "monday 09:00-10:00, wednesday 09:00-10:00",
    ])
    func `hours are written as they are read`(text: String) {
        #expect(WeekHours(text)?.description == text)
    }

    @Test(arguments: [
        ("friday-monday 10:00-11:00", "monday 10:00-11:00, friday-sunday 10:00-11:00"),
        ("08:00-12:00 12:00-13:00", "08:00-13:00"), ("always", "00:00-24:00"), ("8:00-9:30", "08:00-09:30"),
    ])
    func `hours that say the same are the same`(text: String, same: String) {
        #expect(WeekHours(text) == WeekHours(same))
    }

    @Test(arguments: [
        "", "monday", "08:00", "20:00-08:00", "08:00-08:00", "08:00-24:01", "08:60-09:00", "mon 08:00-09:00",
        "08:00-09:00,", "monday-friday-sunday 08:00-09:00", "0８:00-09:00",
    ])
    func `what is no hours is refused`(text: String) {
        #expect(WeekHours(text) == nil)
    }
}
