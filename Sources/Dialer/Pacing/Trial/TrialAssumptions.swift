package import Campaigns

/// What a trial takes for granted of calls and talks, and where each of it comes from.
package struct TrialAssumptions: Hashable, Sendable {
    /// Where a figure comes from.
    package enum Origin: Hashable, Sendable {
        case given
        case campaign(count: Int)
        case allCampaigns(count: Int)
        case usual
    }

    package struct Figure<Value: Hashable & Sendable>: Hashable, Sendable {
        package var value: Value
        package var origin: Origin

        package init(_ value: Value, _ origin: Origin) {
            self.value = value
            self.origin = origin
        }
    }

    package struct Talk: Hashable, Sendable {
        /// Units: seconds.
        package var mean: Double
        /// Standard deviation of the logarithm.
        package var spread: Double

        package init(mean: Double, spread: Double = 0.83) {
            self.mean = mean
            self.spread = spread
        }
    }

    /// The share of calls that is answered, for each hour of the day.
    package var answered = Figure([Double](repeating: 0.3, count: 24), .usual)
    package var results = Figure(TrialResults.usual, .usual)
    package var talk = Figure(Talk(mean: 120), .usual)
    /// The mean. Units: seconds.
    package var wrapUp = Figure(20.0, .usual)
    /// After which it ends by itself. Units: seconds.
    package var wrapUpLimit: Double?
    /// How long an agent looks at whom he is to call. Units: seconds.
    package var look: Double?

    package init() {}

    /// What no day simulates well beyond.
    package static let answerRates = 0.03...0.8
}

/// What calls come to that nobody answers.
package struct TrialResults: Hashable, Sendable {
    /// Of the calls without an answer, those that ring out.
    package let noAnswer: Double
    /// The others, each with its share of them; they sum up to 1.
    private let failures: [(result: RetryPolicy.Result, share: Double)]

    package static let usual = TrialResults(
        noAnswer: 0.75, failures: [.busy: 0.6, .unreachable: 0.25, .rejected: 0.1, .wrongNumber: 0.05])

    /// - Parameter failures: with the weight of each.
    init(noAnswer: Double, failures: [RetryPolicy.Result: Double]) {
        self.noAnswer = noAnswer
        let sum = failures.values.reduce(0, +)
        self.failures = failures.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            ($0.key, $0.value / max(1e-9, sum))
        }
    }

    /// - Parameter chance: from 0 up to 1.
    func failure(at chance: Double) -> RetryPolicy.Result {
        var sum = 0.0
        for failure in failures {
            sum += failure.share
            if chance < sum { return failure.result }
        }
        return failures.last?.result ?? .failed
    }

    package static func == (left: TrialResults, right: TrialResults) -> Bool {
        left.noAnswer == right.noAnswer && left.failures.elementsEqual(right.failures, by: ==)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(noAnswer) }
}

extension TrialAssumptions {
    /// The latest calls say more than a table of usual values as soon as there are so many.
    private static let leastCalls = 100
    private static let leastTalks = 20
    /// So many calls of an hour count as much as the mean of all hours.
    private static let weightOfMean = 40.0

    /// From what this campaign's days have taught, else those of all campaigns, else the usual values.
    package init(campaign: CallExperience, all: CallExperience, campaignTalks: TalkExperience, allTalks: TalkExperience)
    {
        self.init()
        if campaign.calls >= Self.leastCalls {
            learn(campaign, .campaign(count: campaign.calls))
        } else if all.calls >= Self.leastCalls {
            learn(all, .allCampaigns(count: all.calls))
        }
        if campaignTalks.talks >= Self.leastTalks {
            learn(campaignTalks, .campaign(count: campaignTalks.talks))
        } else if allTalks.talks >= Self.leastTalks {
            learn(allTalks, .allCampaigns(count: allTalks.talks))
        }
    }

    private mutating func learn(_ calls: CallExperience, _ origin: Origin) {
        let mean = Double(calls.answered) / Double(calls.calls)
        answered = Figure(
            calls.hours.map { hour in
                let share =
                    (Double(hour.answered) + Self.weightOfMean * mean) / (Double(hour.calls) + Self.weightOfMean)
                return min(Self.answerRates.upperBound, max(Self.answerRates.lowerBound, share))
            }, origin)
        let unanswered = calls.calls - calls.answered
        guard unanswered >= Self.leastCalls else { return }
        var failures: [RetryPolicy.Result: Double] = [:]
        for (outcome, count) in calls.outcomes where outcome != .noAnswer {
            if let result = RetryPolicy.Result(outcome) { failures[result] = Double(count) }
        }
        let noAnswer = Double(calls.outcomes[.noAnswer] ?? 0) / Double(unanswered)
        results = Figure(TrialResults(noAnswer: noAnswer, failures: failures), origin)
    }

    private mutating func learn(_ talks: TalkExperience, _ origin: Origin) {
        talk = Figure(Talk(mean: max(2, talks.meanTalk), spread: min(1.5, max(0.2, talks.spread))), origin)
        if talks.wrapUps >= Self.leastTalks { wrapUp = Figure(max(1, talks.meanWrapUp), origin) }
    }
}
