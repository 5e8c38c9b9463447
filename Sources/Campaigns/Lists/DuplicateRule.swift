package import ConfigurationFile

/// Which contacts of a list a campaign takes for somebody it has already.
///
/// An account that stands in one file twice is refused in any case.
package enum DuplicateRule: String, CaseIterable, Codable, Sendable {
    /// A number that another account of the list or of the campaign has.
    case number
    /// An account that the campaign is done with, for another month or day.
    case account
    /// A number or an account that waits in another campaign.
    case otherCampaigns = "other-campaigns"
}

extension ConfigurationNode {
    /// Such as `[number, other-campaigns]`.
    package func duplicateRules() -> Set<DuplicateRule>? {
        list().map { Set($0.compactMap { $0.choice(of: DuplicateRule.self) }) }
    }
}
