import Campaigns

/// Why an agent's wish can't be done, in a sentence for his page.
package struct AgentError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: Sendable {
        case unknownAgent
        case noCall
        case nobodyThere
        case notAllowed
        /// What the agent said of it means nothing here.
        case invalid
        /// The disk, or what a bill is drawn from, refuses just now.
        case notStored
        /// The daemon is coming to its end.
        case closing
    }

    package let code: Code
    package let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    static func unknown(_ number: AgentNumber) -> AgentError {
        AgentError(.unknownAgent, "There is no agent \(number). Look at the file of agents.")
    }
}
