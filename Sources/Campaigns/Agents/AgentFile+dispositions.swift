import ConfigurationFile

extension AgentFile {
    static let dispositionKeys = ["title", "does", "wait", "key"]

    /// What agents can say came of a call, in the file's order; the usual ones where it names none.
    static func dispositions(_ file: ConfigurationNode) -> [Disposition] {
        guard let node = file.optional("dispositions") else { return Disposition.usual }
        let entries = node.entries() ?? []
        var keys: Set<String> = []
        let dispositions = entries.compactMap { disposition($0.key, $0.value, &keys) }
        if entries.isEmpty { node.refuse("“dispositions” names none. Name one, or remove it to have the usual ones.") }
        return dispositions
    }

    private static func disposition(
        _ code: String, _ node: ConfigurationNode, _ keys: inout Set<String>
    ) -> Disposition? {
        node.expectKeys(dispositionKeys)
        let title = node.optional("title")?.text() ?? code
        let does = node["does"].choice(of: Disposition.Deed.self)
        var wait: Duration?
        switch (does, node.optional("wait")) {
        // Sooner nobody has changed her mind.
        case (.again, _): wait = node["wait"].duration(in: .seconds(60) ... .seconds(400 * 86_400))
        case (let does?, let unused?):
            unused.refuse("“wait” goes with “does: again” only, not with “\(does.rawValue)”. Remove it.")
        default: break
        }
        let key = node.optional("key").flatMap { shortcut($0, &keys) }
        guard isName(code, "code of a disposition", node) else { return nil }
        return does.map { Disposition(code: code, title: title, does: $0, wait: wait, key: key) }
    }

    private static func shortcut(_ node: ConfigurationNode, _ keys: inout Set<String>) -> String? {
        guard let key = node.word, key.wholeMatch(of: /[a-z0-9]/) != nil else {
            return node.mustBe("one letter from a to z, or one digit")
        }
        guard keys.insert(key).inserted else {
            node.refuse("The key “\(key)” chooses another disposition already. Give one of them another key.")
            return nil
        }
        return key
    }

    /// Which of them a group's agents can say; nil for all.
    static func choice(_ group: ConfigurationNode, among dispositions: [Disposition]) -> [String]? {
        group.optional("dispositions")?.list()?.compactMap { node in
            guard let code = node.text() else { return nil }
            let codes = dispositions.map(\.code)
            guard codes.contains(code) else {
                let remedy = Spelling.remedy(for: code, among: codes)
                node.refuse("There is no disposition “\(code.prefix(80))”. \(remedy)")
                return nil
            }
            return code
        }
    }
}
