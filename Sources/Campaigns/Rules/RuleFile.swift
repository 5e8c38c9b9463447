package import ConfigurationFile
package import Foundation

/// A rule set in YAML, as in `rules/china.yml`.
package enum RuleFile {
    /// How many files may stand on each other's shoulders; more is a circle.
    private static let deepest = 8

    /// Reads a file and what it is based on: `based-on: china` is `china.yml` beside the file, or else in `shipped`.
    ///
    /// Throws: every fault of the file, with its place and remedy.
    package static func read(_ file: URL, shipped: URL? = nil) throws(ConfigurationError) -> RuleSet {
        try read(file, shipped: shipped, depth: 0)
    }

    private static func read(_ file: URL, shipped: URL?, depth: Int) throws(ConfigurationError) -> RuleSet {
        // The base is read before its heir, so that faults of both are told with their own file's name.
        guard let name = try baseName(file), ConfigurationNode.isRuleName(name) else {
            return try ConfigurationNode.read(file) { set($0, over: nil) }
        }
        let beside = URL(filePath: "\(name).yml", relativeTo: file.deletingLastPathComponent()).absoluteURL
        let candidates = [beside, shipped?.appending(path: "\(name).yml")].compactMap { $0 }
        let found = candidates.first {
            $0.standardizedFileURL != file.standardizedFileURL && FileManager.default.fileExists(atPath: $0.path)
        }
        guard let found else {
            let expected = "the name of a rule set beside this file, or of one that comes with dialerd"
            return try refuseBase(of: file, expected)
        }
        guard depth < deepest else {
            return try refuseBase(of: file, "a rule set that isn't based on this one in turn")
        }
        let rules = try read(found, shipped: shipped, depth: depth + 1)
        return try ConfigurationNode.read(file) { set($0, over: rules) }
    }

    private static func refuseBase(of file: URL, _ expected: String) throws(ConfigurationError) -> RuleSet {
        try ConfigurationNode.read(file) { $0["based-on"].mustBe(expected) }
    }

    private static func baseName(_ file: URL) throws(ConfigurationError) -> String? {
        // Wrapped, because a reader's nil means a fault.
        try ConfigurationNode.read(file) { [$0.optional("based-on")?.word] }[0]
    }

    /// - Parameter base: nil where the file stands alone.
    static func set(_ file: ConfigurationNode, over base: RuleSet?) -> RuleSet? {
        file.expectKeys(["name", "title", "based-on", "rules"])
        let name = file["name"].ruleName()
        let title = file["title"].text()
        _ = file.optional("based-on")?.ruleName()
        var rules = base?.rules ?? []
        for (key, value) in file["rules"].entries() ?? [] {
            guard value.acceptsRuleName(key) else { continue }
            let place = rules.firstIndex { $0.name == key }
            if value.word == "never" {
                if let place {
                    rules.remove(at: place)
                } else {
                    value.refuse("There is no rule “\(key)” to take away. “never” is for rules of the set below.")
                }
            } else if let rule = rule(value, named: key) {
                if let place { rules[place] = rule } else { rules.append(rule) }
            }
        }
        guard let name, let title else { return nil }
        return RuleSet(name: name, title: title, rules: rules)
    }

    private static func rule(_ value: ConfigurationNode, named name: String) -> Rule? {
        let about = ["for", "in", "source"]
        guard let (kind, figure) = value.choice(of: Kind.allCases.map(\.rawValue), beside: about),
            let kind = Kind(rawValue: kind)
        else { return nil }
        let demand = kind.demand(figure)
        let purposes = value.optional("for").flatMap { $0.purposes() }
        let regions = value.optional("in")?.list()?.compactMap { $0.region() } ?? []
        let source = value.optional("source")?.text()
        return demand.map { Rule(name: name, demand: $0, purposes: purposes, regions: regions, source: source) }
    }
}
