/// When a simulated agent comes, takes breaks and goes; the n-th of a seed is the same whoever paces.
package struct SimulatedShift: Sendable {
    /// Begins at the end of the call that he has then.
    package struct Break: Sendable {
        /// Units: seconds from the beginning of the day.
        package let at: Double
        /// Units: seconds; infinite where he goes for good.
        package let length: Double
    }

    /// Units: seconds from the beginning of the day.
    package let beginsAt: Double
    /// In their order; the last one is for good.
    package let breaks: [Break]

    package init(_ agent: Int, _ day: DayPlan, seed: UInt64) {
        var random = Draws(seed: seed, stream: -1 - Int64(agent))
        var breaks = day.breaks.map { Break(at: max(0, $0[0] + random.within(-$0[1]...$0[1])), length: $0[2]) }
        for _ in 0..<day.shortBreaks {
            breaks.append(
                Break(
                    at: random.within(min(900, day.duration / 4)...max(day.duration - 900, day.duration / 2)),
                    length: random.within(60...300)))
        }
        for group in day.leaving where random.unit() < group[2] {
            breaks.append(Break(at: group[0] + random.within(0...20), length: group[1] + random.within(0...30)))
        }
        breaks.append(
            Break(at: day.duration - random.within(0...max(0.01, day.logoutsOver)) - 0.001, length: .infinity))
        self.breaks = breaks.sorted { $0.at < $1.at }
        beginsAt = random.within(0...max(0.01, day.loginsOver))
    }
}
