import Campaigns
import PhoneNetwork

/// Holds our books against the exchange's log: every attempt and every page must be in both, and say the same.
struct BookAudit {
    /// One sentence for each thing in which they differ; none when the books balance.
    private(set) var differences: [String] = []
    let rangTwice: [Int64]

    private let daemonWasKilled: Bool

    init(
        attempts: [AttemptRecord], confirmed: [Int64: [Int]], faxes: [FaxJobStatus], exchange: ExchangeSummary,
        daemonWasKilled: Bool
    ) {
        rangTwice = exchange.rangTwice
        self.daemonWasKilled = daemonWasKilled
        let ours = Set(attempts.map(\.id))
        for id in exchange.rangTwice { differences.append("attempt \(id) rang twice") }
        for id in exchange.attempts.keys.sorted() where !ours.contains(id) {
            differences.append("attempt \(id) reached the exchange but is not in our books")
        }
        for attempt in attempts {
            let seen = exchange.attempts[attempt.id]
            if let seen { compareNames(attempt, seen) }
            compareOutcomes(attempt, seen)
            comparePages(attempt, seen?.pages.count ?? 0, confirmed[attempt.id]?.count ?? 0)
        }
        for fax in faxes { compare(fax, attempts, confirmed, exchange) }
        if !attempts.contains(where: { (exchange.attempts[$0.id]?.invites ?? 0) > 0 }) {
            differences.append("no attempt reached a subscriber, so nothing was compared")
        }
    }

    private mutating func compareNames(_ attempt: AttemptRecord, _ seen: ExchangeSummary.Attempt) {
        if seen.tokens != [attempt.token] {
            differences.append("attempt \(attempt.id) has another token at the exchange: it is not the same attempt")
        }
        if seen.calledNumber.drop(while: { $0 == "+" }) != attempt.number.text.dropFirst() {
            differences.append("attempt \(attempt.id) called another number than our books say")
        }
    }

    private mutating func compareOutcomes(_ attempt: AttemptRecord, _ seen: ExchangeSummary.Attempt?) {
        guard let outcome = attempt.outcome else {
            return differences.append("attempt \(attempt.id) was never finished")
        }
        if outcome == .interrupted {
            // What became of a call that a crash cut off, only the exchange knows.
            if !daemonWasKilled {
                differences.append("attempt \(attempt.id) was interrupted, though nobody killed the daemon")
            }
            return
        }
        // Where the last word was the challenge, nobody can have been rung.
        guard let seen, seen.invites > 0 || seen.rejectedStatus != nil else { return mustNotHaveRung(attempt, outcome) }
        let theirs = outcomeSeen(seen)
        // A call given up at a shutdown was cancelled, which the exchange cannot tell from no answer.
        if theirs == .noAnswer, outcome == .cancelled { return }
        if theirs != outcome {
            differences.append(
                "attempt \(attempt.id): our books say \(outcome.rawValue), the exchange \(theirs?.rawValue ?? "nothing")"
            )
        }
    }

    private func outcomeSeen(_ seen: ExchangeSummary.Attempt) -> AttemptOutcome? {
        if seen.answered > 0 { return .answered }
        return switch seen.rejectedStatus {
        case 486: .busy
        case 603: .rejected
        case 404: .wrongNumber
        case 480: .noAnswer
        case 488: .failed
        case 503: .congestion
        default: seen.cancelled > 0 ? .noAnswer : nil
        }
    }

    /// The exchange writes a confirmation down when it begins to go out.
    ///
    /// In a call that broke it may not have arrived; the page is sent again then. That can be so for one page only, since
    /// the next goes out when the last is confirmed (T.30 §5.3.6). One that was never given is never in our books.
    private mutating func comparePages(_ attempt: AttemptRecord, _ atExchange: Int, _ confirmed: Int) {
        let isWhole = attempt.detail?.hasPrefix("completed") == true
        if !(0...(isWhole ? 0 : 1)).contains(atExchange - confirmed) {
            differences.append(
                "attempt \(attempt.id): \(confirmed) pages confirmed in our books, \(atExchange) at the exchange")
        }
    }

    private mutating func mustNotHaveRung(_ attempt: AttemptRecord, _ outcome: AttemptOutcome) {
        switch outcome {
        case .trunkTrouble, .cancelled: break
        default: differences.append("attempt \(attempt.id) (\(outcome.rawValue)) never reached a subscriber")
        }
    }

    /// A delivered fax has every page, each received by the far end in the call that we say.
    private mutating func compare(
        _ fax: FaxJobStatus, _ attempts: [AttemptRecord], _ confirmed: [Int64: [Int]], _ exchange: ExchangeSummary
    ) {
        guard fax.state == .delivered else { return }
        let calls = attempts.filter { $0.faxJob == fax.id }.map(\.id)
        let pages = calls.flatMap { confirmed[$0] ?? [] }.sorted()
        if pages != Array(1...fax.pagesTotal) {
            differences.append("fax \(fax.id) counts as delivered, but its confirmed pages are \(pages)")
        }
        let received = calls.reduce(0) { $0 + (exchange.attempts[$1]?.pages.count ?? 0) }
        if received < fax.pagesTotal {
            differences.append("fax \(fax.id) has \(fax.pagesTotal) pages, the far machine got \(received)")
        }
    }
}
