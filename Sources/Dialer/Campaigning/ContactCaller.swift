package import Campaigns

/// Rings one contact and says what is to be said: over a trunk, or in a simulation to nobody.
package protocol ContactCaller: Sendable {
    /// What became of it.
    ///
    /// What the person asked for with keys is in the books, under the attempt, when this returns. It runs in a task that
    /// nobody cancels.
    func call(_ call: BegunCall) async -> AttemptResult

    /// Whether the debt was paid while it rang and the call given up for that; to be asked once, after the call.
    func gaveUpForPayment(_ attempt: Attempt) async -> Bool
}

extension ContactCaller {
    package func gaveUpForPayment(_ attempt: Attempt) async -> Bool { false }
}

/// An attempt that is on disk, with what it is to say.
package struct BegunCall: Sendable {
    package let attempt: Attempt
    package let lease: ContactLease
    /// The billing file in which the debt was found.
    let billing: BillingStamp?
    package let due: Due
    package let notice: DunningStages.Notice
    /// As whom the floor expects the person, where an agent is reserved.
    var seat: CustomerID?
    /// What happened with the person before, where an agent may talk to them.
    var history: [CustomerEvent] = []
}
