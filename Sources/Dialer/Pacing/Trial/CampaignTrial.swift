package import Campaigns

/// A campaign played to its end in seconds: its contacts, retries, hours and lines as they are, its people and talks as
/// assumed.
///
/// A value: nobody is called, and nothing is read or kept. Each seed is other luck; the same seed gives the same calls.
package struct CampaignTrial: Sendable {
    /// Who is called when, and by whom it is answered.
    enum Method: Hashable, Sendable {
        /// No agents: the announcement, on as many lines as there are.
        case announcement
        case oneForEachAgent
        case power(CampaignDefinition.Agents.Power)
        case predictive(cap: Double)
    }

    package let campaign: CampaignDefinition
    /// How many numbers each contact has.
    package let numbers: [Int]
    package let assumptions: TrialAssumptions
    /// When it may call; a trial ends with the last of them.
    package let days: [TrialDay]
    private let rules: TrialRules?
    private let clock: LocalClock

    /// Nil where there is nobody to call, or never an hour to do it.
    package init?(
        _ campaign: CampaignDefinition, numbers: [Int], assumptions: TrialAssumptions, rules: CallRules, now: UTCTime
    ) {
        days = TrialDay.days(of: campaign, rules: rules, now: now)
        guard let first = days.first, !numbers.isEmpty else { return nil }
        self.campaign = campaign
        self.numbers = numbers
        self.assumptions = assumptions
        clock = LocalClock(campaign.window.zone ?? rules.site.clocks[0].zone)
        let countsCalls = rules.set.rules.contains { if case .limit = $0.demand { true } else { false } }
        self.rules =
            countsCalls
            ? TrialRules(
                engine: rules.engine, place: rules.site, purpose: campaign.purpose,
                hours: CallFacts.CampaignHours(campaign.window), origin: first.opens) : nil
    }

    var method: Method {
        guard let agents = campaign.agents else { return .announcement }
        switch agents.mode {
        case .onRequest: return .announcement
        case .progressive, .preview, .manual: return .oneForEachAgent
        case .power: return .power(agents.power ?? .init())
        case .predictive: return .predictive(cap: (agents.power ?? .init()).cap)
        }
    }

    package var hasAgents: Bool { method != .announcement }

    /// - Parameters:
    ///   - agents: at work as long as it calls; without meaning where there are none.
    ///   - last: how many of the days are played at most.
    package func play(agents: Int, seed: UInt64, days last: Int = .max) -> TrialRun {
        switch method {
        case .announcement:
            play(agents: campaign.lines, seed, last) { (_: OneCallForEachAgent?, _) in OneCallForEachAgent() }
        case .oneForEachAgent:
            play(agents: agents, seed, last) { (_: OneCallForEachAgent?, _) in OneCallForEachAgent() }
        case .power(let power):
            play(agents: agents, seed, last) { (_: PowerDay?, past) in PowerDay(power, past: past) }
        case .predictive(let cap):
            play(agents: agents, seed, last) { (before: PacingEngine?, past) in
                PacingEngine(
                    .init(cap: cap, leastRinging: PacingEngine.Settings.decentRinging),
                    experience: before?.experience ?? PacingExperience(),
                    standing: AbandonmentStanding(month: past))
            }
        }
    }

    /// As if there were agents for all lines, so that only lines, hours and retries take time.
    func playWithoutWaitingForAgents(seed: UInt64) -> TrialRun {
        play(agents: campaign.lines, seed, .max) { (_: OneCallForEachAgent?, _) in OneCallForEachAgent() }
    }

    /// - Parameter pacer: of a day, after the one of the day before, with what came of calls on the days before.
    private func play<Pacer: DayPacer>(
        agents: Int, _ seed: UInt64, _ last: Int, pacer: (Pacer?, AbandonmentStanding.Share) -> Pacer
    ) -> TrialRun {
        var list = TrialList(
            numbers, retry: campaign.retry, results: assumptions.results.value, rules: rules, seed: seed)
        var run = TrialRun()
        var before: Pacer?
        for day in days.prefix(last) {
            let start = Double(day.opens.milliseconds - days[0].opens.milliseconds) / 1_000
            let plan = plan(day, agents: agents)
            list.begin(plan, at: start, closes: day.seconds)
            let past = AbandonmentStanding.Share(answers: run.figures.persons, abandoned: run.figures.abandoned)
            var simulation = DaySimulation(
                plan, seed: seed &+ UInt64(bitPattern: day.opens.milliseconds), pacer: pacer(before, past),
                contacts: list)
            let played = simulation.run()
            (before, list) = (played.pacer, played.contacts)
            run.add(played.figures, day, list, origin: days[0].opens)
            if list.left == 0 { break }
        }
        return run
    }

    // MARK: A day

    /// After the last call has begun, so that the last talk is talked to its end.
    private static let afterHours = 1_800.0

    private func plan(_ hours: TrialDay, agents: Int) -> DayPlan {
        var day = DayPlan()
        let length = hours.seconds
        (day.agents, day.lines, day.duration) = (agents, campaign.lines, length + Self.afterHours)
        // Every other second: half the work, for a tenth of a percent of utilisation.
        if case .predictive = method { day.tick = 2 } else { day.keepsReserved = true }
        answers(hours, &day)
        (day.machine, day.noAnswer, day.detectsMachines) = (0, assumptions.results.value.noAnswer, false)
        let ringing = campaign.ringing / .seconds(1)
        let look = assumptions.look ?? 0
        day.setup = day.setup.map { $0 + look }
        day.ringingMost = min(day.ringingMost, ringing)
        day.ringsOut = day.setup.map { $0 + ringing }
        (day.talk, day.talkSpread) = (assumptions.talk.value.mean, assumptions.talk.value.spread)
        guard hasAgents else {
            (day.wrapUp, day.breaks, day.shortBreaks, day.loginsOver, day.logoutsOver) = (0, [], 0, 0, 0)
            return day
        }
        (day.wrapUp, day.wrapUpLimit) = (assumptions.wrapUp.value, assumptions.wrapUpLimit)
        (day.loginsOver, day.logoutsOver) = (60, 60)
        // A quarter, half and three quarters through, as long as the usual day's for eight hours.
        let scale = length / 28_800
        day.breaks = day.breaks.map { [$0[0] * scale, $0[1] * scale, $0[2] * scale] }
        return day
    }

    private func answers(_ hours: TrialDay, _ day: inout DayPlan) {
        day.answerRate = rate(at: hours.opens)
        var before = day.answerRate
        // Hours of the clock; zones differ from UTC by quarters.
        let first = 900 - Double(hours.opens.milliseconds / 1_000 % 900)
        for time in stride(from: first, to: hours.seconds, by: 900) {
            let next = rate(at: UTCTime(milliseconds: hours.opens.milliseconds + Int64(time * 1_000)))
            if next != before { day.steps.append([time, next / before]) }
            before = next
        }
    }

    private func rate(at time: UTCTime) -> Double {
        assumptions.answered.value[clock.hour(at: time)]
    }

    /// The share that is answered, for each quarter of an hour of the first day on which it calls.
    package var answerRates: [Double] {
        stride(from: days[0].opens.milliseconds, to: days[0].closes.milliseconds, by: 900_000)
            .map { rate(at: UTCTime(milliseconds: $0)) }
    }
}
