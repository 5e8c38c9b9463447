package import Campaigns
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
    /// Calls that are placed with this decision.
    package var placed: Int
    /// Persons who will have answered them by then.
    package var personsThen: Double
    /// The chance that one more call, if a person answers it, meets nobody.
    package var risk: Double
    /// What the budget allows of it.
    package var allowed: Double
    /// Persons who wanted an agent, and those of them who met nobody.
    package var standing: AbandonmentStanding
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
                "Nothing is risked just now: at most one call for each free agent."
            } else {
                "One more person would meet nobody with \(Self.percent(risk)); \(Self.percent(allowed)) is allowed."
            }
        return "\(now) \(why) \(calls) \(Self.words(standing)); the cap is \(Self.percent(cap))."
    }

    /// Calls for each agent who will be free; nil where none will be.
    package var level: Double? { freeThen < 0.05 ? nil : Double(inFlight + placed) / freeThen }

    private var calls: String {
        let count = placed == 0 ? "None is placed" : placed == 1 ? "One more is placed" : "\(placed) more are placed"
        return count + (level.map { ": \(Self.one($0)) calls for each agent who will be free." } ?? ".")
    }

    private static func words(_ standing: AbandonmentStanding) -> String {
        let today = "\(standing.today.abandoned) of \(standing.today.answers) met nobody today"
        guard standing.month != standing.today else { return today }
        return today + ", \(standing.month.abandoned) of \(standing.month.answers) in thirty days"
    }

    private static func one(_ value: Double) -> String { String(format: "%.1f", value) }
    private static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
}
