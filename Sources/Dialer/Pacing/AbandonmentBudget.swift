import Foundation

/// What may still be risked today: keeps the share of persons who meet nobody under the cap at the end of every day, whatever
/// the forecast gets wrong.
///
/// Each person who meets an agent pays in, each who meets nobody takes out; the more there is, the more is risked. Under
/// it lies a hard stop: no risk at all where its coming to pass could break the cap.
package struct AbandonmentBudget: Hashable, Codable, Sendable {
    /// The most that may meet nobody, such as 0.03 of all.
    package let cap: Double
    /// Persons who wanted an agent, and those of them who met nobody.
    package private(set) var persons = 0
    package private(set) var abandoned = 0
    private var balance = 0.0

    package init(cap: Double) { self.cap = cap }

    /// A little below the cap: the last tenths are worth nothing to agents.
    private var aim: Double { cap * 0.933 }
    private var stop: Double { cap * 0.985 }

    mutating func met(nobody isAbandoned: Bool) {
        persons += 1
        balance += aim
        guard isAbandoned else { return }
        abandoned += 1
        balance -= 1
    }

    /// The chance of meeting nobody that the next call may have.
    ///
    /// - Parameters:
    ///   - team: agents; the fewer they are, the longer each one's share of luck.
    ///   - expected: persons who are still to be reached today, of whom a part is counted on.
    ///   - surplus: persons who will answer calls that are up, beyond the agents who are free.
    func risk(team: Int, expected: Double, surplus: Double) -> Double {
        // One more than the one that is risked: an agent may leave while the last calls ring.
        let worst = Double(abandoned) + 2.5 + 0.5 * surplus
        guard worst <= stop * (Double(persons) + min(150, 0.3 * expected)) else { return 0 }
        return min(0.5, 0.012 * exp(1.2 / Double(max(1, team)).squareRoot() * balance))
    }
}
