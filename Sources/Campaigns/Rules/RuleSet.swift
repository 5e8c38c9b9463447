/// The rules that hold at a site, as a file says them.
package struct RuleSet: Hashable, Codable, Sendable {
    /// Small letters and hyphens, such as `united-states`.
    package let name: String
    package let title: String
    /// In the order in which reasons are told; no two of one name.
    package let rules: [Rule]

    package init(name: String, title: String, rules: [Rule]) {
        self.name = name
        self.title = title
        self.rules = rules
    }

    /// Demanded of every call, whatever a file says.
    package static let always = [
        Rule(name: "account", demand: .debt),
        Rule(name: "number-in-use", demand: .numberFree(askAgain: .seconds(15))),
        Rule(name: "campaign-hours", demand: .campaignHours),
        Rule(name: "own-hours", demand: .ownHours),
    ]

    /// How far back calls matter: the longest of all limits.
    package var memory: Duration {
        rules.reduce(.zero) { longest, rule in
            if case .limit(let limit) = rule.demand { max(longest, limit.within) } else { longest }
        }
    }

    /// How long a telephone must ring at least before we give up, for this purpose and place.
    package func leastRinging(for purpose: CallPurpose, at place: CallPlace? = nil) -> Duration {
        rules.reduce(.zero) { longest, rule in
            guard case .ringing(let duration) = rule.demand, rule.purposes.contains(purpose),
                place?.isUnder(rule.regions) ?? true
            else { return longest }
            return max(longest, duration)
        }
    }
}
