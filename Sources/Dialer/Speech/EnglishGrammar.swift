import Campaigns

/// How numbers, amounts, days and times are put together in English, as it is spoken in Britain.
enum EnglishGrammar {
    private static let scales: [(unit: UInt64, name: PromptID)] = [
        (1_000_000_000, "number.billion"), (1_000_000, "number.million"), (1_000, "number.thousand"),
    ]

    /// A cardinal number, such as "one thousand and five".
    static func number(_ value: UInt64) -> [PromptID] {
        guard value > 0 else { return ["number.0"] }
        var pieces: [PromptID] = []
        var rest = value
        for scale in scales where rest >= scale.unit {
            pieces += number(rest / scale.unit) + [scale.name]
            rest %= scale.unit
        }
        if rest >= 100 {
            pieces += [.number(rest / 100), "number.hundred"]
            rest %= 100
        }
        if rest > 0, !pieces.isEmpty { pieces.append("number.and") }
        return pieces + belowHundred(rest)
    }

    /// 1 to 20 and the tens have recordings of their own.
    private static func belowHundred(_ value: UInt64) -> [PromptID] {
        switch value {
        case 0: []
        case ...20: [.number(value)]
        default: [.number(value / 10 * 10)] + belowHundred(value % 10)
        }
    }

    static func amount(_ hundredths: UInt64, _ currency: SpokenCurrency) -> [PromptID] {
        let (units, cents) = hundredths.quotientAndRemainder(dividingBy: 100)
        var pieces: [PromptID] = []
        if units > 0 || cents == 0 { pieces += number(units) + [units == 1 ? currency.oneUnit : currency.unit] }
        if cents > 0 {
            if units > 0 { pieces.append("number.and") }
            pieces += number(cents) + [cents == 1 ? currency.oneHundredth : currency.hundredth]
        }
        return pieces
    }

    /// In pairs: "nineteen ninety-nine", "twenty oh five" being said "two thousand and five".
    static func year(_ year: Int) -> [PromptID] {
        let (century, rest) = UInt64(max(0, year)).quotientAndRemainder(dividingBy: 100)
        guard century >= 10, century % 10 != 0 || rest >= 10 else { return number(UInt64(max(0, year))) }
        return switch rest {
        case 0: number(century) + ["number.hundred"]
        case ..<10: number(century) + ["digit.oh", .number(rest)]
        default: number(century) + number(rest)
        }
    }

    static func day(_ day: CalendarDay, withYear: Bool) -> [PromptID] {
        [.month(day.month), .day(day.day)] + (withYear ? year(day.year) : [])
    }

    static func month(_ month: BillingMonth) -> [PromptID] {
        [.month(month.month)] + year(month.year)
    }

    static func time(_ time: ClockTime) -> [PromptID] {
        switch (time.hour, time.minute) {
        case (0, 0): return ["time.midnight"]
        case (12, 0): return ["time.noon"]
        default: break
        }
        let hour = UInt64((time.hour + 11) % 12 + 1)
        let minute: [PromptID] =
            switch time.minute {
            case 0: []
            case ..<10: ["digit.oh", .number(UInt64(time.minute))]
            default: number(UInt64(time.minute))
            }
        return [.number(hour)] + minute + [time.hour < 12 ? "time.morning" : "time.afternoon"]
    }
}
