import Foundation
import GRDB

extension ReportBook {
    /// The figures of a period, from the tallies: as quick over ten million attempts as over ten.
    ///
    /// Throws: `notFound` where there is no such campaign; `recordAltered` where durations aren't as they were written.
    package func report(_ question: ReportQuestion) async throws -> PeriodReport {
        let tally = database.records.map { CallTally(seal: $0.seal) }
        return try await database.read { db in
            var gathering = ReportGathering(question, tally: tally)
            let campaigns = try Row.fetchAll(db, sql: "SELECT id, name FROM campaign ORDER BY id")
                .map { (id: $0[0] as Int64, name: $0[1] as String) }
            if let name = question.campaign {
                guard let campaign = campaigns.first(where: { $0.name == name }) else {
                    throw CampaignsError(
                        .notFound,
                        "There is no campaign “\(name)” with results; `dialerd campaign status` lists those that were started."
                    )
                }
                try gathering.gather(db, campaign: campaign.id, name: name)
            } else {
                for (id, name) in campaigns { try gathering.gather(db, campaign: id, name: name) }
                try gathering.gather(db, campaign: 0, name: "no campaign")
            }
            return gathering.report
        }
    }
}

/// Reads tallies and adds them up in the rows of a report.
struct ReportGathering {
    private let question: ReportQuestion
    private let calendar: ReportCalendar
    private let tally: CallTally?
    private var rows: [ReportCounts] = []
    private var labels: [String] = []
    private var indices: [String: Int] = [:]
    /// When the first quarter of a row is, where rows are hours.
    private var beginnings: [Int: Int64] = [:]
    /// Which row a quarter of an hour belongs to.
    private var quarters: [Int64: Int] = [:]
    private var areCallsOpen = true

    static let attemptSQL = """
        SELECT quarter, kind, outcome, answeredBy, wasPlayedToEnd, isAbandoned, attempts, rang, reached
        FROM attemptTally WHERE campaign = :campaign AND quarter >= :from AND quarter < :to
        """
    static let happeningSQL = """
        SELECT quarter, what, kind, count FROM happeningTally
        WHERE campaign = :campaign AND quarter >= :from AND quarter < :to
        """
    static let callSQL = """
        SELECT quarter, kind, outcome, calls, sums FROM callTally
        WHERE campaign = :campaign AND quarter >= :from AND quarter < :to
        """

    init(_ question: ReportQuestion, tally: CallTally?) {
        (self.question, self.tally) = (question, tally)
        calendar = ReportCalendar(question.zone)
        for label in calendar.labels(question) { _ = index(of: label) }
        if question.grouping == .outcome { for outcome in AttemptOutcome.allCases { _ = index(of: outcome.rawValue) } }
    }

    mutating func gather(_ db: Database, campaign: Int64, name: String) throws {
        let period = question.period
        let arguments: StatementArguments = [
            "campaign": campaign, "from": period.lowerBound.milliseconds, "to": period.upperBound.milliseconds,
        ]
        try gatherAttempts(Row.fetchCursor(db.cachedStatement(sql: Self.attemptSQL), arguments: arguments), name)
        try gatherCalls(
            Row.fetchCursor(db.cachedStatement(sql: Self.callSQL), arguments: arguments), campaign, name)
        guard question.grouping != .outcome else { return }
        let happenings = try Row.fetchCursor(db.cachedStatement(sql: Self.happeningSQL), arguments: arguments)
        while let row = try happenings.next() {
            guard let happening = Happening(rawValue: row[1]) else { continue }
            let key = ReportCounts.HappeningKind(happening: happening, kind: row[2])
            rows[index(row[0], name, "")].happenings[key, default: 0] += row[3]
        }
    }

    private mutating func gatherAttempts(_ cursor: RowCursor, _ name: String) throws {
        while let row = try cursor.next() {
            guard let kind = AttemptClass.Kind(rawValue: row[1]), let outcome = AttemptOutcome(rawValue: row[2]) else {
                continue
            }
            let key = AttemptClass(
                kind: kind, outcome: outcome, answeredBy: AnsweredBy(rawValue: row[3]), wasPlayedToEnd: row[4],
                isAbandoned: row[5])
            let counts = AttemptCounts(attempts: row[6], rang: row[7], reached: row[8])
            rows[index(row[0], name, outcome.rawValue)].attempts[key, default: AttemptCounts()] += counts
        }
    }

    private mutating func gatherCalls(_ cursor: RowCursor, _ campaign: Int64, _ name: String) throws {
        while let row = try cursor.next() {
            guard let tally else {
                areCallsOpen = false
                return
            }
            let key = ReportCounts.CallKind(kind: row[1], outcome: row[2])
            guard question.grouping != .outcome || !key.outcome.isEmpty else { continue }
            let place = CallTally.Place(campaign: campaign, quarter: row[0], kind: key.kind, outcome: key.outcome)
            let sums = try tally.open(row[4], calls: row[3], at: place)
            rows[index(row[0], name, key.outcome)].calls[key, default: CallSums()] += sums
        }
    }

    private mutating func index(_ quarter: Int64, _ campaign: String, _ outcome: String) -> Int {
        switch question.grouping {
        case nil: return index(of: "\(question.firstDay) – \(question.lastDay)")
        case .campaign: return index(of: campaign)
        case .outcome: return index(of: outcome)
        case .hour?, .day?, .month?:
            if let known = quarters[quarter] { return known }
            let found = index(
                of: calendar.label(UTCTime(milliseconds: quarter), by: question.grouping ?? .day))
            quarters[quarter] = found
            beginnings[found] = min(quarter, beginnings[found] ?? quarter)
            return found
        }
    }

    private mutating func index(of label: String) -> Int {
        if let index = indices[label] { return index }
        indices[label] = rows.count
        labels.append(label)
        rows.append(ReportCounts())
        return rows.count - 1
    }

    var report: PeriodReport {
        var order = Array(rows.indices)
        // Campaigns come one after the other, and each brings hours of its own.
        if question.grouping == .hour { order.sort { beginnings[$0, default: 0] < beginnings[$1, default: 0] } }
        let answer = order.map { index in
            var counts = rows[index]
            counts.areCallsOpen = areCallsOpen
            return PeriodReport.Row(label: labels[index], counts: counts)
        }
        let total = answer.reduce(into: ReportCounts()) { $0 += $1.counts }
        return PeriodReport(question: question, rows: answer, total: total)
    }
}
