package import Campaigns
import Foundation

/// What may still be risked: keeps the share of persons who meet nobody under the cap at the end of every day and of every
/// thirty days, whatever the forecast gets wrong.
///
/// Each person who meets an agent pays in, each who meets nobody takes out; the more there is of today, the more is risked.
/// Under it lies a hard stop: no risk at all where its coming to pass could break the cap.
package struct AbandonmentBudget: Hashable, Sendable {
    /// The most that may meet nobody, such as 0.03 of all.
    package let cap: Double
    /// Persons who wanted an agent, and those of them who met nobody.
    package private(set) var standing: AbandonmentStanding

    package init(cap: Double, standing: AbandonmentStanding = AbandonmentStanding()) {
        self.cap = cap
        self.standing = standing
    }

    /// A little below the cap: the last tenths are worth nothing to agents.
    private var aim: Double { cap * 0.933 }
    private var stop: Double { cap * 0.985 }
    private var balance: Double { aim * Double(standing.today.answers) - Double(standing.today.abandoned) }

    mutating func met(nobody isAbandoned: Bool) { standing.count(isAbandoned: isAbandoned) }

    /// The chance of meeting nobody that the next call may have.
    ///
    /// - Parameters:
    ///   - team: agents; the fewer they are, the longer each one's share of luck.
    ///   - expected: persons who are still to be reached today, of whom a part is counted on.
    ///   - surplus: persons who will answer calls that are up, beyond the agents who are free.
    func risk(team: Int, expected: Double, surplus: Double) -> Double {
        // One more than the one that is risked: an agent may leave while the last calls ring.
        let worst = 2.5 + 0.5 * surplus
        let credit = min(150, 0.3 * expected)
        let isSafe = [standing.today, standing.month].allSatisfy { share in
            Double(share.abandoned) + worst <= stop * (Double(share.answers) + credit)
        }
        guard isSafe else { return 0 }
        return min(0.5, 0.012 * exp(1.2 / Double(max(1, team)).squareRoot() * balance))
    }
}
