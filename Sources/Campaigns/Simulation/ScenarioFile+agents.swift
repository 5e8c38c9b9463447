import ConfigurationFile

extension ScenarioFile {
    static let agentKeys = ["groups", "teams"]
    static let groupKeys = ["wrap-up", "talk", "talk-spread"]
    static let teamKeys = ["groups", "agents", "hours", "breaks", "lateness", "nearly-done", "writing", "looking"]

    static func agents(_ value: ConfigurationNode) -> Scenario.Agents? {
        value.expectKeys(agentKeys)
        let groups = value["groups"].entries()?.compactMap { group($0.key, $0.value) } ?? []
        var next = 8001
        let teams = value["teams"].list()?.compactMap { team($0, among: groups.map(\.name), &next) } ?? []
        return Scenario.Agents(
            groups: Dictionary(groups.map { ($0.name, $0) }) { first, _ in first }, teams: teams)
    }

    private static func group(_ name: String, _ value: ConfigurationNode) -> Scenario.Agents.Group? {
        value.expectKeys(groupKeys)
        let wrapUp = value.optional("wrap-up")?.duration(in: .zero ... .seconds(3_600)) ?? .seconds(30)
        let talk = value.optional("talk")?.duration(in: .seconds(1) ... .seconds(3_600)) ?? .seconds(120)
        let spread = value.optional("talk-spread")?.number(in: 0...200) ?? 83
        guard AgentFile.isName(name, "name of a group", value) else { return nil }
        return Scenario.Agents.Group(name: name, wrapUp: wrapUp, talk: talk, talkSpread: spread)
    }

    /// - Parameter next: the number of the first agent.
    private static func team(
        _ value: ConfigurationNode, among known: [String], _ next: inout Int
    ) -> Scenario.Agents.Team? {
        value.expectKeys(teamKeys)
        let groups = value["groups"].list()?.compactMap { $0.choice(of: known) } ?? []
        let count = value["agents"].number(in: 1...1_000)
        let hours = value["hours"].weekHours()
        let breaks = value.optional("breaks")?.list()?.compactMap { pause($0, within: hours) } ?? []
        let lateness = value.optional("lateness")?.duration(in: .zero ... .seconds(3_600)) ?? .seconds(300)
        let nearlyDone = value.optional("nearly-done").map { $0.percent() } ?? Percent(0)
        let writing = value.optional("writing")?.duration(in: .seconds(1) ... .seconds(3_600)) ?? .seconds(15)
        let looking = value.optional("looking")?.duration(in: .seconds(1) ... .seconds(600)) ?? .seconds(10)
        guard let count, let hours, let nearlyDone, !groups.isEmpty else { return nil }
        let agents = (next..<next + count).compactMap { AgentNumber("\($0)") }
        next += count
        return Scenario.Agents.Team(
            groups: groups, agents: agents, hours: hours, breaks: breaks, lateness: lateness,
            nearlyDone: nearlyDone, writing: writing, looking: looking)
    }

    private static func pause(_ value: ConfigurationNode, within hours: WeekHours?) -> Scenario.Agents.Break? {
        value.expectKeys(["at", "for", "reason"])
        let (at, length) = (value["at"].timeOfDay(), value["for"].duration(in: .seconds(1) ... .seconds(6 * 3_600)))
        let reason = value.optional("reason").map { $0.text() } ?? AgentRoster.usualBreaks[1]
        guard let at, let length, let reason else { return nil }
        let week = CallWindow.Weekday.week
        if let hours, !week.contains(where: { day in hours.minutes(on: day).contains { $0.contains(at) } }) {
            value["at"].refuse("The team is never at work at \(WeekHours.clock(at)). Move the break into its hours.")
        }
        return Scenario.Agents.Break(at: at, length: length, reason: reason)
    }

    /// Refuses campaigns whose people nobody could talk to.
    static func expectAgents(
        of campaigns: ConfigurationNode, _ definitions: [CampaignDefinition], _ agents: Scenario.Agents?
    ) {
        let manned = Set(agents?.teams.flatMap(\.groups) ?? [])
        for value in campaigns.isPresent ? campaigns.list() ?? [] : [] {
            guard let name = value.optional("name")?.word,
                let wanted = definitions.first(where: { $0.name == name })?.agents
            else { continue }
            switch wanted.mode {
            case .onRequest: break
            case .manual:
                value["agents"]["mode"].refuse("In a simulation nobody chooses from a list. Take another mode.")
            case .progressive, .preview, .power, .predictive:
                if manned.contains(wanted.group) { break }
                value["agents"]["group"].refuse(
                    "No agents are of the group “\(wanted.group)”. Add a team of it under “agents.teams”.")
            }
        }
    }
}

extension ConfigurationNode {
    /// One of the names that are defined elsewhere in the file.
    fileprivate func choice(of names: [String]) -> String? {
        guard let word, names.contains(word) else {
            return mustBe("one of “agents.groups”: \(names.joined(separator: ", "))")
        }
        return word
    }
}
