import CPhoneNumber

extension E164 {
    /// What the numbering plan of its country says that it is.
    var kind: ContactTraits.NumberKind {
        switch CPhoneNumber_kind(text) {
        case 1: .mobile
        case 2: .landline
        default: .unknown
        }
    }
}
