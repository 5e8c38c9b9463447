package import Foundation

/// A call that is being set up or is up.
package struct LiveCall: Sendable, Equatable, Codable, Identifiable {
    package enum Kind: String, Sendable, Codable {
        case announcement, callback, enquiry, fax
        /// To somebody outside, for an agent or his customer.
        case transfer
    }

    package enum State: String, Sendable, Codable {
        case dialling, ringing, up
    }

    /// The attempt's identifier as it stands in the Call-ID, or for a call in the Call-ID itself.
    package var id: String
    package var kind: Kind
    package var number: MaskedNumber
    package var state: State
    /// When it came into this state.
    package var since: Date
    /// What is going on in it, in a few words such as `saying the amount`; never what was keyed.
    package var activity: String

    package init(id: String, kind: Kind, number: MaskedNumber, state: State, since: Date, activity: String) {
        self.id = id
        self.kind = kind
        self.number = number
        self.state = state
        self.since = since
        self.activity = activity
    }
}
