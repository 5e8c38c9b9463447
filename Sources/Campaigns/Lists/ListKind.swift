/// What a list is a list of, by the word of the command line.
package enum ListKind: String, CaseIterable, Codable, Sendable {
    case contacts
    case callbacks
    case doNotCall = "dnc"
    case holidays
    case rates
    case consents

    /// The columns that such a list must have.
    var required: [ListColumn] {
        switch self {
        case .contacts: [ListColumn(.account), ListColumn(.name), ListColumn(.phone)]
        case .callbacks: [ListColumn(.phone), ListColumn(.due), ListColumn(.wish)]
        case .doNotCall: [ListColumn(.phone)]
        case .holidays: [ListColumn(.day), ListColumn(.name)]
        case .rates: [ListColumn(.prefix), ListColumn(.name), ListColumn(.price)]
        case .consents: [ListColumn(.phone), ListColumn(.topic), ListColumn(.given), ListColumn(.evidence)]
        }
    }

    /// The columns that it may have beside them.
    var optional: [ListColumn] {
        switch self {
        case .contacts:
            [.language, .person, .region, .amount, .due, .month, .hours, .zone].map { ListColumn($0) }
                + ListColumn.positions.dropFirst().flatMap { position in
                    [ListColumn(.phone, position), ListColumn(.hours, position), ListColumn(.zone, position)]
                }
        case .callbacks: [.account, .language, .group, .agent].map { ListColumn($0) }
        case .doNotCall: [ListColumn(.campaign), ListColumn(.source)]
        case .holidays: [ListColumn(.region), ListColumn(.hours)]
        case .rates: [ListColumn(.first), ListColumn(.then)]
        case .consents: []
        }
    }

    var columns: [ListColumn] { required + optional }

    /// Whether a campaign's contacts can have columns of free text beside these.
    var takesText: Bool { self == .contacts }
}
