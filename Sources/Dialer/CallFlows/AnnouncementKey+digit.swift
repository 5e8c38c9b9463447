package import Campaigns

/// The keys that an announcement can offer; the campaign file says which.
package typealias AnnouncementKey = CampaignDefinition.Key

extension AnnouncementKey {
    /// The digit that is recorded in the key's prompt.
    package var digit: Int {
        switch self {
        case .repeat: 1
        case .promise: 2
        case .paid: 3
        case .faxBill: 4
        case .language: 8
        case .optOut: 9
        case .clerk: 0
        }
    }

    /// Keys are offered as they lie on a telephone: 0 comes last.
    var place: Int { digit == 0 ? 10 : digit }

    var prompt: PromptID {
        switch self {
        case .repeat, .promise, .paid, .faxBill, .clerk: PromptID("dunning.key.\(rawValue)")
        case .language: "dunning.key.other-language"
        case .optOut: "dunning.key.do-not-call"
        }
    }
}
