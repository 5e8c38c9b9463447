import Campaigns
import Dialer
import Foundation

/// The report of a trial, for people and for scripts.
struct TrialPage {
    private let report: TrialReport
    private let seeds: Int
    private let zone: TimeZone

    init(_ report: TrialReport, seeds: Int, zone: TimeZone) {
        (self.report, self.seeds, self.zone) = (report, seeds, zone)
    }

    private var trial: CampaignTrial { report.trial }
    private var campaign: CampaignDefinition { trial.campaign }

    // MARK: For scripts

    struct Figures: Encodable {
        struct Assumption: Encodable {
            let what: String
            let value: String
            let from: String
        }

        struct Line: Encodable {
            let agents: Int?
            /// The middle one of all seeds, and the first and last; nil where somebody is left.
            let doneAt: String?
            let doneFrom: String?
            let doneUntil: String?
            let lastContactEndsAt: String?
            let days: Double
            /// Time in which it called.
            let hours: Double
            let calls: Double
            let reached: Double
            let left: Double
            let abandonment: Double
            let worstDaysAbandonment: Double
            let utilisation: Double?
            let agentsWaitSeconds: Double?
            let mostLines: Int
        }

        struct Need: Encodable {
            let by: String
            let reachableBy: String?
            let agents: Int?
        }

        let campaign: String
        let mode: String
        let contacts: Int
        let numbers: Int
        let lines: Int
        let begins: String
        let seeds: Int
        let assumptions: [Assumption]
        let trials: [Line]
        let agentsNeeded: Need?
        let sentences: [String]
    }

    var figures: Figures {
        func moment(_ time: UTCTime?) -> String? { time?.date.formatted(.iso8601) }
        return Figures(
            campaign: campaign.name, mode: mode, contacts: trial.numbers.count, numbers: trial.numbers.reduce(0, +),
            lines: campaign.lines, begins: trial.days[0].opens.date.formatted(.iso8601), seeds: seeds,
            assumptions: assumptions,
            trials: report.lines.map { line in
                let done = line.ends(\.doneAt)
                return Figures.Line(
                    agents: line.agents, doneAt: moment(done?.middle), doneFrom: moment(done?.first),
                    doneUntil: moment(done?.last), lastContactEndsAt: moment(line.ends(\.lastEndedAt)?.middle),
                    days: line.mean { Double($0.days) }, hours: line.mean { $0.figures.lasted / 3_600 },
                    calls: line.mean { Double($0.figures.calls) }, reached: line.mean { Double($0.reached) },
                    left: line.mean { Double($0.left) }, abandonment: line.abandonment,
                    worstDaysAbandonment: line.runs.map(\.worstAbandonment).max() ?? 0,
                    utilisation: line.agents.map { _ in line.utilisation },
                    agentsWaitSeconds: line.agents.map { _ in line.agentsWait },
                    mostLines: line.runs.map(\.figures.mostLines).max() ?? 0)
            },
            agentsNeeded: report.need.map {
                Figures.Need(by: $0.by.date.formatted(.iso8601), reachableBy: moment($0.reachable), agents: $0.agents)
            }, sentences: sentences)
    }

    // MARK: For people

    var text: String {
        let each = Double(trial.numbers.reduce(0, +)) / Double(trial.numbers.count)
        let head = """
            \(campaign.name): \(trial.numbers.count) contacts with \(String(format: "%.1f", each)) numbers each, \
            \(campaign.lines) lines, mode \(mode); it calls from \(trial.days[0].opens.words(in: zone)) on.
            """
        let taken = assumptions.map { ["  " + $0.what, $0.value, $0.from] }
        let table = Self.table([["assumed", "", "from"]] + taken, isRightAligned: false)
        return ([head, "", table, "", Self.table([titles] + report.lines.map(cells)), ""] + sentences)
            .joined(separator: "\n")
    }

    private var titles: [String] {
        let agents = trial.hasAgents
        return (agents ? ["agents"] : []) + ["done", "days", "hours", "calls", "reached"]
            + (agents ? ["met nobody", "busy", "wait"] : []) + ["lines"]
    }

    private func cells(_ line: TrialReport.Line) -> [String] {
        let ends = line.ends(\.doneAt)
        let done = ends.map { "\($0.middle.words(in: zone)) (\(hours(from: $0.first, to: $0.last)))" }
        let left = "\(Self.whole(line.mean { Double($0.left) })) left"
        let calls = [
            done ?? left, Self.one(line.mean { Double($0.days) }), Self.one(line.mean { $0.figures.lasted / 3_600 }),
            Self.whole(line.mean { Double($0.figures.calls) }), Self.whole(line.mean { Double($0.reached) }),
        ]
        let lines = "\(line.runs.map(\.figures.mostLines).max() ?? 0)"
        guard let agents = line.agents else { return calls + [lines] }
        return ["\(agents)"] + calls
            + [
                percent(line.abandonment), percent(line.utilisation, places: 0),
                "\(Self.whole(line.agentsWait)) s", lines,
            ]
    }

    /// How far the seeds are apart.
    private func hours(from first: UTCTime, to last: UTCTime) -> String {
        let minutes = (last.milliseconds - first.milliseconds) / 60_000
        return minutes < 120 ? "± \(minutes / 2) min" : "± \(Self.one(Double(minutes) / 120)) h"
    }

    private var mode: String { campaign.agents?.mode.rawValue ?? "without agents" }

    private var sentences: [String] {
        var sentences = ["Means of \(seeds) \(seeds == 1 ? "trial" : "trials"); “done” is the middle one."]
        if !trial.hasAgents, campaign.agents != nil {
            sentences.append("Those who press the key for a clerk are not simulated.")
        }
        let rests = report.lines.compactMap { $0.ends(\.lastEndedAt)?.last }.max()
        if report.lines.contains(where: { $0.abandonment > 0 }) {
            sentences.append(
                "Who met nobody is left alone for 72 hours, and doesn't count for “done”"
                    + (rests.map { "; the last of them is done at \($0.words(in: zone))." } ?? "."))
        }
        if let need = report.need { sentences.append(words(need)) }
        return sentences
    }

    private func words(_ need: TrialReport.Need) -> String {
        let by = need.by.words(in: zone)
        guard let reachable = need.reachable else {
            return "It is not done by \(by), and by no number of agents before the last hour of the campaign."
        }
        let few = need.agents.map { "\($0) \($0 == 1 ? "agent is" : "agents are") needed" }
        if reachable == need.by {
            return few.map { "To be done by \(by) \($0)." }
                ?? "As many agents as lines are too few to be done by \(by)."
        }
        let late = "It can't be done by \(by): retries and lines take longer, however many agents there are."
        return late + (few.map { " To be done by \(reachable.words(in: zone)) \($0)." } ?? "")
    }

    // MARK: Assumptions

    private var assumptions: [Figures.Assumption] {
        let taken = trial.assumptions
        let rates = trial.answerRates
        let (low, high) = (rates.min() ?? 0, rates.max() ?? 0)
        let mean = rates.reduce(0, +) / Double(rates.count)
        let answered =
            percent(mean, places: 0) + " of calls"
            + (high - low > 0.01 ? ", by the hour \(percent(low, places: 0)) to \(percent(high, places: 0))" : "")
        var rows = [
            Figures.Assumption(what: "answered", value: answered, from: words(taken.answered.origin, "calls")),
            Figures.Assumption(
                what: "not answered", value: percent(taken.results.value.noAnswer, places: 0) + " ring out",
                from: words(taken.results.origin, "calls")),
            Figures.Assumption(
                what: trial.hasAgents ? "talk" : "announcement", value: "\(Self.whole(taken.talk.value.mean)) s",
                from: words(taken.talk.origin, "talks")),
        ]
        if trial.hasAgents {
            rows.append(
                .init(
                    what: "wrap-up", value: "\(Self.whole(taken.wrapUp.value)) s",
                    from: words(taken.wrapUp.origin, "talks")))
        }
        if let look = taken.look {
            rows.append(.init(what: "look before the call", value: "\(Self.whole(look)) s", from: "usual value"))
        }
        return rows
    }

    private func words(_ origin: TrialAssumptions.Origin, _ what: String) -> String {
        switch origin {
        case .given: "given"
        case .campaign(let count): "this campaign so far, \(count) \(what)"
        case .allCampaigns(let count): "all campaigns so far, \(count) \(what)"
        case .usual: "usual value"
        }
    }

    // MARK: Words

    private static func one(_ value: Double) -> String { String(format: "%.1f", value) }
    private static func whole(_ value: Double) -> String { String(format: "%.0f", value) }

    private static func table(_ rows: [[String]], isRightAligned: Bool = true) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let gap = String(repeating: " ", count: widths[column] - cell.count)
                return isRightAligned ? gap + cell : cell + gap
            }
            .joined(separator: "  ").replacing(/\s+$/, with: "")
        }
        .joined(separator: "\n")
    }
}
