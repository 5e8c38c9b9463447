import Campaigns

/// How numbers, amounts, days and times are put together in Mandarin.
enum MandarinGrammar {
    /// The places that have a name, the largest first.
    private static let places: [(unit: UInt64, name: PromptID)] = [
        (100_000_000, "number.hundred-million"), (10_000, "number.ten-thousand"),
        (1_000, "number.thousand"), (100, "number.hundred"), (10, "number.10"),
    ]

    /// A cardinal number, such as 一百零五.
    ///
    /// - Parameter counting: Before a measure word a bare 2 is 两, not 二.
    static func number(_ value: UInt64, counting: Bool = false) -> [PromptID] {
        if value == 2, counting { return ["number.two-of"] }
        return value == 0 ? ["number.0"] : spoken(value, leads: true)
    }

    /// - Parameter leads: Nothing was said before: only there is 10 said 十 instead of 一十, and 2,000 两千 instead of 二千.
    private static func spoken(_ value: UInt64, leads: Bool) -> [PromptID] {
        var pieces: [PromptID] = []
        var rest = value
        for place in places where rest >= place.unit {
            let count = rest / place.unit
            rest %= place.unit
            let first = leads && pieces.isEmpty
            switch (count, place.unit) {
            case (1, 10) where first: break
            case (2, 1_000...) where first: pieces.append("number.two-of")
            default: pieces += spoken(count, leads: first)
            }
            pieces.append(place.name)
            // However many places are empty, one 零 stands for them; at the end none.
            if rest > 0, rest < place.unit / 10 { pieces.append("number.0") }
        }
        if rest > 0 { pieces.append(digit(rest)) }
        return pieces
    }

    /// In telephone and account numbers 1 is 幺, which cannot be taken for 七 on a poor line.
    static func telephoneDigit(_ digit: Int) -> PromptID {
        digit == 1 ? "digit.one" : self.digit(UInt64(digit))
    }

    static func amount(_ hundredths: UInt64, _ currency: SpokenCurrency) -> [PromptID] {
        let (units, cents) = hundredths.quotientAndRemainder(dividingBy: 100)
        var pieces: [PromptID] = []
        if units > 0 || cents == 0 { pieces += number(units, counting: true) + [currency.unit] }
        guard let tenth = currency.tenth else {
            return cents > 0 ? pieces + number(cents, counting: true) + [currency.hundredth] : pieces
        }
        let (tenths, rest) = cents.quotientAndRemainder(dividingBy: 10)
        if tenths > 0 { pieces += number(tenths, counting: pieces.isEmpty) + [tenth] }
        if rest > 0 {
            if tenths == 0, units > 0 { pieces.append("number.0") }
            pieces += number(rest, counting: pieces.isEmpty) + [currency.hundredth]
        }
        return pieces
    }

    /// Digit by digit: 二 零 二 六 年.
    static func year(_ year: Int) -> [PromptID] {
        String(year).compactMap(\.wholeNumberValue).map { digit(UInt64($0)) } + ["year"]
    }

    static func day(_ day: CalendarDay, withYear: Bool) -> [PromptID] {
        (withYear ? year(day.year) : []) + [.month(day.month), .day(day.day)]
    }

    static func month(_ month: BillingMonth) -> [PromptID] {
        year(month.year) + [.month(month.month)]
    }

    static func time(_ time: ClockTime) -> [PromptID] {
        let partOfDay: PromptID =
            switch time.hour {
            case ..<6: "time.before-dawn"
            case ..<12: "time.morning"
            case 12: "time.noon"
            case ..<18: "time.afternoon"
            default: "time.evening"
            }
        let hour = UInt64(time.hour > 12 ? time.hour - 12 : time.hour)
        var pieces = [partOfDay] + number(hour, counting: true) + ["time.hour"]
        if time.minute > 0 {
            if time.minute < 10 { pieces.append("number.0") }
            pieces += number(UInt64(time.minute)) + ["time.minute"]
        }
        return pieces
    }

    private static func digit(_ value: UInt64) -> PromptID { .number(value) }
}
