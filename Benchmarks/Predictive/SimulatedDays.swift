import Dialer

/// What simulated days say of the same plan: what to expect of a live one.
struct SimulatedDays: Encodable {
    struct Figures: Encodable {
        /// Percent.
        var utilisation: Estimate
        /// Percent of persons, day by day.
        var abandonment: Estimate
        var persons: Estimate
    }

    var pacer: String
    var days: Int
    var calls: Estimate
    var whole: Figures
    /// Nil of a shorter day.
    var afterFiveMinutes: Figures?

    init(_ pacer: String, _ day: DayPlan, seeds: ClosedRange<UInt64>, _ make: () -> some DayPacer) {
        self.pacer = pacer
        days = seeds.count
        let results = seeds.map { seed in
            var simulation = DaySimulation(
                day, seed: seed, pacer: LateCount(make(), from: PredictiveBenchmark.settled))
            let result = simulation.run()
            return (whole: result.figures, late: result.pacer.figures(at: day.duration))
        }
        calls = Estimate(results.map { Double($0.whole.calls) })
        whole = Figures(results.map(\.whole))
        if day.duration > PredictiveBenchmark.settled { afterFiveMinutes = Figures(results.map(\.late)) }
    }
}

extension SimulatedDays.Figures {
    init(_ days: [DayFigures]) {
        self.init(
            utilisation: Estimate(days.map { 100 * $0.utilisation }),
            abandonment: Estimate(days.map { 100 * $0.abandonment }), persons: Estimate(days.map { Double($0.persons) })
        )
    }
}

/// A pacer, and what happens from a moment on.
struct LateCount<Pacer: DayPacer>: DayPacer {
    private var pacer: Pacer
    private let from: Double
    private var agents: [Int64: (state: PacingAgentState, since: Double)] = [:]
    private var counted = DayFigures()

    init(_ pacer: Pacer, from: Double) {
        self.pacer = pacer
        self.from = from
    }

    mutating func agent(_ id: Int64, _ state: PacingAgentState, at time: Double) {
        if let before = agents[id] { counted.add(before.state, seconds: time - max(from, before.since)) }
        agents[id] = (state, time)
        pacer.agent(id, state, at: time)
    }

    mutating func call(_ id: Int64, _ state: PacingCallState, at time: Double) {
        if time >= from {
            switch state {
            case .connected: counted.persons += 1
            case .abandoned: (counted.persons, counted.abandoned) = (counted.persons + 1, counted.abandoned + 1)
            default: break
            }
        }
        pacer.call(id, state, at: time)
    }

    mutating func pace(
        at time: Double, freeLines: Int, left: Double, weights: [Double]
    ) -> (place: Int, giveUp: [Int64]) {
        pacer.pace(at: time, freeLines: freeLines, left: left, weights: weights)
    }

    /// - Parameter end: of the day.
    func figures(at end: Double) -> DayFigures {
        var figures = counted
        for agent in agents.values { figures.add(agent.state, seconds: end - max(from, agent.since)) }
        return figures
    }
}

extension DayFigures {
    fileprivate mutating func add(_ state: PacingAgentState, seconds: Double) {
        switch state {
        case .away: break
        case .idle: idle += max(0, seconds)
        case .talking, .nearlyDone, .wrapUp: busy += max(0, seconds)
        }
    }
}
