import FaxEngine

/// Decides who asks for T.38 in a fax call, and when.
///
/// The called gateway should ask, and most do; where it doesn't, we do, once. A refusal leaves the call in G.711.
struct T38Changeover: Sendable {
    enum Event: Sendable, Equatable {
        /// The far machine has shown itself.
        case heardFaxTone(FaxTone)
        /// The wait for the far gateway is over.
        case waited
        /// The far end asks for T.38.
        case offered
        /// What became of our own offer.
        case offerAccepted
        case offerRefused
    }

    enum Action: Sendable, Equatable {
        case waitForOffer
        case offer
        case accept
        case refuse
        case change
        case none
    }

    private enum State: Equatable {
        case listening
        case waiting
        case offering
        case audioOnly
        case t38
    }

    private var state: State

    /// - Parameter isAllowed: false for a number whose gateway is known to fail with T.38.
    init(isAllowed: Bool = true) { state = isAllowed ? .listening : .audioOnly }

    mutating func handle(_ event: Event) -> Action {
        switch (state, event) {
        case (.listening, .heardFaxTone):
            state = .waiting
            return .waitForOffer
        case (.waiting, .waited):
            state = .offering
            return .offer
        case (.offering, .offerAccepted):
            state = .t38
            return .change
        case (.offering, .offerRefused):
            state = .audioOnly
            return .none
        case (.listening, .offered), (.waiting, .offered), (.offering, .offered):
            // While ours is out, theirs gets through to us only when both met and ours waits for another try
            // (RFC 3261 §14.1): one of the two is enough.
            state = .t38
            return .accept
        case (.t38, .offered):
            // A refresh of the session (RFC 4028), or a new address: said again as it is.
            return .accept
        case (.audioOnly, .offered):
            // An offer after a refusal would break the page that is on its way.
            return .refuse
        default:
            return .none
        }
    }
}
