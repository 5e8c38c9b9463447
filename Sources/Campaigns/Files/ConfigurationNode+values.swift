package import ConfigurationFile

/// Readers of the domain's own values.
extension ConfigurationNode {
    /// Such as `10 yuan`, `10.50 yuan` or `1050 fen`.
    func money() -> Fen? {
        let words = word?.split(separator: " ") ?? []
        switch (words.count, words.last) {
        case (2, "yuan"): if let amount = Fen(yuan: String(words[0])) { return amount }
        case (2, "fen"): if let count = words[0].plainInteger { return Fen(Int64(count)) }
        default: break
        }
        return mustBe("an amount such as “10 yuan”, “10.50 yuan” or “1050 fen”")
    }

    /// Such as `08:30`; `24:00` is the end of the day.
    ///
    /// Units: minutes after midnight.
    func timeOfDay() -> Int? {
        guard let match = word?.wholeMatch(of: /([0-9]{1,2}):([0-9]{2})/),
            let hour = Int(match.1), let minute = Int(match.2), minute < 60, hour * 60 + minute <= 1440
        else { return mustBe("a time of day such as 08:30, at most 24:00") }
        return hour * 60 + minute
    }

    /// Such as `2026-12-01T08:30`.
    func localMoment() -> LocalMoment? {
        word.flatMap { LocalMoment($0) } ?? mustBe("a day and a time such as 2026-12-01T08:30")
    }

    /// A retry policy: `tries`, `tries-per-number`, `between-numbers`, `best-hour`, and by result `wait` and `limit`.
    ///
    /// What isn't named keeps its default, and `never` takes a rule away.
    ///
    /// - Parameter results: what the tries can come to.
    package func retryPolicy(
        over base: RetryPolicy,
        _ results: [RetryPolicy.Result]
    ) -> RetryPolicy {
        expectKeys(["tries", "tries-per-number", "between-numbers", "best-hour"] + results.map(\.spelling))
        let budget = optional("tries")?.number(in: 1...100) ?? base.budget
        let perNumber = optional("tries-per-number")?.number(in: 1...100) ?? base.triesPerNumber
        let betweenNumbers = optional("between-numbers")?.duration() ?? base.betweenNumbers
        let seeksBestHour = optional("best-hour")?.truth() ?? base.seeksBestHour
        var rules = base.rules
        for result in results {
            guard let rule = optional(result.spelling) else { continue }
            if rule.word == "never" {
                rules[result] = nil
                continue
            }
            rule.expectKeys(["wait", "limit"])
            let limit =
                rule.optional("limit")?.number(in: 1...RetryPolicy.Rule.mostTries)
                ?? (result.countsAgainstBudget ? budget : RetryPolicy.Rule.mostTries)
            if let wait = rule["wait"].duration() { rules[result] = RetryPolicy.Rule(wait: wait, limit: limit) }
        }
        return RetryPolicy(
            budget: budget,
            triesPerNumber: perNumber,
            betweenNumbers: betweenNumbers,
            seeksBestHour: seeksBestHour,
            rules: rules
        )
    }
}

extension RetryPolicy.Result {
    /// What a call to a person can come to, in files' order.
    package static let ofContacts: [Self] = [
        .busy, .noAnswer, .rejected, .unreachable, .congestion, .trunkTrouble, .cancelled, .failed, .interrupted,
        .notHeard,
    ]

    /// What a fax can come to.
    package static let ofFaxes: [Self] = [
        .busy, .noAnswer, .rejected, .unreachable, .congestion, .trunkTrouble, .cancelled, .failed, .interrupted,
        .broken,
    ]

    /// As people write it; the raw value is the database's.
    package var spelling: String {
        switch self {
        case .noAnswer: "no-answer"
        case .wrongNumber: "wrong-number"
        case .trunkTrouble: "trunk-trouble"
        case .notHeard: "not-heard"
        default: rawValue
        }
    }
}
