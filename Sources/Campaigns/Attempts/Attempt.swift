/// An attempt that is on disk: its one INVITE may now leave.
package struct Attempt: Hashable, Sendable {
    package let id: Int64
    /// Random, 32 hexadecimal digits.
    package let token: String
    package let number: E164

    /// What goes into the Call-ID before the `@`, so that the far end's log can be joined with ours.
    package var callIDStem: String { "\(id)-\(token)" }
}

/// What `beginAttempt` came to.
package enum BeginAnswer: Hashable, Sendable {
    case begun(Attempt)
    /// The rules forbid the call since the lease was taken; the lease is released, the contact or callback waits.
    case notNow(until: UTCTime, because: [RuleReason])
    /// The rules forbid the call for good; the lease is released, the contact or callback has ended.
    case never(because: [RuleReason])
}

/// Everything there is to say about an attempt when it is over.
package struct AttemptResult: Sendable {
    /// How much of which announcement went out.
    ///
    /// Units: milliseconds.
    package struct Announcement: Hashable, Sendable {
        package var id: String
        package var language: CustomerLanguage
        package var total: Duration
        package var heard: Duration
        /// The recorded piece at which it stopped.
        package var lastPiece: String?

        package init(
            id: String,
            language: CustomerLanguage,
            total: Duration,
            heard: Duration,
            lastPiece: String? = nil
        ) {
            self.id = id
            self.language = language
            self.total = total
            self.heard = heard
            self.lastPiece = lastPiece
        }

        package var wasPlayedToEnd: Bool { total > .zero && heard >= total }
    }

    package var outcome: AttemptOutcome
    /// A word or two more about the outcome, for people.
    package var detail: String?
    package var sipStatus: Int?
    /// The Reason header as it came.
    ///
    /// Standard: RFC 3326.
    package var sipReason: String?
    package var q850Cause: Int?
    package var inviteSentAt: UTCTime?
    package var ringingAt: UTCTime?
    package var earlyMediaAt: UTCTime?
    package var answeredAt: UTCTime?
    package var endedAt: UTCTime?
    package var endedBy: CallSide?
    /// Nil where the call wasn't answered.
    package var answeredBy: AnsweredBy?
    /// Keys of menus, in order.
    ///
    /// Passwords and numbers that are keyed in never get here.
    package var keysPressed: String
    package var announcement: Announcement?
    /// Who talked to the person.
    package var agent: AgentNumber?
    /// A person answered and met nobody.
    package var isAbandoned = false

    package init(
        outcome: AttemptOutcome,
        detail: String? = nil,
        sipStatus: Int? = nil,
        sipReason: String? = nil,
        q850Cause: Int? = nil,
        inviteSentAt: UTCTime? = nil,
        ringingAt: UTCTime? = nil,
        earlyMediaAt: UTCTime? = nil,
        answeredAt: UTCTime? = nil,
        endedAt: UTCTime? = nil,
        endedBy: CallSide? = nil,
        answeredBy: AnsweredBy? = nil,
        keysPressed: String = "",
        announcement: Announcement? = nil
    ) {
        self.outcome = outcome
        self.detail = detail
        self.sipStatus = sipStatus
        self.sipReason = sipReason
        self.q850Cause = q850Cause
        self.inviteSentAt = inviteSentAt
        self.ringingAt = ringingAt
        self.earlyMediaAt = earlyMediaAt
        self.answeredAt = answeredAt
        self.endedAt = endedAt
        self.endedBy = endedBy
        self.answeredBy = answeredBy
        self.keysPressed = keysPressed
        self.announcement = announcement
    }
}

/// A signalling step worth its time, recorded while the call is up.
package enum AttemptStep: String, Sendable {
    case inviteSent = "inviteSentAt"
    case ringing = "ringingAt"
    case earlyMedia = "earlyMediaAt"
    case answered = "answeredAt"
}
