/// Whom a simulated day rings, one after the other.
package protocol DayContacts {
    /// Whether somebody may be rung.
    func isDue(at time: Double) -> Bool
    /// Whether nobody is left to be rung today, as long as no call is up.
    func isOver(at time: Double) -> Bool
    /// Those who come next, as far as something is known of them.
    func upcoming(from call: Int64, _ spread: SimulatedContact.Spread, at time: Double) -> [SimulatedContact]
    /// Until the day's work is over. Units: seconds.
    ///
    /// - Parameters:
    ///   - duration: the day's.
    ///   - placed: calls of the day so far.
    func left(of duration: Double, at time: Double, placed: Int) -> Double
    /// Nil where nobody may be rung after all.
    mutating func next(
        _ call: Int64, _ spread: SimulatedContact.Spread, at time: Double
    ) -> SimulatedContact?
    /// What came of a call, as soon as it is known: of one that has an agent, when it is put through.
    mutating func ended(_ call: Int64, _ end: DayCallEnd, at time: Double)
}

package enum DayCallEnd {
    case connected
    /// A person met nobody.
    case abandoned
    /// Over without a person.
    case failed
    /// We hung up before an answer.
    case givenUp
}

/// Somebody new for each call, all day.
package struct EndlessContacts: DayContacts {
    private let day: DayPlan
    private let seed: UInt64
    private let traits: SimulatedTraits?

    init(_ day: DayPlan, seed: UInt64) {
        self.day = day
        self.seed = seed
        traits = day.contactTraits.map { SimulatedTraits(seed: $0) }
    }

    package func isDue(at time: Double) -> Bool { true }
    package func isOver(at time: Double) -> Bool { false }

    package func upcoming(
        from call: Int64, _ spread: SimulatedContact.Spread, at time: Double
    ) -> [SimulatedContact] {
        (0..<(day.contactSpread > 0 ? Int64(20) : 0)).map { contact(call + $0, spread, at: time) }
    }

    package func left(of duration: Double, at time: Double, placed: Int) -> Double { duration - time }

    package mutating func next(
        _ call: Int64, _ spread: SimulatedContact.Spread, at time: Double
    ) -> SimulatedContact? { contact(call, spread, at: time) }

    package mutating func ended(_ call: Int64, _ end: DayCallEnd, at time: Double) {}

    private func contact(_ call: Int64, _ spread: SimulatedContact.Spread, at time: Double) -> SimulatedContact {
        SimulatedContact(call, day, seed: seed, spread: spread, traits: traits, at: time)
    }
}
