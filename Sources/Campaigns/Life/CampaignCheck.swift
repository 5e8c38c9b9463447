/// What is wrong with a campaign beside its file: whether it fits the rules and the trunk of its site.
package struct CampaignCheck: Sendable {
    private let rules: CallRules
    /// Calls that campaigns may have up at once.
    private let channels: Int
    private let trunk: String

    package init(rules: CallRules, trunk: String, channels: Int) {
        (self.rules, self.trunk, self.channels) = (rules, trunk, channels)
    }

    /// Every fault, one sentence each.
    package func faults(of campaign: CampaignDefinition, now: UTCTime) -> [String] {
        var faults: [String] = []
        if campaign.lines > channels {
            faults.append(
                "“lines” is \(campaign.lines), but campaigns have \(channels) channels of the trunk “\(trunk)”. "
                    + "Lower “lines”, or raise “trunk.channels”.")
        }
        let least = rules.set.leastRinging(for: campaign.purpose, at: rules.site)
        if campaign.ringing < least {
            faults.append(
                "“ringing” is \(campaign.ringing.words), but the rule set “\(rules.set.name)” wants it to ring "
                    + "\(least.words) at least.")
        }
        if let ends = campaign.ends?.time(in: rules.site.clocks[0].zone), ends <= now {
            faults.append("“ends” is \(campaign.ends?.description ?? ""), which is over. Give it a later end.")
        }
        return faults
    }
}
