import Campaigns
import Telephony

/// The calls of campaigns that ring at this moment, so that one can be given up.
actor RingingCalls {
    struct Entry: Sendable {
        let attempt: Int64
        let account: String
        let kind: CampaignDefinition.Source.Kind
    }

    private struct Call {
        /// Nil where there is no debt that could be paid.
        let entry: Entry?
        let signalling: SIPCall
        let seat: CustomerID?
        /// The billing file in which the debt was last seen.
        var seenIn: BillingStamp?
        var givenUp: GivenUp?
    }

    /// By attempt.
    private var calls: [Int64: Call] = [:]

    func add(_ signalling: SIPCall, _ call: BegunCall) {
        let (attempt, lease) = (call.attempt.id, call.lease)
        // Of people on a list the billing data say nothing: no debt there is no payment.
        let owes = lease.campaign.purpose == .dunning && lease.campaign.source.kind != .list
        let entry = Entry(attempt: attempt, account: lease.account, kind: lease.campaign.source.kind)
        calls[attempt] = Call(
            entry: owes ? entry : nil, signalling: signalling, seat: call.seat, seenIn: call.billing)
    }

    /// Those whose debt was seen in another billing file than this.
    func notSeen(in billing: BillingStamp?) -> [Entry] {
        calls.values.filter { $0.seenIn != billing && $0.givenUp == nil }.compactMap(\.entry)
    }

    func stillOwes(_ attempt: Int64, seenIn billing: BillingStamp?) { calls[attempt]?.seenIn = billing }

    /// Gives the call up where nobody has answered it; returns whether it did.
    func cancelPaid(_ attempt: Int64) async -> Bool { await giveUp(attempt, .paid) }

    /// Gives the call up for whom no agent will be free, where nobody has answered it.
    func cancelSurplus(_ seat: CustomerID) async {
        guard let attempt = calls.first(where: { $0.value.seat == seat })?.key else { return }
        _ = await giveUp(attempt, .surplus)
    }

    private func giveUp(_ attempt: Int64, _ why: GivenUp) async -> Bool {
        guard let call = calls[attempt], await call.signalling.cancelUnlessAnswered() else { return false }
        calls[attempt]?.givenUp = why
        return true
    }

    /// The call is over; returns why it was given up, where it was.
    func remove(_ attempt: Attempt) -> GivenUp? { calls.removeValue(forKey: attempt.id)?.givenUp }
}
