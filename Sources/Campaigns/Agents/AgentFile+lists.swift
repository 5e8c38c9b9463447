import ConfigurationFile

/// What agents can choose from on their pages.
extension AgentFile {
    static let outsideKeys = ["title", "number"]

    /// The numbers outside that agents may ring; all others stay out of their reach.
    static func outside(_ node: ConfigurationNode) -> [OutsideNumber] {
        (node.entries() ?? []).compactMap { name, entry in
            entry.expectKeys(outsideKeys)
            guard isName(name, "name of somebody outside", entry) else { return nil }
            let title = entry.optional("title")?.text() ?? name
            let number = entry["number"]
            guard let digits = number.word, digits.wholeMatch(of: /\+[1-9][0-9]{6,14}|[0-9]{3,8}/) != nil else {
                return number.mustBe("a number such as \"+861062345678\", or a short one such as \"112\", in quotes")
            }
            return OutsideNumber(name: name, title: title, number: digits)
        }
    }

    /// As many as there are keys for them.
    static func breaks(_ node: ConfigurationNode) -> [String]? {
        guard let nodes = node.list() else { return nil }
        guard (1...9).contains(nodes.count) else {
            node.refuse("“breaks” has \(nodes.count) reasons, but must have 1 to 9: each has a key on the page.")
            return nil
        }
        return nodes.compactMap { node in
            guard let text = node.text() else { return nil }
            guard text.count <= 80, !text.contains(where: \.isNewline) else {
                return node.mustBe("a line of at most 80 characters")
            }
            return text
        }
    }
}
