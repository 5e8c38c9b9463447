import Foundation

@testable import Dialer

extension LiveCall {
    static func sample(_ id: String, state: State = .up, since second: TimeInterval = 0) -> LiveCall {
        LiveCall(
            id: id,
            kind: .announcement,
            number: MaskedNumber(masking: "13800001234"),
            state: state,
            since: Date(timeIntervalSince1970: second),
            activity: "saying the amount"
        )
    }
}

extension LiveFax {
    static func sample(_ id: String, state: State, since second: TimeInterval = 0) -> LiveFax {
        LiveFax(
            id: id,
            number: MaskedNumber(masking: "01065520000"),
            state: state,
            since: Date(timeIntervalSince1970: second),
            pagesTotal: 2
        )
    }
}
