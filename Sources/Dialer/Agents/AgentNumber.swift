/// An agent's work number, by which he is known everywhere.
struct AgentNumber: Hashable, Comparable, Sendable {
    let text: String

    static func < (one: AgentNumber, other: AgentNumber) -> Bool { one.text < other.text }
}
