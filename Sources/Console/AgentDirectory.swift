import Campaigns
import Foundation

/// Whose page it can be, and where a call can be handed on to.
struct AgentDirectory: Encodable {
    struct Entry: Encodable {
        let number: AgentNumber
        let name: String
        let groups: [String]
        let isSupervisor: Bool
    }

    struct Group: Encodable {
        let name: String
        let title: String
    }

    /// Somebody outside; their number is nobody's business.
    struct Outside: Encodable {
        let name: String
        let title: String
    }

    let agents: [Entry]
    let groups: [Group]
    /// By whose clock callbacks are asked for.
    let zone: String?
    let outside: [Outside]
    /// Why somebody takes a break, in the order of their keys.
    let breaks: [String]

    init(_ roster: AgentRoster, zone: TimeZone?) {
        self.zone = zone?.identifier
        agents = roster.agents.values.sorted { $0.number < $1.number }
            .map {
                Entry(number: $0.number, name: $0.name, groups: $0.skills.keys.sorted(), isSupervisor: $0.isSupervisor)
            }
        groups = roster.groups.values.sorted { $0.name < $1.name }.map { Group(name: $0.name, title: $0.title) }
        outside = roster.outside.values.sorted { $0.name < $1.name }.map { Outside(name: $0.name, title: $0.title) }
        breaks = roster.breaks
    }
}
