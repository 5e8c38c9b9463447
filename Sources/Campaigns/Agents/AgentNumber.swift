/// An agent's work number, by which he is known everywhere.
package struct AgentNumber: Hashable, Comparable, Sendable, CodedAsText, CustomStringConvertible {
    package let text: String

    /// Nil where it is not 1 to 12 digits.
    package init?(_ text: some StringProtocol) {
        guard (1...12).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        self.text = String(text)
    }

    package init?(coded text: String) { self.init(text) }

    package var codedText: String { text }
    package var description: String { text }

    package static func < (one: AgentNumber, other: AgentNumber) -> Bool {
        // 999 comes before 1000.
        (one.text.utf8.count, one.text) < (other.text.utf8.count, other.text)
    }
}
