import ConfigurationFile

/// What an agent is to say, with places for what is known of the customer.
package struct AgentScript: Hashable, Sendable, CodedAsText {
    /// What stands in braces: `{name}`.
    package enum Place: String, CaseIterable, Sendable {
        case name
        /// What is owed, as a number of yuan.
        case debt
        /// The day from which it is owed.
        case due
        case account
    }

    package let text: String

    package init(_ text: String) { self.text = text }
    package init?(coded text: String) { self.text = text }
    package var codedText: String { text }

    /// The script for one customer; what isn't known of her says so.
    package func filled(_ known: [Place: String]) -> String {
        text.replacing(Self.place) { match in
            Place(rawValue: String(match.1)).map { known[$0] ?? "(not known)" } ?? String(match.0)
        }
    }

    /// The words in braces that are no place.
    var unknownPlaces: [String] {
        text.matches(of: Self.place).map { String($0.1) }.filter { Place(rawValue: $0) == nil }
    }

    private static var place: Regex<(Substring, Substring)> { /\{([^{}\n]*)\}/ }
}

extension ConfigurationNode {
    /// What fits beside the customer on a page.
    private static let longestScript = 4_000

    func agentScript() -> AgentScript? {
        guard let text = text() else { return nil }
        guard text.count <= Self.longestScript else {
            return mustBe("at most \(Self.longestScript) characters long")
        }
        let script = AgentScript(text)
        let places = AgentScript.Place.allCases.map(\.rawValue)
        for word in script.unknownPlaces {
            let remedy = Spelling.remedy(for: word, among: places) { "{\($0)}" }
            refuse("A script knows no “{\(word.prefix(40))}”. \(remedy)")
        }
        return script
    }
}
