/// Everything that a rule may look at before a call: read from the books by the caller, judged without them.
package struct CallFacts: Sendable {
    package enum DoNotCall: Hashable, Codable, Sendable {
        case notListed
        /// Asked not to be called by this campaign.
        case byThisCampaign
        /// Asked not to be called at all.
        case byAnybody
    }

    package enum Consent: Hashable, Codable, Sendable {
        case notAsked
        case given(until: UTCTime?)
        case withdrawn
    }

    /// What is known now of the account that is called about.
    package enum Account: Hashable, Codable, Sendable {
        case owes
        case paid
        case promised(until: UTCTime)
        /// The customer says that it is paid, and the billing data get until then to agree.
        case claimedPaid(until: UTCTime)
    }

    /// When a campaign calls.
    package struct CampaignHours: Hashable, Codable, Sendable {
        package let hours: WeekHours
        /// Nil for the called party's own.
        package let clock: LocalClock?

        package init(hours: WeekHours, clock: LocalClock?) {
            self.hours = hours
            self.clock = clock
        }

        package init(_ window: CallWindow) {
            hours = WeekHours(window.opens..<window.closes, on: window.weekdays)
            clock = window.zone.map { LocalClock($0) }
        }
    }

    package var purpose: CallPurpose
    package var place: CallPlace
    package var ownHours: WeekHours?
    package var campaignHours: CampaignHours?
    package var toNumber: CallHistory
    package var toPerson: CallHistory
    package var aboutAccount: CallHistory
    package var doNotCall: DoNotCall
    package var consent: Consent
    package var isInDunning: Bool
    package var account: Account
    package var isNumberInUse: Bool

    package init(
        purpose: CallPurpose,
        place: CallPlace,
        ownHours: WeekHours? = nil,
        campaignHours: CampaignHours? = nil,
        toNumber: CallHistory = .none,
        toPerson: CallHistory = .none,
        aboutAccount: CallHistory = .none,
        doNotCall: DoNotCall = .notListed,
        consent: Consent = .notAsked,
        isInDunning: Bool = false,
        account: Account = .owes,
        isNumberInUse: Bool = false
    ) {
        self.purpose = purpose
        self.place = place
        self.ownHours = ownHours
        self.campaignHours = campaignHours
        self.toNumber = toNumber
        self.toPerson = toPerson
        self.aboutAccount = aboutAccount
        self.doNotCall = doNotCall
        self.consent = consent
        self.isInDunning = isInDunning
        self.account = account
        self.isNumberInUse = isNumberInUse
    }

    func history(of subject: Limit.Subject) -> CallHistory {
        switch subject {
        case .number: toNumber
        case .person: toPerson
        case .account: aboutAccount
        }
    }
}
