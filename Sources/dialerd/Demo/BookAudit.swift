import Campaigns
import PhoneNetwork

/// Holds our books against the exchange's log: every attempt and every page must be in both, and say the same.
struct BookAudit {
    /// One sentence for each thing in which they differ; none when the books balance.
    private(set) var differences: [String] = []
    let rangTwice: [Int64]

    init(
        attempts: [AttemptRecord], confirmed: [Int64: [Int]], faxes: [FaxJobStatus], exchange: ExchangeSummary
    ) {
        rangTwice = exchange.rangTwice
        let ours = Dictionary(uniqueKeysWithValues: attempts.map { ($0.id, $0) })
        for id in exchange.rangTwice { differences.append("attempt \(id) rang twice") }
        for (id, seen) in exchange.attempts.sorted(by: { $0.key < $1.key }) where seen.invites > 0 {
            guard let attempt = ours[id] else {
                differences.append("attempt \(id) reached the exchange but is not in our books")
                continue
            }
            compare(attempt, seen)
            comparePages(attempt, seen, confirmed[id] ?? [])
        }
        for attempt in attempts where (exchange.attempts[attempt.id]?.invites ?? 0) == 0 { mustNotHaveRung(attempt) }
        for fax in faxes { compare(fax, attempts, confirmed, exchange) }
    }

    private mutating func compare(_ attempt: AttemptRecord, _ seen: ExchangeSummary.Attempt) {
        guard let outcome = attempt.outcome else {
            return differences.append("attempt \(attempt.id) was never finished")
        }
        // What became of a call that our crash cut off, only the exchange knows.
        guard outcome != .interrupted else { return }
        let theirs: AttemptOutcome? =
            if seen.answered > 0 {
                .answered
            } else {
                switch seen.rejectedStatus {
                case 486: .busy
                case 603: .rejected
                case 404: .wrongNumber
                case 503: .congestion
                default: seen.cancelled > 0 ? .noAnswer : nil
                }
            }
        // A call given up at a shutdown was cancelled, which the exchange cannot tell from no answer.
        if theirs == .noAnswer, outcome == .cancelled { return }
        if theirs != outcome {
            differences.append(
                "attempt \(attempt.id): our books say \(outcome.rawValue), the exchange \(theirs?.rawValue ?? "nothing")"
            )
        }
    }

    private mutating func comparePages(
        _ attempt: AttemptRecord, _ seen: ExchangeSummary.Attempt, _ confirmed: [Int]
    ) {
        // The exchange writes a confirmation down when it begins to go out. In a call that broke it may not have arrived;
        // the page is sent again then. One that was never given is never in our books.
        let mayBeLost = attempt.detail?.hasPrefix("completed") != true
        if confirmed.count > seen.pages.count || (!mayBeLost && confirmed.count != seen.pages.count) {
            differences.append(
                "attempt \(attempt.id): \(confirmed.count) pages confirmed in our books, \(seen.pages.count) at the exchange"
            )
        }
    }

    private mutating func mustNotHaveRung(_ attempt: AttemptRecord) {
        switch attempt.outcome {
        case .interrupted, .trunkTrouble, .cancelled: break
        default:
            differences.append(
                "attempt \(attempt.id) (\(attempt.outcome?.rawValue ?? "open")) never reached the exchange")
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
