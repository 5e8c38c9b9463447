package import Campaigns

/// Puts values into recorded pieces, in one language.
package struct Grammar: Sendable {
    package let language: CustomerLanguage
    package let currency: SpokenCurrency

    package init(_ language: CustomerLanguage, currency: SpokenCurrency = .yuan) {
        self.language = language
        self.currency = currency
    }

    /// A telephone, account or work number, digit by digit with a short pause between groups of four.
    ///
    /// Whatever isn't an ASCII digit is passed over. The groups are counted from the end, which gives 138 0013 8000.
    package func digits(_ text: String) -> [PromptID] {
        let digits = text.filter(\.isASCII).compactMap(\.wholeNumberValue)
        return digits.enumerated().flatMap { index, digit -> [PromptID] in
            let piece = language == .mandarin ? MandarinGrammar.telephoneDigit(digit) : .number(UInt64(digit))
            let startsGroup = index > 0 && (digits.count - index).isMultiple(of: 4)
            return startsGroup ? [.shortPause, piece] : [piece]
        }
    }

    /// A cardinal number.
    package func number(_ value: Int) -> [PromptID] {
        signed(value) {
            language == .mandarin ? MandarinGrammar.number($0) : EnglishGrammar.number($0)
        }
    }

    /// An amount of money, in hundredths of the currency's unit (fen).
    package func amount(fen: Int) -> [PromptID] {
        signed(fen) {
            language == .mandarin ? MandarinGrammar.amount($0, currency) : EnglishGrammar.amount($0, currency)
        }
    }

    package func day(_ day: CalendarDay, withYear: Bool = false) -> [PromptID] {
        language == .mandarin
            ? MandarinGrammar.day(day, withYear: withYear) : EnglishGrammar.day(day, withYear: withYear)
    }

    /// A billing period.
    package func month(_ month: BillingMonth) -> [PromptID] {
        language == .mandarin ? MandarinGrammar.month(month) : EnglishGrammar.month(month)
    }

    package func time(_ time: ClockTime) -> [PromptID] {
        language == .mandarin ? MandarinGrammar.time(time) : EnglishGrammar.time(time)
    }

    /// How long somebody will wait; nothing where that is less than half a minute, or so long that nobody should rely on it.
    package func expectedWait(_ time: Duration) -> [PromptID] {
        let minutes = Int((time / .seconds(60)).rounded())
        switch minutes {
        case 1: return ["clerk.wait-a-minute"]
        case 2...60: return ["clerk.wait-about"] + counted(minutes) + ["clerk.minutes"]
        default: return []
        }
    }

    /// Before a measure word.
    private func counted(_ count: Int) -> [PromptID] {
        language == .mandarin ? MandarinGrammar.number(UInt64(count), counting: true) : number(count)
    }

    private func signed(_ value: Int, _ spoken: (UInt64) -> [PromptID]) -> [PromptID] {
        (value < 0 ? ["number.minus"] : []) + spoken(UInt64(value.magnitude))
    }
}

extension PromptID {
    static let shortPause: PromptID = "pause.short"

    static func number(_ value: UInt64) -> PromptID { PromptID("number.\(value)") }
    static func month(_ month: Int) -> PromptID { PromptID("month.\(month)") }
    static func day(_ day: Int) -> PromptID { PromptID("day.\(day)") }
}
