package import Campaigns

/// Rings one contact and says what is to be said: over a trunk, or in a simulation to nobody.
package protocol ContactCaller: Sendable {
    /// What became of it.
    ///
    /// What the person asked for with keys is in the books, under the attempt, when this returns. It runs in a task that
    /// nobody cancels.
    func call(_ call: BegunCall) async -> AttemptResult

    /// Ends the call of whom the floor expects as this one, where it rings: no agent will be free for her.
    func giveUp(_ seat: CustomerID) async

    /// Why it was given up while it rang, where it was; to be asked once, after the call.
    func whyGivenUp(_ attempt: Attempt) async -> GivenUp?
}

extension ContactCaller {
    package func giveUp(_ seat: CustomerID) async {}
    package func whyGivenUp(_ attempt: Attempt) async -> GivenUp? { nil }
}

/// Why a call is given up while it rings.
package enum GivenUp: Sendable {
    /// The debt was paid meanwhile.
    case paid
    /// More persons answer than agents will be free.
    case surplus
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
