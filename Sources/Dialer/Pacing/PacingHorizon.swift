/// A moment at which a call that is placed now may be answered by a person: who is free then, and who wants an agent.
struct PacingHorizon {
    /// Seconds from now.
    let delay: Double
    /// Agents who are free, and calls that reach nobody by then: one more person meets nobody unless there are more of
    /// them than calls.
    private var sum = BernoulliSum()
    private var calls = 0
    private(set) var free = 0.0
    private(set) var persons = 0.0

    init(delay: Double) { self.delay = delay }

    mutating func addAgent(free chance: Double) {
        free += chance
        sum.add(chance)
    }

    mutating func addCall(reaching chance: Double) {
        persons += chance
        calls += 1
        sum.add(1 - chance)
    }

    /// The chance that one more person meets nobody.
    var risk: Double { sum.chance(ofAtMost: calls) }
}
