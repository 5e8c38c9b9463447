/// Somebody who talks to customers: who he is, where his telephone is, and what he is good at.
package struct Agent: Hashable, Sendable {
    package enum Telephone: Hashable, Sendable {
        /// It registers with us under the agent's number.
        case registers(password: String)
        /// It is always rung at the same place, such as behind a PBX.
        case fixed(number: String, host: String, port: UInt16)
    }

    package let number: AgentNumber
    package let name: String
    /// His groups, and how good he is in each: 1 to 9, the higher the better.
    package let skills: [String: Int]
    package let telephone: Telephone
    /// Up from login to logout, with a tone for each customer; else rung for each.
    package let isHeldOpen: Bool
    /// May listen to the calls of others, help them and take them over.
    package let isSupervisor: Bool

    package init(
        number: AgentNumber, name: String, skills: [String: Int], telephone: Telephone, isHeldOpen: Bool = true,
        isSupervisor: Bool = false
    ) {
        self.number = number
        self.name = name
        self.skills = skills
        self.telephone = telephone
        self.isHeldOpen = isHeldOpen
        self.isSupervisor = isSupervisor
    }
}

/// Agents among whom a customer may be brought to anybody.
package struct AgentGroup: Hashable, Sendable {
    package let name: String
    package let title: String
    /// How long an agent has after a call to write down what came of it.
    package let wrapUp: Duration
    package let recording: Recording
    /// The codes of what its agents can say came of a call; nil for all that the site has.
    package let dispositions: [String]?
    /// Whether people are told first that their call is recorded.
    package let givesNotice: Bool

    /// Which calls of a group are recorded.
    package enum Recording: String, CaseIterable, Sendable {
        case none
        /// Those whose agent wants it.
        case onDemand = "on-demand"
        case all
    }

    package init(
        name: String, title: String, wrapUp: Duration = .seconds(30), recording: Recording = .none,
        dispositions: [String]? = nil, givesNotice: Bool = false
    ) {
        self.name = name
        self.givesNotice = givesNotice
        self.title = title
        self.wrapUp = wrapUp
        self.recording = recording
        self.dispositions = dispositions
    }
}

/// All agents of a site, and their groups.
package struct AgentRoster: Hashable, Sendable {
    package let agents: [AgentNumber: Agent]
    package let groups: [String: AgentGroup]
    /// What agents can say came of a call.
    package let dispositions: [Disposition]
    /// Whom agents may ring outside, by name.
    package let outside: [String: OutsideNumber]
    /// Why somebody takes a break, in the order of their keys.
    package let breaks: [String]

    package static let usualBreaks = ["Meal", "Rest", "Meeting", "Training", "Paperwork"]

    package init(
        _ agents: [Agent] = [], groups: [AgentGroup] = [], dispositions: [Disposition] = Disposition.usual,
        outside: [OutsideNumber] = [], breaks: [String] = AgentRoster.usualBreaks
    ) {
        self.outside = Dictionary(outside.map { ($0.name, $0) }) { first, _ in first }
        self.breaks = breaks
        self.agents = Dictionary(agents.map { ($0.number, $0) }) { first, _ in first }
        self.groups = Dictionary(groups.map { ($0.name, $0) }) { first, _ in first }
        self.dispositions = dispositions
    }

    /// What the agents of a group can say came of a call.
    package func dispositions(of group: String) -> [Disposition] {
        guard let codes = groups[group]?.dispositions else { return dispositions }
        return dispositions.filter { codes.contains($0.code) }
    }

    /// Of a telephone that registers; nil where there is none of that name.
    package func password(of user: String) -> String? {
        guard let number = AgentNumber(user), case .registers(let password) = agents[number]?.telephone else {
            return nil
        }
        return password
    }
}
