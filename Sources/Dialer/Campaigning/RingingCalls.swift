import Campaigns
import Telephony

/// The calls of campaigns that ring at this moment, so that a payment can end one.
actor RingingCalls {
    struct Entry: Sendable {
        let attempt: Int64
        let account: String
        let kind: CampaignDefinition.Source.Kind
    }

    private struct Call {
        let entry: Entry
        let signalling: SIPCall
        /// The billing file in which the debt was last seen.
        var seenIn: BillingStamp?
        var isPaid = false
    }

    /// By attempt.
    private var calls: [Int64: Call] = [:]

    func add(_ signalling: SIPCall, _ attempt: Attempt, _ lease: ContactLease, seenIn billing: BillingStamp?) {
        // Of people on a list the billing data say nothing: no debt there is no payment.
        guard lease.campaign.purpose == .dunning, lease.campaign.source.kind != .list else { return }
        let entry = Entry(attempt: attempt.id, account: lease.account, kind: lease.campaign.source.kind)
        calls[attempt.id] = Call(entry: entry, signalling: signalling, seenIn: billing)
    }

    /// Those whose debt was seen in another billing file than this.
    func notSeen(in billing: BillingStamp?) -> [Entry] {
        calls.values.filter { $0.seenIn != billing && !$0.isPaid }.map(\.entry)
    }

    func stillOwes(_ attempt: Int64, seenIn billing: BillingStamp?) { calls[attempt]?.seenIn = billing }

    /// Gives the call up where nobody has answered it; returns whether it did.
    func cancelPaid(_ attempt: Int64) async -> Bool {
        guard let call = calls[attempt], await call.signalling.cancelUnlessAnswered() else { return false }
        calls[attempt]?.isPaid = true
        return true
    }

    /// The call is over; returns whether it was given up because of a payment.
    func remove(_ attempt: Attempt) -> Bool { calls.removeValue(forKey: attempt.id)?.isPaid ?? false }
}
