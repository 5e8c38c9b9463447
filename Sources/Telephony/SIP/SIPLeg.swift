/// What the endpoint holds of one call.
struct SIPLeg {
    let handle: SofiaHandle
    var machine: CallMachine
    var reoffers: ReofferMachine
    let events: AsyncStream<SIPCallEvent>.Continuation
    let credentials: SIPCredentials?
    let ringLimit: Duration
    /// The far end's address with its tag, once there is a dialog.
    var peer: String?
    var ringTimer: Task<Void, Never>?
    /// What goes with the refusal of an incoming call.
    var refusal: [SIPHeader] = []
    /// Our open re-INVITE: what it offers, and who waits for the result.
    var pendingReoffer: PendingReoffer?
    /// Who waits for the answer in the ACK of the peer's re-INVITE.
    var acknowledgementWaiter: CheckedContinuation<SessionDescription?, Never>?
}

struct PendingReoffer {
    let offer: SessionDescription
    let waiter: CheckedContinuation<ReofferResult, Never>
}
