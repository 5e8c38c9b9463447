/// What is to be expected, by what was learned.
extension PacingExperience {
    /// Whose wrap-up is over by itself is free, unless a break has begun meanwhile.
    private static let comesBack = 0.95

    /// The chance that the agent is free within so many seconds.
    func free(_ agent: PacingEngine.Agent, within delay: Double, at time: Double) -> Double {
        let age = time - agent.since
        switch agent.state {
        case .idle: return 1
        case .away: return 0
        case .nearlyDone: return endings.followed(by: wrapUps, within: delay, after: age)
        case .wrapUp(let limit):
            if let limit, age + delay >= limit { return Self.comesBack }
            return wrapUps.share(within: delay, after: age)
        case .talking:
            let announced = announced.value
            let unannounced = (1 - announced) * talks.followed(by: wrapUps, within: delay, after: age)
            guard announced > 0.01 else { return unannounced }
            return unannounced + announced
                * talks.followed(within: delay, after: age) { endings.followed(by: wrapUps, within: $0) }
        }
    }

    /// The chance that the call has reached a person within so many seconds.
    func reaches(_ call: PacingEngine.Call, within delay: Double, at time: Double) -> Double {
        if call.isPerson { return 1 }
        if let answeredAt = call.answeredAt {
            return classifying.value - (time - answeredAt) <= delay ? personShare.value : 0
        }
        let age = time - call.placedAt
        let chance = rate.chance(weight: call.weight)
        let before = answers.share(within: age)
        let open = chance * (1 - before) + (1 - chance) * (1 - failures.share(within: age))
        guard open > 1e-6 else { return 0 }
        return min(1, max(0, chance * (answers.share(within: age + delay - classifying.value) - before) / open))
    }
}
