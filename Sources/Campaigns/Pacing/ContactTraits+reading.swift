import GRDB

/// What the books say of a call that is about to be made.
extension ContactTraits {
    /// Calls that rang nobody say nothing of who answers; faxes neither.
    static let lastCallsSQL = """
        SELECT openedAt, outcome, answeredBy FROM attempt
        WHERE number = :number AND openedAt > :since AND standing IS NOT NULL AND purpose <> 'fax' AND outcome IS NOT NULL
        ORDER BY openedAt DESC LIMIT 2
        """

    /// How far back calls are looked at.
    private static let memory = Duration.seconds(90 * 86_400)

    init(_ db: Database, of contact: CallGate.Contact, at number: E164, now: UTCTime) throws {
        let since = now + (.zero - Self.memory)
        let rows = try Row.fetchAll(
            db.cachedStatement(sql: Self.lastCallsSQL),
            arguments: ["number": number.text, "since": since.milliseconds])
        let ends = rows.map { LastCall(outcome: $0["outcome"], answeredBy: $0["answeredBy"]) }
        let age = rows.first.map { now.milliseconds - ($0["openedAt"] as Int64) } ?? .max
        let clock = contact.numbers.first { $0.number == number }?.facts.place.clocks.first
        let local = (clock?.local(now) ?? now).milliseconds
        self.init(
            number: number.kind,
            hours: Hours(hour: Int(local.modulo(dayLength) / 3_600_000)),
            // 1970-01-01 was a Thursday: three days after a Monday.
            isWeekend: (local.floored(by: dayLength) + 3).modulo(7) >= 5,
            lastCall: ends == [.noAnswer, .noAnswer] ? .noAnswerAgain : ends.first ?? .never,
            since: age < dayLength ? .aDay : age < 7 * dayLength ? .aWeek : .longer,
            tries: contact.attemptsUsed)
    }
}

extension ContactTraits.LastCall {
    fileprivate init(outcome: String, answeredBy: String?) {
        switch (AttemptOutcome(rawValue: outcome), answeredBy.flatMap(AnsweredBy.init(rawValue:))) {
        case (.answered, .person): self = .person
        case (.answered, .machine), (.answered, .fax): self = .machine
        case (.answered, _): self = .answered
        case (.noAnswer, _), (.cancelled, _): self = .noAnswer
        case (.busy, _), (.rejected, _): self = .busy
        case (.wrongNumber, _), (.unreachable, _), (.congestion, _), (.trunkTrouble, _), (.failed, _),
            (.interrupted, _), (nil, _):
            self = .unreachable
        }
    }
}
