import Foundation
import Testing

@testable import Dialer

/// Days in seconds; what whole ones come to is measured by `benchmarks pacing`.
@Suite struct PacedDayTests {
    @Test func theSameDayIsPacedTheSame() {
        var day = DayPlan()
        (day.agents, day.duration) = (8, 1_800)
        func run() -> DayFigures {
            var simulation = DaySimulation(day, seed: 3, pacer: PacingEngine(.init()))
            return simulation.run().figures
        }
        #expect(run() == run())
    }

    @Test(arguments: [(3, 0.3), (6, 0.6), (12, 0.15), (20, 0.4)])
    func theCapHoldsAtTheEndOfTheDay(agents: Int, answerRate: Double) {
        for seed in UInt64(1)...3 {
            var day = DayPlan()
            (day.agents, day.lines, day.answerRate, day.duration) = (agents, 60, answerRate, 10_800)
            day.breaks = [[5_000, 500, 900]]
            day.steps = [[4_000, 1.8], [8_000, 0.4]]
            var simulation = DaySimulation(day, seed: seed, pacer: PacingEngine(.init()))
            let figures = simulation.run().figures
            #expect(figures.abandonment <= 0.03, "seed \(seed): \(figures)")
            #expect(figures.persons > 100)
        }
    }

    @Test func moreIsDoneThanOneCallForEachAgent() {
        var day = DayPlan()
        (day.agents, day.duration, day.breaks) = (16, 7_200, [])
        var paced = DaySimulation(day, seed: 9, pacer: PacingEngine(.init()))
        var progressive = DaySimulation(day, seed: 9, pacer: OneCallForEachAgent())
        #expect(paced.run().figures.utilisation > progressive.run().figures.utilisation + 0.05)
    }

    @Test func experienceIsKept() throws {
        var day = DayPlan()
        (day.agents, day.duration, day.answerRate) = (10, 3_600, 0.6)
        var simulation = DaySimulation(day, seed: 1, pacer: PacingEngine(.init()))
        let learned = simulation.run().pacer.experience
        let kept = try JSONDecoder().decode(PacingExperience.self, from: JSONEncoder().encode(learned))
        #expect(kept == learned)
        #expect(abs(kept.rate.chance(weight: 1) - 0.6) < 0.12)
    }
}
