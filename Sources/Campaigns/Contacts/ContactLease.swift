package import Foundation

/// The right to ring one contact now, at one of its numbers.
///
/// Held until its attempt is finished, or it is given back.
package struct ContactLease: Hashable, Sendable {
    package let id: Int64
    package let contact: Int64
    package let campaign: CampaignDefinition
    package let account: String
    package let person: String
    package let name: String
    /// The customer's own, or else the campaign's.
    package let language: CustomerLanguage
    /// Where the person's days are counted: where they live, else the campaign's, else the site's.
    package let zone: TimeZone
    /// The first of the contact's numbers that may be rung now.
    package let number: E164
    /// As selected.
    ///
    /// `dueCheck` has it as it is now.
    package let due: Due
    /// Tries that counted so far.
    package let attemptsUsed: Int
    /// Stages of the campaign heard so far.
    package let stagesHeard: Int
    /// What was known of the call when the lease was taken.
    package let traits: ContactTraits
}

/// What there is to ring in a campaign, or why there is nothing.
package enum LeaseAnswer: Hashable, Sendable {
    case leased([ContactLease])
    case windowClosed(until: UTCTime)
    /// The campaign isn't running.
    case notRunning
    /// The pilot is full, and nobody else is called until it is approved; `next` is when one of its own is due again.
    case pilotWaits(next: UTCTime?)
    /// Nobody is due now.
    ///
    /// `next` is when somebody will be; `inFlight` are leased at this moment. With neither, the campaign is complete.
    case nothingDue(next: UTCTime?, inFlight: Int)
}

/// What the look into the billing data right before the dial says.
package enum DueAnswer: Hashable, Sendable {
    case due(Due, stage: DunningStages.Stage, number: Int)
    /// The lease is released and the contact waits, with the reason on record: its number changed, or the next stage
    /// has its day.
    case notNow(until: UTCTime)
    /// Nothing to call about any more; the contact has ended, the lease is released.
    case ended(ContactEnd)
}

/// How a contact can end.
///
/// The reason beside it says why in words.
package enum ContactEnd: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    /// Reached; nothing more to say.
    case finished
    /// All tries used.
    case exhausted
    /// The billing data show no debt any more.
    case paid
    case optedOut
    case wrongNumber
    /// Doesn't belong to the selection any more, or was taken out by hand.
    case withdrawn
}

/// Where a contact stands after an attempt.
package enum ContactFate: Hashable, Sendable {
    case waits(until: UTCTime, reason: String)
    case ended(ContactEnd, reason: String)
}
