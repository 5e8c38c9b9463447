/// What happens on a call, in order; `ended` comes exactly once and last.
package enum SIPCallEvent: Sendable, Equatable {
    /// 18x, with the description of early media where there is one.
    case progress(status: Int, SessionDescription?)
    /// Outgoing: a 2xx with its answer came. Incoming: our 2xx was acknowledged; the ACK brings an answer where the INVITE made no offer.
    case answered(SessionDescription?)
    /// The peer changes the session. Answer with `acceptReoffer(with:)`, where nil asks us for an offer with
    /// `acceptReoffer(offering:)`, or with `refuseReoffer`.
    case reoffer(SessionDescription?)
    case ended(CallEnd)
}

/// What became of our re-INVITE.
package enum ReofferResult: Sendable, Equatable {
    case accepted(SessionDescription)
    /// The session goes on as it was (RFC 3261 §14.1).
    case refused(status: Int)
    /// The call ended meanwhile, or was not up.
    case ended
}
