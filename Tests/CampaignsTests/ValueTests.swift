import Foundation
import Testing

@testable import Campaigns

@Suite struct ValueTests {
    @Test(arguments: [
        ("62100000", "+862062100000"), ("020 6210-0000", "+862062100000"), ("13912345678", "+8613912345678"),
        ("+1 212 555 0100", "+12125550100"), ("0085223456789", "+85223456789"), ("010-12345678", "+861012345678"),
    ])
    func `what people dial becomes E.164, and back`(text: String, e164: String) throws {
        let number = try Workplace.plan.e164(text)
        #expect(number.text == e164)
        #expect(try Workplace.plan.e164(Workplace.plan.dialled(number)) == number)
    }

    @Test(arguments: [
        "", "none", "1", "110", "02062100000 ext. 12", "62100000 ext. 12", "+", "62100000\u{0}1",
        String(repeating: "1", count: 99),
    ])
    func `what is no telephone number is refused, and its digits not repeated`(text: String) {
        let error = #expect(throws: CampaignsError.self) { try Workplace.plan.e164(text) }
        #expect(error?.code == .badNumber)
        #expect(error?.message.contains("62100000") != true)
    }

    @Test(arguments: ["CN", "US", "GB", "IT", "AR", "MX", "DE", "SG"])
    func `plain digits are understood like the same digits with a space, which take the long way`(region: String) {
        let plan = NumberingPlan(region: region)
        var random = SplitMix64(seed: 4)
        for _ in 0..<3_000 {
            let digits = (0..<Int.random(in: 7...14, using: &random)).map { _ in
                String(Int.random(in: 0...9, using: &random))
            }
            let text = (Bool.random(using: &random) ? "+" : "") + digits.joined()
            let spaced = text.prefix(4) + " " + text.dropFirst(4)
            #expect((try? plan.e164(text)) == (try? plan.e164(String(spaced))), "\(text)")
        }
    }

    @Test func `generators of one seed share no numbers, however near their streams lie`() {
        let numbers = (0..<200).flatMap { (stream: Int64) in
            var random = SplitMix64(seed: 1, stream: stream)
            return (0..<50).map { _ in random.next() }
        }
        #expect(Set(numbers).count == numbers.count)
    }

    @Test func `a Chinese mobile number is read as the whole parser reads it`() {
        for beginning in 1200...1999 {
            for country in ["", "+86"] {
                let (plain, spaced) = ("\(country)\(beginning)1234567", "\(country)\(beginning) 1234567")
                #expect((try? Workplace.plan.e164(plain)) == (try? Workplace.plan.e164(spaced)), "\(plain)")
            }
        }
    }

    @Test func `a number in a log shows four digits`() {
        let number = Workplace.number(0)
        #expect("\(number)" == "…0000")
        #expect(!String(reflecting: number).contains("862062"))
        var dumped = ""
        dump(number, to: &dumped)
        #expect(!dumped.contains("862062"))
        #expect(!"\(Attempt(id: 1, token: "t", number: number))".contains("862062"))
    }

    @Test(arguments: [
        ("2026-11-20", true), ("2024-02-29", true), ("2026-02-29", false), ("2026-13-01", false), ("26-1-1", false),
        ("2026-1-001", false), ("2026-11-20 ", false), ("", false), ("-026-01-01", false), ("2026-+1-01", false),
    ])
    func `a day is a day of the calendar`(text: String, isDay: Bool) {
        #expect((CalendarDay(iso: text) != nil) == isDay)
    }

    @Test(arguments: [1600, 1900, 2000, 2024, 2026, 2100, 9999])
    func `there are the days that Foundation's calendar has`(year: Int) {
        for month in 0...13 {
            for day in 0...32 {
                let parts = DateComponents(calendar: .gregorianUTC, year: year, month: month, day: day)
                #expect((CalendarDay(year: year, month: month, day: day) != nil) == parts.isValidDate)
            }
        }
    }

    @Test func `days and months are counted by the calendar`() throws {
        let day = try #require(CalendarDay(iso: "2026-12-31"))
        #expect(day.adding(days: 1).description == "2027-01-01")
        #expect(day.days(until: day.adding(days: -400)) == -400)
        #expect(day.billingMonth.adding(months: 2).lastDay.description == "2027-02-28")
        #expect(day.billingMonth.adding(months: -12).description == "2025-12")
        // Shanghai is eight hours ahead: its day begins at 16:00 UTC.
        #expect(day.start(in: Workplace.zone).milliseconds == 1_798_646_400_000)
        #expect(CalendarDay(day.start(in: Workplace.zone), in: Workplace.zone) == day)
    }

    @Test(
        arguments: [
            ("10", 1000), ("10.5", 1050), ("0.05", 5), ("10.505", nil), ("-1", nil), (".5", nil), ("1e3", nil),
            ("", nil),
            ("9999999999999", nil),
        ] as [(String, Int64?)]
    )
    func `amounts are read to the fen`(text: String, fen: Int64?) {
        #expect(Fen(yuan: text)?.count == fen)
    }

    @Test func `amounts are written to the fen`() {
        #expect([Fen(5), Fen(-5), Fen(123_456), Fen(0)].map(\.description) == ["0.05", "-0.05", "1234.56", "0.00"])
    }

    @Test func `the window opens on the next day that it names, in its own zone`() {
        let window = CallWindow(zone: Workplace.zone, weekdays: [.monday, .friday], opens: 510, closes: 1200)!
        let friday = Workplace.today.start(in: Workplace.zone)
        #expect(window.verdict(at: friday + .seconds(510 * 60)) == .open)
        #expect(window.verdict(at: friday) == .closed(until: friday + .seconds(510 * 60)))
        let monday = Workplace.today.adding(days: 3).start(in: Workplace.zone) + .seconds(510 * 60)
        #expect(window.verdict(at: friday + .seconds(1200 * 60)) == .closed(until: monday))
        #expect(window.verdict(at: Workplace.now + .seconds(86_400)) == .closed(until: monday))
        #expect(CallWindow(zone: Workplace.zone, weekdays: [], opens: 0, closes: 1) == nil)
        #expect(CallWindow(zone: Workplace.zone, weekdays: [.monday], opens: 600, closes: 600) == nil)
        #expect(CallWindow.always(in: Workplace.zone).verdict(at: friday) == .open)
    }
}
