import Campaigns

/// What the books say of a time: calls that began in it, persons who answered in it, and what agents did.
struct PredictiveFigures: Encodable {
    var seconds: Double
    var calls: Int
    var outcomes: [String: Int]
    /// Calls that we gave up before an answer.
    var givenUp: Int
    /// Of calls that are over.
    var persons: Int
    var abandoned: Int
    /// Persons who were brought to an agent; of calls that are up, too.
    var connected: Int
    /// Percent of persons.
    var abandonment: Double
    /// Talks and wrap-ups, as percent of the time in which agents were at work.
    var utilisation: Double
    /// All agents together.
    var secondsByActivity: [String: Double]
    /// From the answer until an agent has her.
    var millisecondsFromAnswerToAgent: CallsBenchmark.Percentiles

    init(_ attempts: [AttemptRecord], _ spans: [KeptAgentSpan], from: UTCTime, until: UTCTime) {
        seconds = Self.seconds(from, until)
        let begun = attempts.filter { from <= $0.openedAt && $0.openedAt < until }
        calls = begun.count
        outcomes = Dictionary(grouping: begun, by: { $0.outcome?.rawValue ?? "open" }).mapValues(\.count)
        givenUp = begun.count { $0.detail?.hasPrefix("given up") == true }
        let answered = attempts.filter { attempt in
            attempt.answeredBy == .person && attempt.answeredAt.map { from <= $0 && $0 < until } == true
        }
        persons = answered.count
        abandoned = answered.count(where: \.isAbandoned)
        abandonment = 100 * Double(abandoned) / Double(max(1, persons))
        let talks = spans.filter { $0.span.activity == .talking && from <= $0.startedAt && $0.startedAt < until }
        let connections = Dictionary(
            talks.compactMap { talk in talk.span.customer.map { ($0, talk.startedAt) } }, uniquingKeysWith: min)
        connected = connections.count
        millisecondsFromAnswerToAgent = .init(
            answered.compactMap { attempt in
                guard let answer = attempt.answeredAt, let talk = connections["attempt \(attempt.id)"] else {
                    return nil
                }
                return Double(talk.milliseconds - answer.milliseconds)
            })
        var seconds: [String: Double] = [:]
        for span in spans {
            let isBreak = span.span.presence == .onBreak && span.span.activity == .idle
            seconds[isBreak ? "break" : span.span.activity.rawValue, default: 0] +=
                max(0, Self.seconds(max(from, span.startedAt), min(until, span.endedAt ?? until)))
        }
        secondsByActivity = seconds
        let busy = (seconds["talking"] ?? 0) + (seconds["wrapUp"] ?? 0)
        let atWork = seconds.values.reduce(0, +) - (seconds["break"] ?? 0)
        utilisation = 100 * busy / max(1, atWork)
    }

    private static func seconds(_ from: UTCTime, _ until: UTCTime) -> Double {
        Double(until.milliseconds - from.milliseconds) / 1_000
    }
}
