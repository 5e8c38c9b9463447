package import Foundation

/// A campaign in YAML, as in `campaigns/arrears-postpaid.yml`.
package enum CampaignFile {
    private static let keys = [
        "name", "title", "source", "announcement", "keys", "window", "retry", "lines", "caller-id", "language",
        "priority", "ringing", "claim-patience",
    ]

    /// Throws: `fileInvalid`, with file, line, column and remedy for each fault.
    package static func read(_ file: URL) throws(CampaignsError) -> CampaignDefinition {
        try YAMLReader.read(file, as: definition)
    }

    static func definition(_ file: YAMLReader) -> CampaignDefinition? {
        file.expectKeys(keys)
        // All are read before any is missed, so that one look finds every fault.
        let name = file["name"].campaignName()
        let title = file["title"].string()
        let source = source(file["source"])
        let announcement = file["announcement"].string()
        let choices = file["keys"].ifPresent(announcementKeys) ?? CampaignDefinition.Key.allCases
        let window = window(file["window"])
        let retry = file["retry"].ifPresent(retryPolicy) ?? .contactDefault
        let lines = file["lines"].integer(in: 1...10_000)
        let callerID = file["caller-id"].callerID()
        let language = file["language"].ifPresent { $0.choice(of: CustomerLanguage.self) } ?? .mandarin
        let priority = file["priority"].ifPresent { $0.integer(in: 1...9) } ?? 5
        // Giving up sooner would ring people who can't reach the telephone in time.
        let ringing = file["ringing"].ifPresent { $0.duration(in: .seconds(15) ... .seconds(120)) } ?? .seconds(30)
        let patience = file["claim-patience"].ifPresent { $0.duration() } ?? .seconds(3 * 86_400)
        guard let name, let title, let source, let announcement, let window, let lines, let callerID else { return nil }
        return CampaignDefinition(
            name: name,
            title: title,
            source: source,
            announcement: announcement,
            keys: choices,
            window: window,
            retry: retry,
            lines: lines,
            callerID: callerID,
            language: language,
            priority: priority,
            ringing: ringing,
            claimPatience: patience
        )
    }

    private static func source(_ value: YAMLReader) -> CampaignDefinition.Source? {
        value.expectKeys(["query", "minimum-amount", "minimum-days-past-due"])
        let kind = value["query"].choice(of: CampaignDefinition.Source.Kind.self)
        let amount = value["minimum-amount"].ifPresent { $0.money() } ?? Fen(1)
        let days = value["minimum-days-past-due"].ifPresent { $0.integer(in: 0...3650) } ?? 1
        return kind.map { CampaignDefinition.Source(kind: $0, minimumAmount: amount, minimumDaysPastDue: days) }
    }

    private static func announcementKeys(_ value: YAMLReader) -> [CampaignDefinition.Key]? {
        value.list()?.compactMap { $0.choice(of: CampaignDefinition.Key.self) }
    }

    private static func window(_ value: YAMLReader) -> CallWindow? {
        value.expectKeys(["zone", "days", "from", "to"])
        let zone = value["zone"].timeZone()
        let days = value["days"].ifPresent { $0.list()?.compactMap { $0.choice(of: DayName.self) } }
        let (opens, closes) = (value["from"].timeOfDay(), value["to"].timeOfDay())
        guard let zone, let opens, let closes else { return nil }
        let weekdays = Set((days ?? DayName.allCases).map(\.weekday))
        guard let window = CallWindow(zone: zone, weekdays: weekdays, opens: opens, closes: closes) else {
            value.refuse("The window is never open. “to” must be later than “from”, and “days” must name a day.")
            return nil
        }
        return window
    }

    /// What isn't named keeps the default rule; `never` takes a rule away.
    private static func retryPolicy(_ value: YAMLReader) -> RetryPolicy? {
        value.expectKeys(["tries"] + RetryClassName.allCases.map(\.rawValue))
        let budget = value["tries"].ifPresent { $0.integer(in: 1...50) } ?? RetryPolicy.contactDefault.budget
        var rules = RetryPolicy.contactDefault.rules
        for name in RetryClassName.allCases {
            let rule = value[name.rawValue]
            guard rule.isPresent else { continue }
            if rule.isWord("never") {
                rules[name.result] = nil
                continue
            }
            rule.expectKeys(["wait", "limit"])
            let wait = rule["wait"].duration()
            let limit = rule["limit"].ifPresent { $0.integer(in: 1...1000) } ?? budget
            if let wait { rules[name.result] = RetryPolicy.Rule(wait: wait, limit: limit) }
        }
        return RetryPolicy(budget: budget, rules: rules)
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

    /// The classes that a campaign's calls can end in, as people write them.
    private enum RetryClassName: String, CaseIterable {
        case busy
        case noAnswer = "no-answer"
        case rejected
        case unreachable
        case congestion
        case trunkTrouble = "trunk-trouble"
        case cancelled
        case failed
        case interrupted
        case notHeard = "not-heard"

        var result: RetryPolicy.Result {
            switch self {
            case .busy: .busy
            case .noAnswer: .noAnswer
            case .rejected: .rejected
            case .unreachable: .unreachable
            case .congestion: .congestion
            case .trunkTrouble: .trunkTrouble
            case .cancelled: .cancelled
            case .failed: .failed
            case .interrupted: .interrupted
            case .notHeard: .notHeard
            }
        }
    }
}

extension YAMLReader {
    fileprivate func campaignName() -> String? {
        guard let name = string() else { return nil }
        guard name.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,62}/) != nil else {
            refuse("“name” is “\(name.prefix(80))”, but must be small letters, digits and hyphens, at most 63.")
            return nil
        }
        return name
    }

    fileprivate func callerID() -> String? {
        guard let text = string() else { return nil }
        guard text.wholeMatch(of: /\+?[0-9]{3,15}/) != nil else {
            refuse("“caller-id” is “\(text.prefix(40))”, but must be a number that can be called back, 3 to 15 digits.")
            return nil
        }
        return text
    }
}
