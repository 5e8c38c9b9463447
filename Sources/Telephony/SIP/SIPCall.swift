/// One call: a handle that may be passed around; the endpoint holds the state.
package final class SIPCall: Sendable {
    package enum Direction: Sendable {
        case outgoing
        case incoming
    }

    /// Unique in this endpoint.
    package let id: UInt
    package let callID: String
    package let direction: Direction
    package let calledNumber: String
    package let callingNumber: String
    package let displayName: String
    /// The offer of an incoming INVITE, nil when it makes none; our own offer for an outgoing call.
    package let offer: SessionDescription?
    /// Headers of an incoming INVITE that Sofia has no type for, and its credentials.
    package let headers: [SIPHeader]
    /// What happens on the call, for one reader; ends after `ended`.
    package let events: AsyncStream<SIPCallEvent>

    let endpoint: SIPEndpoint

    init(
        id: UInt,
        callID: String,
        direction: Direction,
        calledNumber: String,
        callingNumber: String,
        displayName: String,
        offer: SessionDescription?,
        headers: [SIPHeader],
        events: AsyncStream<SIPCallEvent>,
        endpoint: SIPEndpoint
    ) {
        self.id = id
        self.callID = callID
        self.direction = direction
        self.calledNumber = calledNumber
        self.callingNumber = callingNumber
        self.displayName = displayName
        self.offer = offer
        self.headers = headers
        self.events = events
        self.endpoint = endpoint
    }

    /// Sends a provisional response to an incoming call: 180, or 183 with a description for early media.
    package func ring(status: Int = 180, sdp: SessionDescription? = nil) async {
        await endpoint.ring(id, status: status, sdp)
    }

    /// Answers an incoming call; `answered` follows when the caller acknowledges.
    package func answer(with sdp: SessionDescription) async {
        await endpoint.answer(id, sdp)
    }

    /// Refuses an incoming call.
    package func reject(status: Int, reason: SIPReason? = nil, headers: [SIPHeader] = []) async {
        await endpoint.reject(id, status: status, reason: reason, headers: headers)
    }

    /// Ends the call whatever its state, by CANCEL, refusal or BYE.
    ///
    /// `ended` follows; more than once does no harm.
    ///
    /// - Parameter cause: Q.850; 16 is normal clearing.
    package func hangUp(cause: Int = 16) async {
        await endpoint.hangUp(id, cause: cause)
    }

    /// Ends an outgoing call that nobody has answered, by CANCEL; returns whether it was one.
    ///
    /// An answer that crosses the CANCEL is acknowledged and ended. Standard: RFC 3261 §9.1.
    package func cancelUnlessAnswered() async -> Bool {
        await endpoint.cancelUnlessAnswered(id)
    }

    /// Offers another session by re-INVITE and waits for what becomes of it; tries again after 491.
    package func reoffer(_ sdp: SessionDescription) async -> ReofferResult {
        await endpoint.reoffer(id, sdp)
    }

    package func acceptReoffer(with sdp: SessionDescription) async {
        await endpoint.answerReoffer(id, status: 200, sdp)
    }

    /// Accepts a change for which the peer made no offer: offers `sdp` in the 2xx, and waits for the answer in the ACK.
    ///
    /// - Returns: nil when the ACK brought no usable answer, or the call ended before it came; the session goes on as it was.
    /// Standard: RFC 3261 §14.2.
    package func acceptReoffer(offering sdp: SessionDescription) async -> SessionDescription? {
        await endpoint.answerOfferlessReoffer(id, sdp)
    }

    package func refuseReoffer(status: Int = 488) async {
        await endpoint.answerReoffer(id, status: status, nil)
    }
}
