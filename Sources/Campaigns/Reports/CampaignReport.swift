/// What a campaign has come to so far.
///
/// Units: counts. Shape: every outcome and every end is a key, also where its count is 0.
package struct CampaignReport: Hashable, Codable, Sendable {
    package let campaign: String
    package let title: String
    /// `paused`, `running` or `finished`.
    package let state: String
    /// The most calls at once.
    package let lines: Int
    /// Accounts that the campaign has or had as contacts.
    package let selected: Int
    package let waiting: Int
    /// Being called now.
    package let leased: Int
    package let ended: [ContactEnd: Int]
    /// Finished attempts.
    package let attempts: [AttemptOutcome: Int]
    package let attemptsOpen: Int
    /// Answered calls in which the whole announcement went out, to whomever.
    package let announcementsPlayedToEnd: Int
    /// Those of them in which a key proved that a person was there.
    package let announcementsHeardToEndByPerson: Int
    package let promises: Int
    package let paidClaims: Int
    package let optOuts: Int
    package let callbacks: Int
    package let faxesAsked: Int
}

/// What has become of all fax jobs.
package struct FaxReport: Hashable, Codable, Sendable {
    package let jobs: Int
    package let waiting: Int
    package let leased: Int
    package let delivered: Int
    package let failed: Int
    package let cancelled: Int
    package let attempts: [AttemptOutcome: Int]
    package let pagesTotal: Int
    package let pagesConfirmed: Int
}

/// One attempt as the books have it, to be read beside the far end's log.
package struct AttemptRecord: Hashable, Codable, Sendable {
    package let id: Int64
    package let token: String
    /// `contact`, `fax` or `callback`.
    package let kind: String
    /// Campaign's name, `fax` or `callback`.
    package let origin: String
    package let contact: Int64?
    package let faxJob: Int64?
    package let number: E164
    package let trunk: String
    package let openedAt: UTCTime
    package let inviteSentAt: UTCTime?
    package let ringingAt: UTCTime?
    package let answeredAt: UTCTime?
    package let finishedAt: UTCTime?
    /// Nil while the attempt is open.
    package let outcome: AttemptOutcome?
    package let detail: String?
    package let sipStatus: Int?
    package let q850Cause: Int?
    package let answeredBy: AnsweredBy?
    package let keysPressed: String?
    package let announcement: String?
    /// Units: milliseconds.
    package let announcementMs: Int64?
    /// Units: milliseconds.
    package let heardMs: Int64?
    package let heardPiece: String?
    /// A person answered and met nobody.
    package let isAbandoned: Bool

    package var callIDStem: String { "\(id)-\(token)" }
}
