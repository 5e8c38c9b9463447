import Foundation

/// What to do now, and why.
package struct PacingDecision: Hashable, Sendable {
    /// How many calls to place.
    package var place: Int
    /// Calls that have rung long and are wanted no more: to be given up.
    package var giveUp: [Int64] = []
    package var reason: PacingReason
}

/// Why so many calls are placed.
package struct PacingReason: Hashable, Codable, Sendable {
    /// Of the decision, on the clock of the events. Units: seconds.
    package var time: Double
    package var idle: Int
    /// Agents who will be free when a call placed now is answered.
    package var freeThen: Double
    /// Calls that are being dialled, ring, or wait for an agent.
    package var inFlight: Int
    /// Persons who will have answered them by then.
    package var personsThen: Double
    /// The chance that one more call, if a person answers it, meets nobody.
    package var risk: Double
    /// What the budget allows of it.
    package var allowed: Double
    package var persons: Int
    package var abandoned: Int
    /// The largest share that may meet nobody.
    package var cap: Double
    /// From now until a call placed now is answered, as a rule. Units: seconds.
    package var horizon: Double
}

extension PacingReason: CustomStringConvertible {
    package var description: String {
        let now = """
            \(idle) \(idle == 1 ? "agent is" : "agents are") free, and in \(Int(horizon.rounded())) s \(Self.one(freeThen)) will be; \
            of \(inFlight) calls \(Self.one(personsThen)) will have reached a person.
            """
        let why =
            if allowed == 0 {
                "Nothing is risked just now: only as many calls as agents are free."
            } else {
                "One more person would meet nobody with \(Self.percent(risk)); \(Self.percent(allowed)) is allowed."
            }
        return "\(now) \(why) \(abandoned) of \(persons) met nobody today; the cap is \(Self.percent(cap))."
    }

    private static func one(_ value: Double) -> String { String(format: "%.1f", value) }
    private static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
}
