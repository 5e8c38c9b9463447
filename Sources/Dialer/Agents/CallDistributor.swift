import Campaigns

/// Who waits for an agent, and which agents wait for a call, as a value without I/O.
///
/// Customers are taken in the order of their priority, then as they came; the agent is the most skilled of their group, then
/// the one who has been idle the longest. One queue serves campaigns, callbacks and callers alike.
struct CallDistributor: Sendable {
    struct Waiting: Hashable, Sendable {
        let customer: CustomerID
        let group: String
        /// The higher the sooner.
        var priority = 0
        /// Only this agent: a callback he promised.
        var agent: AgentNumber?
        /// When she began to wait, at whichever agent before.
        let since: UTCTime
        /// She was an agent's already and lost him; she has waited enough.
        var isHandedOn = false
    }

    struct Seat: Hashable, Sendable {
        let agent: AgentNumber
        /// His groups, and how good he is in each; the higher the better.
        let groups: [String: Int]
        let idleSince: UTCTime
    }

    struct Match: Hashable, Sendable {
        let customer: CustomerID
        let agent: AgentNumber
    }

    private(set) var waiting: [Waiting] = []
    private var seats: [AgentNumber: Seat] = [:]

    /// Agents of a group who are free for a call right now.
    func free(in group: String) -> Int { seats.values.count { $0.groups[group] != nil } }

    /// A customer waits; those who are brought together by it, and who are then in nobody's queue.
    mutating func wait(_ customer: Waiting) -> [Match] {
        let place = waiting.firstIndex { Self.isServed(customer, before: $0) } ?? waiting.endIndex
        waiting.insert(customer, at: place)
        return match()
    }

    /// An agent is free, or has other groups than he said.
    mutating func offer(_ seat: Seat) -> [Match] {
        seats[seat.agent] = seat
        return match()
    }

    /// An agent is free no more.
    mutating func withdraw(_ agent: AgentNumber) { seats[agent] = nil }

    /// Takes the best free agent out of the queue at once, for somebody who is about to be called; nil where none is free.
    mutating func take(for wish: AgentWish) -> AgentNumber? {
        let agent = bestSeat(in: wish.group, agent: wish.agent)
        if let agent { seats[agent] = nil }
        return agent
    }

    /// A customer waits no more: she has gone, or wants something else.
    mutating func leave(_ customer: CustomerID) { waiting.removeAll { $0.customer == customer } }

    /// How many of her group are served before her, beginning with 1; nil where she doesn't wait.
    func position(of customer: CustomerID) -> Int? {
        guard let index = waiting.firstIndex(where: { $0.customer == customer }) else { return nil }
        return waiting[...index].count { $0.group == waiting[index].group }
    }

    private static func isServed(_ one: Waiting, before other: Waiting) -> Bool {
        if one.isHandedOn != other.isHandedOn { return one.isHandedOn }
        if one.priority != other.priority { return one.priority > other.priority }
        return one.since < other.since
    }

    /// In their order, each with the best agent for her; those for whom there is none don't hold up the others.
    private mutating func match() -> [Match] {
        guard !seats.isEmpty else { return [] }
        var (matches, left) = ([Match](), [Waiting]())
        for customer in waiting {
            if let agent = bestSeat(in: customer.group, agent: customer.agent) {
                seats[agent] = nil
                matches.append(Match(customer: customer.customer, agent: agent))
            } else {
                left.append(customer)
            }
        }
        waiting = left
        return matches
    }

    private func bestSeat(in group: String, agent: AgentNumber?) -> AgentNumber? {
        if let agent { return seats[agent]?.agent }
        return seats.values.filter { $0.groups[group] != nil }
            .min { one, other in
                let skills = (one.groups[group] ?? 0, other.groups[group] ?? 0)
                if skills.0 != skills.1 { return skills.0 > skills.1 }
                if one.idleSince != other.idleSince { return one.idleSince < other.idleSince }
                return one.agent < other.agent
            }?
            .agent
    }
}
