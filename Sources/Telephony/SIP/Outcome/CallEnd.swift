/// How a call ended: the normalised cause and the raw one side by side.
package struct CallEnd: Sendable, Equatable {
    package enum Party: String, Sendable {
        case us
        case peer
        /// Nobody: the address refused packets, or nothing was heard in time.
        case network
    }

    package var party: Party
    package var outcome: DialOutcome
    /// Q.850, normalised, 1–127.
    package var cause: Int
    /// The final SIP status, as received or, for an incoming call, as sent; nil where an answered call ended by BYE.
    package var status: Int?
    package var phrase: String?
    /// The raw `Reason` header of the message that ended the call.
    package var reason: SIPReason?
    /// In seconds, from a refusal.
    package var retryAfter: Int?
    /// Whether any 18x was seen.
    package var wasRinging: Bool
    package var wasAnswered: Bool
    package var times: SignallingTimes

    /// Whether the same attempt may go out over another trunk.
    ///
    /// Only when the first trunk certainly rang nobody: the address refused our first packet, or the carrier failed with a 5xx before any
    /// 18x and without a cause that comes from the called line. Never after silence: a 180 may have been lost, and the phone may have rung.
    package var mayTryAnotherTrunk: Bool {
        guard !wasAnswered, !wasRinging, outcome == .trunkTrouble || outcome == .congestion else { return false }
        switch party {
        // After 500 ms (T1) the INVITE went out again: the first may have been taken by a server that died since.
        case .network: return status == 503 && (0..<500).contains((times.ended ?? .max) - times.invite)
        case .peer: return status.map { (500...599).contains($0) } ?? false
        case .us: return false
        }
    }
}

/// When each step of the signalling happened; wall clock, milliseconds since 1970 UTC.
package struct SignallingTimes: Sendable, Equatable {
    /// The INVITE was sent or received.
    package var invite: Int64
    /// The first 18x.
    package var ringing: Int64?
    package var answered: Int64?
    package var ended: Int64?

    package init(invite: Int64) { self.invite = invite }
}
