/// How a figure is made.
package indirect enum Formula: Sendable, CustomStringConvertible {
    /// Attempts of contacts that fulfil the filter.
    case attempts(AttemptFilter)
    /// Attempts that were the first to reach their contact.
    case reached
    case happening(Happening, kind: String? = nil)
    /// Out of what is encrypted.
    case calls(AttemptClass.Kind?, any KeyPath<CallSums, Int64> & Sendable, name: String)
    /// All attempts of a kind, however they ended.
    case tries(AttemptClass.Kind)
    case total([Formula])
    /// Nothing where there is nothing to divide by.
    case ratio(Formula, to: Formula, words: String)

    package var description: String {
        switch self {
        case .attempts(let filter): filter.description
        case .reached: "attempts that reached their contact first"
        case .happening(let happening, let kind): kind.map { "`\(happening)`: \($0)" } ?? "`\(happening)`"
        case .calls(let kind, _, let name):
            "`\(name)` of \(kind?.words ?? "enquiries")"
        case .tries(let kind): kind.words
        case .total(let parts): parts.map(\.description).joined(separator: " + ")
        case .ratio(_, _, let words): words
        }
    }

    var isOfAttempts: Bool {
        switch self {
        case .attempts, .reached, .calls(.contact?, _, _): true
        case .happening, .calls, .tries, .total: false
        case .ratio(let part, let whole, _): part.isOfAttempts && whole.isOfAttempts
        }
    }

    func sum(_ counts: ReportCounts) -> Int64? {
        switch self {
        case .attempts(let filter):
            counts.attempts.reduce(0) { $0 + (filter.includes($1.key) ? filter.count($1.value) : 0) }
        case .tries(let kind): counts.attempts.reduce(0) { $0 + ($1.key.kind == kind ? $1.value.attempts : 0) }
        case .reached: counts.attempts.values.reduce(0) { $0 + $1.reached }
        case .happening(let happening, let kind):
            counts.happenings.reduce(0) { sum, entry in
                let isMeant = entry.key.happening == happening && (kind == nil || entry.key.kind == kind)
                return sum + (isMeant ? entry.value : 0)
            }
        case .calls(let kind, let figure, _):
            counts.areCallsOpen
                ? counts.calls.reduce(0) { sum, entry in
                    sum + (entry.key.kind == (kind?.rawValue ?? "enquiry") ? entry.value[keyPath: figure] : 0)
                } : nil
        case .total(let parts): parts.reduce(0) { sum, part in part.sum(counts).map { $0 + (sum ?? 0) } }
        case .ratio: nil
        }
    }

    func quotient(_ counts: ReportCounts) -> Double? {
        guard case .ratio(let part, let whole, _) = self, let part = part.sum(counts), let whole = whole.sum(counts),
            whole > 0
        else { return nil }
        return Double(part) / Double(whole)
    }
}

extension AttemptClass.Kind {
    fileprivate var words: String {
        switch self {
        case .contact: "attempts"
        case .fax: "fax attempts"
        case .callback: "callback attempts"
        }
    }
}

/// Which attempts of contacts a figure counts.
package struct AttemptFilter: Sendable, CustomStringConvertible {
    /// All where nil.
    var outcomes: Set<AttemptOutcome>?
    var answeredBy: AnsweredBy?
    var isPlayedToEnd = false
    var isAbandoned = false
    var rang = false
    package let description: String

    func includes(_ attempts: AttemptClass) -> Bool {
        attempts.kind == .contact && outcomes?.contains(attempts.outcome) != false
            && (answeredBy == nil || attempts.answeredBy == answeredBy)
            && (!isPlayedToEnd || attempts.wasPlayedToEnd) && (!isAbandoned || attempts.isAbandoned)
    }

    func count(_ counts: AttemptCounts) -> Int64 { rang ? counts.rang : counts.attempts }
}
