package import ConfigurationFile
package import Foundation

/// A campaign in YAML, as in `campaigns/arrears-postpaid.yml`.
package enum CampaignFile {
    /// A test holds `docs/campaigns.md` against them.
    static let keys = [
        "name", "title", "source", "announcement", "stages", "keys", "window", "retry", "lines", "caller-id",
        "language", "priority", "share", "pilot", "starts", "ends", "ringing", "claim-patience", "duplicates",
        "agents",
    ]
    static let agentKeys = ["group", "mode", "script"]
    static let sourceKeys = ["query", "list", "minimum-amount", "minimum-days-past-due", "every", "at"]
    static let stageKeys = ["announcement", "clerk", "after", "or-from"]
    static let windowKeys = ["zone", "days", "from", "to"]

    /// Throws: every fault of the file, with its place and remedy.
    ///
    /// - Parameter lists: the named queries that the site has.
    package static func read(_ file: URL, lists: [String]) throws(ConfigurationError) -> CampaignDefinition {
        try ConfigurationNode.read(file) { definition($0, lists: lists) }
    }

    static func definition(_ file: ConfigurationNode, lists: [String]) -> CampaignDefinition? {
        file.expectKeys(keys)
        // All are read before any is missed, so that one look finds every fault.
        let name = file["name"].campaignName()
        let title = file["title"].text()
        let source = source(file["source"], lists: lists)
        let stages = stages(file)
        let choices = file.optional("keys").flatMap(announcementKeys) ?? CampaignDefinition.Key.allCases
        let window = window(file["window"])
        let retry =
            file.optional("retry")?.retryPolicy(over: .contactDefault, RetryPolicy.Result.ofContacts) ?? .contactDefault
        let lines = file["lines"].number(in: 1...10_000)
        let callerID = file["caller-id"].callerID()
        let language = file.optional("language")?.choice(of: CustomerLanguage.self) ?? .mandarin
        let priority = file.optional("priority")?.number(in: 1...9) ?? 5
        let share = file.optional("share")?.number(in: 1...100) ?? 1
        let pilot = file.optional("pilot")?.number(in: 1...1_000_000) as Int?
        let (starts, ends) = times(file)
        // Giving up sooner would ring people who can't reach the telephone in time.
        let ringing = file.optional("ringing")?.duration(in: .seconds(15) ... .seconds(120)) ?? .seconds(30)
        let patience = file.optional("claim-patience")?.duration() ?? .seconds(3 * 86_400)
        let duplicates = file.optional("duplicates")?.duplicateRules() ?? []
        let agents = file.optional("agents").flatMap(agents)
        guard let name, let title, let source, let window, let lines, let callerID else { return nil }
        return CampaignDefinition(
            name: name,
            title: title,
            source: source,
            stages: stages,
            keys: choices,
            window: window,
            retry: retry,
            lines: lines,
            callerID: callerID,
            language: language,
            priority: priority,
            share: share,
            pilot: pilot,
            starts: starts,
            ends: ends,
            ringing: ringing,
            claimPatience: patience,
            duplicates: duplicates,
            agents: agents
        )
    }

    private static func agents(_ value: ConfigurationNode) -> CampaignDefinition.Agents? {
        value.expectKeys(agentKeys)
        let mode = value.optional("mode")?.choice(of: CampaignDefinition.Agents.Mode.self) ?? .onRequest
        let script = value.optional("script")?.agentScript()
        return value["group"].text().map { CampaignDefinition.Agents(group: $0, mode: mode, script: script) }
    }

    /// `stages`, or `announcement` where there is just one.
    private static func stages(_ file: ConfigurationNode) -> DunningStages {
        let notice = file.optional("announcement")?.choice(of: DunningStages.Notice.self)
        guard let list = file.optional("stages") else {
            return DunningStages([DunningStages.Stage(.announcement(notice ?? .first))])
        }
        file.optional("announcement")?.refuse("A campaign has “announcement” or “stages”, not both. Remove one.")
        let stages = list.list()?.compactMap(stage) ?? []
        for (earlier, later) in zip(stages, stages.dropFirst()) where later.fromAge <= earlier.fromAge {
            list.refuse("Each of “stages” must begin later than the one before; look at “after”.")
        }
        return DunningStages(stages)
    }

    private static func stage(_ value: ConfigurationNode) -> DunningStages.Stage? {
        value.expectKeys(stageKeys)
        let days = value.optional("after")?.duration().map { Int($0 / .seconds(86_400)) } ?? 0
        let amount = value.optional("or-from")?.money()
        if let clerk = value.optional("clerk") {
            return clerk.truth() == true ? DunningStages.Stage(.clerk, fromAge: days, fromAmount: amount) : nil
        }
        return value["announcement"].choice(of: DunningStages.Notice.self)
            .map { DunningStages.Stage(.announcement($0), fromAge: days, fromAmount: amount) }
    }

    private static func times(_ file: ConfigurationNode) -> (LocalMoment?, LocalMoment?) {
        let (starts, ends) = (file.optional("starts")?.localMoment(), file.optional("ends")?.localMoment())
        if let starts, let ends, (ends.day, ends.minute) <= (starts.day, starts.minute) {
            file["ends"].refuse("“ends” is \(ends), but must be later than “starts”, which is \(starts).")
        }
        return (starts, ends)
    }

    private static func announcementKeys(_ value: ConfigurationNode) -> [CampaignDefinition.Key]? {
        value.list()?.compactMap { $0.choice(of: CampaignDefinition.Key.self) }
    }

    private static func window(_ value: ConfigurationNode) -> CallWindow? {
        value.expectKeys(windowKeys)
        let zone = value.optional("zone")
        let place = zone?.timeZone()
        let days = value.optional("days")?.list()?.compactMap { $0.choice(of: DayName.self) }
        let (opens, closes) = (value["from"].timeOfDay(), value["to"].timeOfDay())
        guard (zone == nil) == (place == nil), let opens, let closes else { return nil }
        let weekdays = Set((days ?? DayName.allCases).map(\.weekday))
        guard let window = CallWindow(zone: place, weekdays: weekdays, opens: opens, closes: closes) else {
            value.refuse("The window is never open. “to” must be later than “from”, and “days” must name a day.")
            return nil
        }
        return window
    }

    private enum DayName: String, CaseIterable {
        case monday
        case tuesday
        case wednesday
        case thursday
        case friday
        case saturday
        case sunday

        var weekday: CallWindow.Weekday {
            switch self {
            case .monday: .monday
            case .tuesday: .tuesday
            case .wednesday: .wednesday
            case .thursday: .thursday
            case .friday: .friday
            case .saturday: .saturday
            case .sunday: .sunday
            }
        }
    }
}

extension ConfigurationNode {
    fileprivate func campaignName() -> String? {
        guard let name = text() else { return nil }
        guard name.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,62}/) != nil else {
            refuse("“name” is “\(name.prefix(80))”, but must be small letters, digits and hyphens, at most 63.")
            return nil
        }
        return name
    }

    fileprivate func callerID() -> String? {
        guard let text = text() else { return nil }
        guard text.wholeMatch(of: /\+?[0-9]{3,15}/) != nil else {
            refuse("“caller-id” is “\(text.prefix(40))”, but must be a number that can be called back, 3 to 15 digits.")
            return nil
        }
        return text
    }
}
