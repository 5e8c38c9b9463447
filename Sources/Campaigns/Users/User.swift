import Foundation

/// Somebody who may sign in at the console.
package struct User: Hashable, Sendable {
    /// What somebody may do; each right is given by itself, none comes with another but where it says so.
    package enum Role: String, CaseIterable, Codable, Sendable {
        /// Works on the page of his own agent's number.
        case agent
        /// Sees, helps and commands all agents, and plays recordings.
        case supervisor
        /// Finds and plays recordings.
        case listener
        /// Sees the live page; users are kept on the command line.
        case administrator
    }

    package let name: String
    package let roles: Set<Role>
    /// His own agent's number, where he is one.
    package let agent: AgentNumber?
    package let isDisabled: Bool
    package let passwordSetAt: UTCTime
    /// After wrong passwords; nil where he isn't locked.
    package let lockedUntil: UTCTime?

    package init(
        name: String, roles: Set<Role>, agent: AgentNumber? = nil, isDisabled: Bool = false, passwordSetAt: UTCTime,
        lockedUntil: UTCTime? = nil
    ) {
        self.name = name
        self.roles = roles
        self.agent = agent
        self.isDisabled = isDisabled
        self.passwordSetAt = passwordSetAt
        self.lockedUntil = lockedUntil
    }

    /// Whether he has one of these.
    package func hasAny(of wanted: Set<Role>) -> Bool { !roles.isDisjoint(with: wanted) }

    /// The form in which a name is kept and looked for, whatever somebody types.
    static func key(_ typed: String) -> String {
        typed.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    }
}
