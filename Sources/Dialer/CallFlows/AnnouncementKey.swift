/// The keys that an announcement can offer; a campaign says which.
///
/// The raw values are the campaign file's.
package enum AnnouncementKey: String, CaseIterable, Sendable {
    case `repeat`
    case promise
    case paid
    case faxBill = "fax-bill"
    case otherLanguage = "other-language"
    case doNotCall = "do-not-call"
    case clerk

    /// The digit that is recorded in the key's prompt.
    package var digit: Int {
        switch self {
        case .repeat: 1
        case .promise: 2
        case .paid: 3
        case .faxBill: 4
        case .otherLanguage: 8
        case .doNotCall: 9
        case .clerk: 0
        }
    }

    var prompt: PromptID { PromptID("dunning.key.\(rawValue)") }
}
