package import Campaigns
import Telephony

/// What supervisors do with the calls of others.
extension AgentFloor {
    /// Takes part in an agent's call, from now on or in another way; his telephone is up, and he is on a break.
    package func supervise(_ supervisor: AgentNumber, _ agent: AgentNumber, _ mode: SupervisorMode) throws {
        let desk = try supervisorDesk(supervisor)
        _ = try customer(of: agent)
        guard agent != supervisor, desk.machine.phone == .up, desk.machine.activity == .idle,
            desk.machine.presence != .ready
        else {
            throw AgentError(.notAllowed, "Take a break first, with your telephone up: you can't be in two calls.")
        }
        if desk.supervises != agent { stopSupervising(supervisor) }
        desks[supervisor]?.supervises = agent
        desks[agent]?.supervisors[supervisor] = mode
        keep(mode.act, by: supervisor, subject: "agent \(agent)", detail: desks[agent]?.card?.call)
        wire(agent)
        show(supervisor)
    }

    /// Leaves the call in which he takes part.
    package func stopSupervising(_ supervisor: AgentNumber) {
        guard let agent = desks[supervisor]?.supervises else { return }
        desks[supervisor]?.supervises = nil
        desks[supervisor]?.voice?.leg.hear([])
        desks[agent]?.supervisors[supervisor] = nil
        wire(agent)
        show(supervisor)
    }

    /// Takes the customer from the agent whose call he hears.
    package func takeOver(_ supervisor: AgentNumber) throws {
        guard let agent = try supervisorDesk(supervisor).supervises else {
            throw AgentError(.notAllowed, "Listen to a call first, and then take it over.")
        }
        let customer = try customer(of: agent)
        keep("took over from", by: supervisor, subject: "agent \(agent)", detail: desks[agent]?.card?.call)
        stopSupervising(supervisor)
        dismissAdviser(of: agent)
        guests[customer]?.onward = .agent(supervisor)
        deal(.transferred, to: agent)
    }

    /// Logs another out as soon as he has talked to the end.
    package func logOut(_ agent: AgentNumber, by supervisor: AgentNumber) throws {
        try requireSupervisor(supervisor)
        try logOut(agent)
        keep("logged out", by: supervisor, subject: "agent \(agent)")
    }

    /// Puts another on a break as soon as he has talked to the end.
    package func takeBreak(_ agent: AgentNumber, reason: String, by supervisor: AgentNumber) throws {
        try requireSupervisor(supervisor)
        try takeBreak(agent, reason: reason)
        keep("put on a break", by: supervisor, subject: "agent \(agent)", detail: reason)
    }

    /// Gives an agent other groups, from the next customer on.
    package func change(_ agent: AgentNumber, to skills: [String: Int], by supervisor: AgentNumber) throws {
        try requireSupervisor(supervisor)
        guard desks[agent] != nil else { throw AgentError.unknown(agent) }
        if let unknown = skills.keys.first(where: { roster.groups[$0] == nil }) {
            throw AgentError(.notAllowed, "There is no group “\(unknown)”.")
        }
        desks[agent]?.skills = skills
        let groups = skills.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        keep("changed the groups of", by: supervisor, subject: "agent \(agent)", detail: groups)
        show(agent)
        offer(agent)
    }

    /// Throws: where he is no agent, or no supervisor.
    package func requireSupervisor(_ number: AgentNumber) throws { _ = try supervisorDesk(number) }

    /// The call is over: who took part in it hears nothing any more.
    func dismissSupervisors(of agent: AgentNumber) {
        for supervisor in desks[agent]?.supervisors.keys ?? [:].keys {
            desks[supervisor]?.supervises = nil
            desks[supervisor]?.voice?.leg.hear([])
            show(supervisor)
        }
        desks[agent]?.supervisors = [:]
    }

    private func supervisorDesk(_ number: AgentNumber) throws -> AgentDesk {
        guard let desk = desks[number] else { throw AgentError.unknown(number) }
        guard desk.agent.isSupervisor else {
            throw AgentError(.notAllowed, "Agent \(number) is no supervisor: the file of agents says who is.")
        }
        return desk
    }
}

extension SupervisorMode {
    /// As the history says that it happened.
    fileprivate var act: String {
        switch self {
        case .listen: "listened to"
        case .whisper: "whispered to"
        case .barge: "barged in on"
        }
    }
}
