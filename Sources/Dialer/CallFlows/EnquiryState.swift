import Campaigns

/// Where a caller of the enquiry is, with just what is known there.
enum EnquiryState {
    case choosingLanguage
    case enteringNumber(KeyedEntry)
    case enteringPassword(PrivateNumber, KeyedEntry)
    case mainMenu
    case enteringMonth(KeyedEntry)
    case afterBill(BillSummary)
    case enteringFax(BillSummary, KeyedEntry)
    case confirmingFax(BillSummary, PrivateNumber)
    case enteringFaxPassword(FaxRequest, KeyedEntry)
    case waiting(EnquiryErrand)
    /// With an agent, or on the way to one.
    case seekingClerk
    /// An errand could not be done now: the caller may have it tried again without entering anything again.
    case unavailable(EnquiryErrand)

    struct FaxRequest {
        let number: PrivateNumber
        let bill: BillSummary
    }

    /// The keys now pressed are a password.
    var takesSecret: Bool {
        switch self {
        case .enteringPassword, .enteringFaxPassword: true
        default: false
        }
    }

    /// Whatever is pressed here is part of a number.
    var entry: KeyedEntry? {
        switch self {
        case .enteringNumber(let entry), .enteringPassword(_, let entry), .enteringMonth(let entry),
            .enteringFax(_, let entry), .enteringFaxPassword(_, let entry):
            entry
        default:
            nil
        }
    }

    func with(_ entry: KeyedEntry) -> EnquiryState {
        switch self {
        case .enteringNumber: .enteringNumber(entry)
        case .enteringPassword(let number, _): .enteringPassword(number, entry)
        case .enteringMonth: .enteringMonth(entry)
        case .enteringFax(let bill, _): .enteringFax(bill, entry)
        case .enteringFaxPassword(let request, _): .enteringFaxPassword(request, entry)
        default: self
        }
    }
}

/// Something that a caller waits for.
enum EnquiryErrand {
    case identify(PrivateNumber, password: Secret)
    case charges(BillingMonth?)
    case balance
    case confirmFax(EnquiryState.FaxRequest, password: Secret)
    case fax(EnquiryState.FaxRequest)
    case callback
}
