import Dialer

/// Drifting days whose contacts have traits that tell who answers: what is won by learning them.
///
/// The same days go with nothing known, with what is learned on the day itself, with a day of other contacts before it,
/// and with the truth told.
struct TraitDays {
    struct Figures: Encodable {
        var pacer: String
        /// Percent; what is won is beside nothing known, and its interval is of 95 % of paired days.
        var utilisation: Double
        var won: Double
        var interval: Double
        var abandonment: Double
        var worstDay: Double
        var daysOver: Int
    }

    var agents: Int
    /// The share of how contacts differ that traits tell.
    var known = 0.5

    private func day(_ seed: UInt64) -> DayPlan {
        var day = DayPlan.drifting(agents: agents)
        (day.contactsKnown, day.contactTraits) = (known, seed)
        return day
    }

    func figures(_ seeds: [UInt64]) -> [Figures] {
        let days = seeds.map { seed in
            let (_, first) = run(seed, day: seed + 1_000_000, .learned(ContactOdds()))
            return [
                run(seed, day: seed, .nothing), run(seed, day: seed, .learned(ContactOdds())),
                run(seed, day: seed, first), run(seed, day: seed, .told),
            ].map(\.figures)
        }
        let names = ["nothing known", "learned on the day", "and on the day before", "told"]
        return names.enumerated().map { index, name in
            let mine = days.map { $0[index] }
            let won = Estimate(days.map { 100 * ($0[index].utilisation - $0[0].utilisation) })
            let persons = mine.reduce(0) { $0 + $1.persons }
            return Figures(
                pacer: name, utilisation: Estimate(mine.map { 100 * $0.utilisation }).mean, won: won.mean,
                interval: won.interval,
                abandonment: 100 * Double(mine.reduce(0) { $0 + $1.abandoned }) / Double(max(1, persons)),
                worstDay: 100 * (mine.map(\.abandonment).max() ?? 0),
                daysOver: mine.count { $0.abandonment > 0.03 })
        }
    }

    private func run(
        _ traits: UInt64, day seed: UInt64, _ knowledge: ContactKnowledge
    ) -> (figures: DayFigures, knowledge: ContactKnowledge) {
        let day = day(traits)
        let engine = PacingEngine(.init(cap: day.maxAbandonment, patience: day.answerWait))
        var simulation = DaySimulation(day, seed: seed, pacer: engine, knowing: knowledge)
        let figures = simulation.run().figures
        return (figures, simulation.knowledge)
    }
}

extension DayPlan {
    /// On which people answer now more, now less, and contacts differ.
    static func drifting(agents: Int) -> DayPlan {
        var day = DayPlan()
        (day.agents, day.lines) = (agents, 3 * agents)
        (day.answerRateWave, day.steps) = (0.3, [[9_000, 1.6], [19_800, 0.8]])
        day.contactSpread = 1.5
        return day
    }
}
