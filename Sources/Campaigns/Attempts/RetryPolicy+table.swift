extension RetryPolicy {
    /// What a policy comes to where every try ends the same way.
    package struct Line: Hashable, Sendable {
        package let result: Result
        /// The wait after the first try, after the second, and so on; none where the first is the last.
        package let waits: [Duration]
        /// Why it is over then.
        package let end: String

        /// Such as `busy: again after 15 minutes, twice; then it is over: busy 3 times.`
        package var sentence: String {
            guard let wait = waits.first else { return "\(result.spelling): \(end)." }
            return "\(result.spelling): \(waits.count) × again after \(wait.words), then it is over: \(end)."
        }
    }

    /// The resulting waits of every class of result, worked out by the same decision that calls are.
    ///
    /// Mixed results have one budget: they end at the latest with the try that uses it up.
    package func table(of results: [Result]) -> [Line] {
        results.map { result in
            var waits: [Duration] = []
            while true {
                let tries = waits.count + 1
                switch decide(after: result, times: tries, used: result.countsAgainstBudget ? tries : 0) {
                case .again(let wait): waits.append(wait)
                case .exhausted(let reason): return Line(result: result, waits: waits, end: reason)
                }
            }
        }
    }

    /// The table of contacts as people read it, a line each, with what holds for all results together.
    package var contactTable: [String] {
        let numbers = triesPerNumber.map { ", at most \($0) at one number" } ?? ""
        let bestHour =
            seeksBestHour
            ? [
                "After no answer a wait of an hour or more goes on to the hour, within a day, at which they tend to answer."
            ] : []
        return ["\(budget) tries in all that count for each stage\(numbers), whatever they come to:"]
            + table(of: Result.ofContacts).map { "  " + $0.sentence }
            + ["Another number of the same contact is tried \(betweenNumbers.words) later, a wrong one's next at once."]
            + bestHour
    }
}
