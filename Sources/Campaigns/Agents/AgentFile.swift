package import ConfigurationFile
package import Foundation

/// The agents of a site in YAML, as in `docs/agents.md`.
package enum AgentFile {
    /// A test holds `docs/agents.md` against them.
    static let keys = ["groups", "agents", "passwords", "dispositions", "outside", "breaks"]
    static let groupKeys = ["title", "wrap-up", "recording", "notice", "dispositions"]
    static let agentKeys = ["number", "name", "groups", "telephone", "held-open", "supervisor"]

    /// Throws: every fault of the file, with its place and remedy.
    package static func read(_ file: URL) throws(ConfigurationError) -> AgentRoster {
        try ConfigurationNode.read(file, as: roster)
    }

    static func roster(_ file: ConfigurationNode) -> AgentRoster? {
        file.expectKeys(keys)
        let dispositions = dispositions(file)
        let groups = file["groups"].entries()?.compactMap { group($0.key, $0.value, dispositions) } ?? []
        let passwords = file.optional("passwords").map(passwords) ?? [:]
        var agents: [Agent] = []
        var known: Set<AgentNumber> = []
        for node in file["agents"].list() ?? [] {
            guard let agent = agent(node, groups: groups.map(\.name), passwords: passwords) else { continue }
            guard known.insert(agent.number).inserted else {
                node["number"].refuse("There is another agent \(agent.number). Give one of them another number.")
                continue
            }
            agents.append(agent)
        }
        return AgentRoster(
            agents, groups: groups, dispositions: dispositions, outside: file.optional("outside").map(outside) ?? [],
            breaks: file.optional("breaks").flatMap(breaks) ?? AgentRoster.usualBreaks)
    }

    private static func group(
        _ name: String, _ node: ConfigurationNode, _ dispositions: [Disposition]
    ) -> AgentGroup? {
        node.expectKeys(groupKeys)
        let title = node.optional("title")?.text() ?? name
        let wrapUp = node.optional("wrap-up")?.duration(in: .zero ... .seconds(3_600)) ?? .seconds(30)
        let recording = node.optional("recording")?.choice(of: AgentGroup.Recording.self) ?? .none
        let choice = choice(node, among: dispositions)
        let notice = node.optional("notice")
        let givesNotice = notice?.truth() ?? false
        if givesNotice, recording == .none {
            notice?.refuse("Calls of this group are not recorded, so there is nothing to tell. Add “recording”.")
        }
        guard isName(name, "name of a group", node) else { return nil }
        return AgentGroup(
            name: name, title: title, wrapUp: wrapUp, recording: recording, dispositions: choice,
            givesNotice: givesNotice)
    }

    /// Refuses what is no name of this file.
    ///
    /// - Parameter what: such as `name of a group`.
    static func isName(_ name: String, _ what: String, _ node: ConfigurationNode) -> Bool {
        if name.wholeMatch(of: /[a-z0-9-]{1,40}/) != nil { return true }
        node.refuse("The \(what) has a–z, 0–9 and - only; “\(name)” holds something else.")
        return false
    }

    private static func agent(
        _ node: ConfigurationNode, groups: [String], passwords: [String: String]
    ) -> Agent? {
        node.expectKeys(agentKeys)
        let number = node["number"].word.flatMap { AgentNumber($0) } ?? node["number"].mustBe("1 to 12 digits")
        let name = node["name"].text()
        let isHeldOpen = node.optional("held-open")?.truth() ?? true
        let isSupervisor = node.optional("supervisor")?.truth() ?? false
        if isSupervisor, !isHeldOpen {
            node["supervisor"].refuse("A supervisor hears calls by his telephone: “held-open” must be yes.")
        }
        var skills: [String: Int] = [:]
        for (group, level) in node["groups"].entries() ?? [] {
            guard groups.contains(group) else {
                level.refuse("There is no group “\(group)” in this file; it has \(groups.joined(separator: ", ")).")
                continue
            }
            skills[group] = level.number(in: 1...9)
        }
        guard let number, let name, let telephone = telephone(node, of: number, passwords: passwords) else {
            return nil
        }
        return Agent(
            number: number, name: name, skills: skills, telephone: telephone, isHeldOpen: isHeldOpen,
            isSupervisor: isSupervisor)
    }

    /// `registers`, or where a PBX has it: `8002@10.0.0.5:5060`.
    private static func telephone(
        _ node: ConfigurationNode, of number: AgentNumber, passwords: [String: String]
    ) -> Agent.Telephone? {
        let telephone = node.optional("telephone")
        guard let word = telephone?.word, word != "registers" else {
            guard let password = passwords[number.text] else {
                node.refuse(
                    "The telephone of agent \(number) registers, but the file of “passwords” has no line for it. "
                        + "Add “\(number) PASSWORD” there.")
                return nil
            }
            return .registers(password: password)
        }
        guard let match = word.wholeMatch(of: /([0-9A-Za-z.+_-]{1,40})@([0-9A-Za-z.-]{1,253})(?::([0-9]{1,5}))?/),
            let port = match.3.map({ UInt16($0) }) ?? 5060
        else { return telephone?.mustBe("“registers”, or a place such as 8002@10.0.0.5:5060") }
        return .fixed(number: String(match.1), host: String(match.2), port: port)
    }

    /// A line for each: the agent's number and the password of his telephone.
    private static func passwords(_ node: ConfigurationNode) -> [String: String] {
        var passwords: [String: String] = [:]
        for line in node.textOfFile()?.split(whereSeparator: \.isNewline) ?? [] where !line.hasPrefix("#") {
            let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
            guard words.count == 2 else {
                node.refuse("Each line of the file of passwords is a number, a space and a password; one is not.")
                continue
            }
            passwords[String(words[0])] = words[1].trimmingCharacters(in: .whitespaces)
        }
        return passwords
    }
}
