import Campaigns
import Testing

@testable import Dialer

@Suite("Spoken numbers, amounts, days and times")
struct GrammarTests {
    let mandarin = Grammar(.mandarin)
    let english = Grammar(.english)

    @Test(
        "A number is said as people say it",
        arguments: [
            (0, "零", "zero"),
            (1, "一", "one"),
            (2, "二", "two"),
            (10, "十", "ten"),
            (12, "十二", "twelve"),
            (15, "十五", "fifteen"),
            (20, "二十", "twenty"),
            (22, "二十二", "twenty two"),
            (99, "九十九", "ninety nine"),
            (100, "一百", "one hundred"),
            (101, "一百零一", "one hundred and one"),
            (105, "一百零五", "one hundred and five"),
            (110, "一百一十", "one hundred and ten"),
            (115, "一百一十五", "one hundred and fifteen"),
            (200, "二百", "two hundred"),
            (999, "九百九十九", "nine hundred and ninety nine"),
            (1_000, "一千", "one thousand"),
            (1_005, "一千零五", "one thousand and five"),
            (1_010, "一千零一十", "one thousand and ten"),
            (1_100, "一千一百", "one thousand one hundred"),
            (2_000, "两千", "two thousand"),
            (2_222, "两千二百二十二", "two thousand two hundred and twenty two"),
            (10_000, "一万", "ten thousand"),
            (10_005, "一万零五", "ten thousand and five"),
            (10_050, "一万零五十", "ten thousand and fifty"),
            (12_000, "一万二千", "twelve thousand"),
            (20_000, "两万", "twenty thousand"),
            (100_000, "十万", "one hundred thousand"),
            (100_010, "十万零一十", "one hundred thousand and ten"),
            (120_500, "十二万零五百", "one hundred and twenty thousand five hundred"),
            (205_000, "二十万五千", "two hundred and five thousand"),
            (1_000_105, "一百万零一百零五", "one million one hundred and five"),
            (20_000_000, "两千万", "twenty million"),
            (100_000_000, "一亿", "one hundred million"),
            (100_001_000, "一亿零一千", "one hundred million one thousand"),
            (100_100_000, "一亿零一十万", "one hundred million one hundred thousand"),
            (120_000_005, "一亿二千万零五", "one hundred and twenty million and five"),
            (200_000_000, "两亿", "two hundred million"),
            (1_000_000_000, "十亿", "one billion"),
            (-7, "负七", "minus seven"),
        ]
    )
    func number(value: Int, zh: String, en: String) throws {
        #expect(try Prompts.text(mandarin.number(value), in: .mandarin) == zh)
        #expect(try Prompts.text(english.number(value), in: .english) == en)
    }

    @Test(
        "An amount is said in yuan, jiao and fen",
        arguments: [
            (0, "零元", "zero yuan"),
            (1, "一分", "one fen"),
            (2, "两分", "two fen"),
            (10, "一角", "ten fen"),
            (20, "两角", "twenty fen"),
            (22, "两角二分", "twenty two fen"),
            (100, "一元", "one yuan"),
            (105, "一元零五分", "one yuan and five fen"),
            (200, "两元", "two yuan"),
            (222, "两元二角二分", "two yuan and twenty two fen"),
            (250, "两元五角", "two yuan and fifty fen"),
            (1_000, "十元", "ten yuan"),
            (1_200, "十二元", "twelve yuan"),
            (10_506, "一百零五元零六分", "one hundred and five yuan and six fen"),
            (12_345, "一百二十三元四角五分", "one hundred and twenty three yuan and forty five fen"),
            (1_005_000, "一万零五十元", "ten thousand and fifty yuan"),
            (10_000_000_000, "一亿元", "one hundred million yuan"),
            (-150, "负一元五角", "minus one yuan and fifty fen"),
        ]
    )
    func amount(fen: Int, zh: String, en: String) throws {
        #expect(try Prompts.text(mandarin.amount(fen: fen), in: .mandarin) == zh)
        #expect(try Prompts.text(english.amount(fen: fen), in: .english) == en)
    }

    @Test("A currency without tenths counts hundredths, and one of a unit has its own word")
    func otherCurrency() {
        let dollar = SpokenCurrency(
            unit: "dollars",
            oneUnit: "dollar",
            tenth: nil,
            hundredth: "cents",
            oneHundredth: "cent"
        )
        #expect(
            Grammar(.english, currency: dollar).amount(fen: 101)
                == ["number.1", "dollar", "number.and", "number.1", "cent"]
        )
        #expect(
            Grammar(.mandarin, currency: dollar).amount(fen: 22) == ["number.2", "number.10", "number.2", "cents"]
        )
    }

    @Test("Telephone numbers are said digit by digit, 1 as 幺, with pauses that leave groups of four")
    func digits() throws {
        #expect(try Prompts.text(mandarin.digits("13800138000"), in: .mandarin) == "幺三八零零幺三八零零零")
        #expect(try Prompts.text(english.digits("170"), in: .english) == "one seven zero")
        let groups = english.digits("138-0013 8000").split(separator: .shortPause).map(\.count)
        #expect(groups == [3, 4, 4])
        #expect(mandarin.digits("") == [])
        #expect(mandarin.digits("٣x") == [], "only ASCII digits are digits")
    }

    @Test(
        "A day is said with month and, where asked for, year",
        arguments: [
            (2026, 3, 3, "二零二六年三月三日", "March the third twenty twenty six"),
            (2005, 10, 31, "二零零五年十月三十一日", "October the thirty-first two thousand and five"),
            (1999, 12, 12, "一九九九年十二月十二日", "December the twelfth nineteen ninety nine"),
            (1905, 1, 20, "一九零五年一月二十日", "January the twentieth nineteen oh five"),
            (1900, 2, 28, "一九零零年二月二十八日", "February the twenty-eighth nineteen hundred"),
            (2100, 5, 1, "二一零零年五月一日", "May the first twenty one hundred"),
            (2000, 2, 29, "二零零零年二月二十九日", "February the twenty-ninth two thousand"),
        ]
    )
    func day(year: Int, month: Int, day: Int, zh: String, en: String) throws {
        let day = try #require(CalendarDay(year: year, month: month, day: day))
        #expect(try Prompts.text(mandarin.day(day, withYear: true), in: .mandarin) == zh)
        #expect(try Prompts.text(english.day(day, withYear: true), in: .english) == en)
        #expect(mandarin.day(day) == english.day(day))
    }

    @Test("A billing period is said as year and month")
    func month() throws {
        let month = try #require(CalendarDay(year: 2026, month: 10, day: 31)?.billingMonth)
        #expect(try Prompts.text(mandarin.month(month), in: .mandarin) == "二零二六年十月")
        #expect(try Prompts.text(english.month(month), in: .english) == "October twenty twenty six")
    }

    @Test(
        "A time of day is said on the twelve-hour clock",
        arguments: [
            (0, 0, "凌晨零点", "midnight"),
            (0, 5, "凌晨零点零五分", "twelve oh five a.m."),
            (2, 0, "凌晨两点", "two a.m."),
            (9, 30, "上午九点三十分", "nine thirty a.m."),
            (12, 0, "中午十二点", "noon"),
            (12, 2, "中午十二点零二分", "twelve oh two p.m."),
            (14, 15, "下午两点十五分", "two fifteen p.m."),
            (18, 0, "晚上六点", "six p.m."),
            (23, 59, "晚上十一点五十九分", "eleven fifty nine p.m."),
        ]
    )
    func time(hour: Int, minute: Int, zh: String, en: String) throws {
        let time = try #require(ClockTime(hour: hour, minute: minute))
        #expect(try Prompts.text(mandarin.time(time), in: .mandarin) == zh)
        #expect(try Prompts.text(english.time(time), in: .english) == en)
    }

    @Test("Whatever the value, every piece is recorded", arguments: CustomerLanguage.allCases)
    func everyPieceIsRecorded(language: CustomerLanguage) throws {
        let catalogue = try Prompts.catalogue.get()
        let grammar = Grammar(language)
        var random = SplitMix64(seed: 1)
        var used: Set<PromptID> = []
        for value in [Int.min, Int.max] + (0..<2_000).map({ Int.random(in: 0...(1 << ($0 % 62)), using: &random) }) {
            used.formUnion(grammar.number(value) + grammar.amount(fen: value))
        }
        let firstDay = try #require(CalendarDay(year: 1, month: 1, day: 1))
        for _ in 0..<2_000 {
            let day = firstDay.adding(days: .random(in: 0...3_000_000, using: &random))
            used.formUnion(grammar.day(day, withYear: true) + grammar.month(day.billingMonth))
        }
        for minutes in 0..<1_440 {
            let time = try #require(ClockTime(hour: minutes / 60, minute: minutes % 60))
            used.formUnion(grammar.time(time))
        }
        used.formUnion(grammar.digits("0123456789"))
        let missing = used.filter { catalogue.recording(of: SpokenPiece($0, in: language)) == nil }
        #expect(missing.isEmpty)
        // And the other way round: a speaker records no piece of the grammar in vain.
        let grammarPieces = catalogue.recordings.filter { $0.group == "grammar" && $0.piece.language == language }
        let spare = Set(grammarPieces.map(\.piece.prompt)).subtracting(used)
        #expect(spare == ["day.today", "day.tomorrow"])
    }

    @Test(
        "A wait is told in whole minutes, and not at all where it is short or nobody should rely on it",
        arguments: [
            (20, "", ""),
            (45, "预计等候时间约一分钟", "You will wait about one minute."),
            (120, "预计等候时间约两分钟", "You will wait about two minutes."),
            (725, "预计等候时间约十二分钟", "You will wait about twelve minutes."),
            (3_600, "预计等候时间约六十分钟", "You will wait about sixty minutes."),
            (4_000, "", ""),
        ]
    )
    func expectedWait(seconds: Int, zh: String, en: String) throws {
        #expect(try Prompts.text(mandarin.expectedWait(.seconds(seconds)), in: .mandarin) == zh)
        #expect(try Prompts.text(english.expectedWait(.seconds(seconds)), in: .english) == en)
    }
}
