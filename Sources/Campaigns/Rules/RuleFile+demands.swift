import ConfigurationFile

extension RuleFile {
    /// The kinds of rules that a file can have, by the key that says them.
    enum Kind: String, CaseIterable {
        case hours
        case holidays
        case limit
        case pause
        case doNotCall = "do-not-call"
        case consent
        case noDunning = "no-dunning"
        case ringing

        func demand(_ figure: ConfigurationNode) -> Rule.Demand? {
            switch self {
            case .hours: figure.weekHours().map { .hours($0) }
            case .holidays: figure.agreed("kept", .holidays)
            case .limit: limit(figure).map { .limit($0) }
            case .pause: pause(figure).map { .limit($0) }
            case .doNotCall: figure.agreed("kept", .doNotCall)
            case .consent: figure.agreed("required", .consent)
            case .noDunning: figure.duration(in: RuleFile.lengths).map { .noDunning(askAgain: $0) }
            case .ringing: figure.duration(in: .seconds(1) ... .seconds(120)).map { .ringing($0) }
            }
        }

        private func limit(_ figure: ConfigurationNode) -> Limit? {
            figure.expectKeys(["most", "of", "to", "within", "counting"])
            let most = figure["most"].number(in: 1...1_000_000)
            let event = figure["of"].choice(of: Counted.self)?.event
            let subject = figure["to"].choice(of: Limit.Subject.self)
            let within = figure["within"].duration(in: RuleFile.lengths)
            let counting = figure.optional("counting").flatMap { $0.purposes() } ?? .unasked
            guard let most, let event, let subject, let within else { return nil }
            return Limit(most: most, of: event, to: subject, within: within, counting: counting)
        }

        /// A pause after a call is a limit of one call within its length.
        private func pause(_ figure: ConfigurationNode) -> Limit? {
            figure.expectKeys(["after", "to", "for", "counting"])
            let event = figure["after"].choice(of: Limit.Event.self)
            let subject = figure["to"].choice(of: Limit.Subject.self)
            let length = figure["for"].duration(in: RuleFile.lengths)
            let counting = figure.optional("counting").flatMap { $0.purposes() } ?? .unasked
            guard let event, let subject, let length else { return nil }
            return Limit(most: 1, of: event, to: subject, within: length, counting: counting)
        }

        /// The events, as one speaks of many.
        private enum Counted: String, CaseIterable {
            case attempts
            case answeredCalls = "answered-calls"
            case conversations
            case abandonedCalls = "abandoned-calls"

            var event: Limit.Event {
                switch self {
                case .attempts: .attempt
                case .answeredCalls: .answeredCall
                case .conversations: .conversation
                case .abandonedCalls: .abandonedCall
                }
            }
        }
    }

    /// A second to a year and a day: far longer ones would ask for calls that nobody keeps.
    private static let lengths: ClosedRange<Duration> = .seconds(1) ... .seconds(366 * 86_400)
}

/// Readers of the rules' own values.
extension ConfigurationNode {
    private static let namePattern = "small letters, digits and hyphens, at most 63"

    func ruleName() -> String? {
        guard let word, Self.isRuleName(word) else { return mustBe(Self.namePattern) }
        return word
    }

    /// Whether `key`, under which this stands, can be a rule's name.
    func acceptsRuleName(_ key: String) -> Bool {
        let isName = Self.isRuleName(key)
        if !isName { refuse("“\(key.prefix(80))” is no name for a rule. It must be \(Self.namePattern).") }
        return isName
    }

    static func isRuleName(_ text: String) -> Bool { text.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,62}/) != nil }

    /// Such as `monday-friday 08:00-20:00, saturday 10:00-14:00`.
    package func weekHours() -> WeekHours? {
        guard let hours = word.flatMap({ WeekHours($0) }) else {
            return mustBe("hours such as “08:00-20:00” or “monday-friday 08:00-20:00, saturday 10:00-14:00”")
        }
        return hours
    }

    func region() -> Region? {
        guard let region = word.flatMap({ Region($0) }) else { return mustBe("a region such as US or US-FL") }
        return region
    }

    func purposes() -> CallPurposes? {
        guard let entries = list() else { return nil }
        if entries.isEmpty { return mustBe("a list that names a purpose") }
        return CallPurposes(entries.compactMap { $0.choice(of: CallPurpose.self) })
    }

    /// A rule that has no figure is written with a word that says that it holds.
    fileprivate func agreed(_ expected: String, _ demand: Rule.Demand) -> Rule.Demand? {
        word == expected ? demand : mustBe("“\(expected)”")
    }
}
