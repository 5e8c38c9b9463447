import Campaigns
import Foundation
import Testing

@testable import Dialer

/// Campaigns that are played to their end before they are started.
@Suite struct CampaignTrialTests {
    private static let shanghai = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
    /// A Monday, at 08:00 there.
    private static let monday = UTCTime(milliseconds: 1_795_996_800_000)

    private static let busyAgain = RetryPolicy(
        budget: 3, triesPerNumber: 2, betweenNumbers: .seconds(300),
        rules: [
            .busy: .init(wait: .seconds(600), limit: 3), .noAnswer: .init(wait: .seconds(900), limit: 3),
            .notHeard: .init(wait: .seconds(900), limit: 3),
        ])

    private func campaign(
        _ mode: CampaignDefinition.Agents.Mode?, lines: Int = 40, ends: LocalMoment? = nil,
        retry: RetryPolicy = busyAgain
    ) throws -> CampaignDefinition {
        let window = try #require(
            CallWindow(zone: Self.shanghai, weekdays: [.monday, .tuesday, .wednesday], opens: 9 * 60, closes: 11 * 60))
        return CampaignDefinition(
            name: "trial", title: "Trial", source: .init(kind: .arrearsPostpaid), window: window, retry: retry,
            lines: lines, callerID: "10000", ends: ends,
            agents: mode.map { .init(group: "arrears", mode: $0, power: .init(ratioPercent: 200)) })
    }

    private func trial(
        _ campaign: CampaignDefinition, contacts: Int, numbers: Int = 1, rules: [Rule] = []
    ) throws -> CampaignTrial {
        var assumptions = TrialAssumptions()
        (assumptions.talk.value.mean, assumptions.wrapUp.value) = (60, 10)
        let set = RuleSet(name: "test", title: "Test", rules: rules)
        return try #require(
            CampaignTrial(
                campaign, numbers: Array(repeating: numbers, count: contacts), assumptions: assumptions,
                rules: CallRules(set, site: CallPlace(clock: LocalClock(Self.shanghai))), now: Self.monday))
    }

    @Test func `a list is rung to its end, and nobody oftener than the tries allow`() throws {
        let trial = try trial(campaign(.progressive), contacts: 300, numbers: 2)
        let run = trial.play(agents: 12, seed: 1)
        #expect(run.left == 0 && run.lastEndedAt != nil)
        #expect(run.reached > 100 && run.reached < 300)
        #expect(run.figures.persons == run.reached && run.figures.abandoned == 0)
        // Three tries of a contact at most; and none is done with one but by an answer or what isn't tried again.
        #expect(run.figures.calls > 400 && run.figures.calls <= 900)
        #expect(trial.play(agents: 12, seed: 1) == run, "the same seed is the same luck")
        #expect(trial.play(agents: 12, seed: 2) != run)
    }

    @Test func `a number is tried no oftener than it may be`() throws {
        let never = RetryPolicy(
            budget: 9, triesPerNumber: 2, betweenNumbers: .seconds(60),
            rules: [.noAnswer: .init(wait: .seconds(60), limit: 9)])
        var list = TrialList([2], retry: never, results: .usual, rules: nil, seed: 1)
        var day = DayPlan()
        (day.answerRate, day.machine, day.noAnswer) = (0, 0, 1)
        list.begin(day, at: 0, closes: 100_000)
        var simulation = DaySimulation(day, seed: 1, pacer: OneCallForEachAgent(), contacts: list)
        let figures = simulation.run().figures
        #expect(figures.calls == 4, "two tries of each of two numbers")
    }

    @Test func `it calls within its hours alone, and lasts as many days as the retries want`() throws {
        let tomorrow = RetryPolicy(budget: 2, rules: [.noAnswer: .init(wait: .seconds(86_400), limit: 2)])
        let trial = try trial(campaign(.progressive, retry: tomorrow), contacts: 60)
        #expect(trial.days[0].opens == Self.monday + .seconds(3_600))
        #expect(trial.days.prefix(4).map(\.day.day) == [30, 1, 2, 7])
        #expect(trial.days.allSatisfy { $0.seconds == 7_200 })
        let run = trial.play(agents: 10, seed: 1)
        #expect(run.days == 2 && run.left == 0)
        let end = try #require(run.lastEndedAt)
        #expect(end > trial.days[1].opens && end < trial.days[1].closes)
    }

    @Test func `rules that count calls are kept`() throws {
        let twice = Limit(most: 1, of: .attempt, to: .person, within: .seconds(20 * 3_600))
        let rule = Rule(name: "once-a-day", demand: .limit(twice))
        let free = try trial(campaign(.progressive), contacts: 60).play(agents: 10, seed: 1)
        let bound = try trial(campaign(.progressive), contacts: 60, rules: [rule]).play(agents: 10, seed: 1)
        #expect(free.days == 1 && bound.days == 2)
        #expect(free.figures.calls == bound.figures.calls, "the same people, only later")
    }

    @Test func `more agents are done sooner, and lines bound them`() throws {
        let trial = try trial(campaign(.progressive), contacts: 500)
        let hours = [4, 8, 16].map { trial.play(agents: $0, seed: 3).figures.lasted }
        #expect(hours[0] > hours[1] * 1.3 && hours[1] > hours[2])
        let bound = try self.trial(campaign(.progressive, lines: 4), contacts: 500).play(agents: 16, seed: 3)
        #expect(bound.figures.mostLines == 4)
        #expect(bound.figures.lasted > hours[1])
    }

    @Test func `an agent for whom a call rings doesn't leave, and time without anybody to call isn't held against him`()
        throws
    {
        let run = try trial(campaign(.progressive), contacts: 1_500).play(agents: 12, seed: 2)
        #expect(run.figures.abandoned == 0 && run.days > 1)
        #expect(run.figures.unneeded > 0 && run.figures.unneeded < run.figures.idle)
        let waits = (run.figures.idle - run.figures.unneeded) / Double(run.reached)
        // A call takes some 15 s, and three of ten are answered.
        #expect(waits > 30 && waits < 90, "\(waits)")
    }

    @Test func `a list that is too long for its end leaves somebody`() throws {
        let trial = try trial(campaign(.progressive, ends: LocalMoment("2026-11-30T10:00")), contacts: 2_000)
        #expect(trial.days.count == 1 && trial.days[0].seconds == 3_600)
        let run = trial.play(agents: 4, seed: 1)
        #expect(run.left > 1_000 && run.doneAt == nil && run.lastEndedAt == nil)
    }

    @Test func `predictive and power keep the cap, and who met nobody is left alone for three days`() throws {
        for mode in [CampaignDefinition.Agents.Mode.predictive, .power] {
            let run = try trial(campaign(mode), contacts: 900).play(agents: 6, seed: 5)
            let share = Double(run.figures.abandoned) / Double(run.figures.persons)
            #expect(run.figures.abandoned > 0 && share <= 0.03, "\(mode): \(run)")
            let (done, last) = (try #require(run.doneAt), try #require(run.lastEndedAt))
            #expect(last > done + .seconds(2 * 86_400), "\(mode)")
        }
    }

    @Test func `predictive needs no more agents than progressive`() async throws {
        func needed(_ mode: CampaignDefinition.Agents.Mode) async throws -> Int {
            let trial = try trial(campaign(mode), contacts: 400)
            let report = await trial.report(agents: [8], seeds: 2, within: 1)
            let need = try #require(report.need)
            #expect(need.by == need.reachable, "\(mode)")
            let agents = try #require(need.agents)
            // The least: one fewer is not enough for some seed.
            let fewer = try (1...2).map {
                try #require(agents > 1 ? trial.play(agents: agents - 1, seed: $0, days: 1) : nil)
            }
            #expect(fewer.contains { $0.doneAt == nil }, "\(mode)")
            return agents
        }
        let (predictive, progressive) = (try await needed(.predictive), try await needed(.progressive))
        #expect(predictive <= progressive && predictive > 1)
    }

    @Test func `what retries alone put off no number of agents brings forward`() async throws {
        let tomorrow = RetryPolicy(budget: 2, rules: [.noAnswer: .init(wait: .seconds(86_400), limit: 2)])
        let report = try await trial(campaign(.progressive, retry: tomorrow), contacts: 60)
            .report(agents: [2], seeds: 2, within: 1)
        let need = try #require(report.need)
        #expect(need.by == report.trial.days[0].closes && need.reachable == report.trial.days[1].closes)
        #expect(need.agents != nil)
    }

    @Test func `without agents the lines alone count`() async throws {
        let report = try await trial(campaign(nil, lines: 5), contacts: 200).report(agents: [], seeds: 2, within: nil)
        #expect(report.need == nil && report.lines.count == 1 && report.lines[0].agents == nil)
        #expect(report.lines[0].runs.allSatisfy { $0.left == 0 && $0.figures.mostLines == 5 })
    }
}
