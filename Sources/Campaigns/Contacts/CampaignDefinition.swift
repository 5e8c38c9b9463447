/// A campaign as a clerk describes it: whom to call, when, with what, and how often.
///
/// Written in YAML (`CampaignFile`).
package struct CampaignDefinition: Hashable, Codable, Sendable {
    /// Where the contacts come from.
    package struct Source: Hashable, Codable, Sendable {
        package enum Kind: String, Codable, CaseIterable, Sendable {
            case arrearsPostpaid = "arrears-postpaid"
            case arrearsPrepaid = "arrears-prepaid"
            /// Contacts come by a named query or `dialerd import contacts`; nothing is looked up before a dial.
            case list
        }

        package let kind: Kind
        package let minimumAmount: Fen
        /// Counted from the due date (post-paid) or the day the balance fell short (prepaid).
        package let minimumDaysPastDue: Int
        /// The named query that a list comes from; nil where contacts are imported alone.
        package let list: String?
        /// When they are selected again; nil: only when somebody starts the campaign.
        package let schedule: ListSchedule?

        package init(
            kind: Kind, minimumAmount: Fen = Fen(1), minimumDaysPastDue: Int = 1, list: String? = nil,
            schedule: ListSchedule? = nil
        ) {
            self.kind = kind
            self.minimumAmount = minimumAmount
            self.minimumDaysPastDue = minimumDaysPastDue
            self.list = list
            self.schedule = schedule
        }

        package func includes(_ due: Due, today: CalendarDay) -> Bool {
            if kind == .list { return true }
            return due.amount > Fen(0) && due.amount >= minimumAmount && due.age(on: today) >= minimumDaysPastDue
        }
    }

    /// What a key can do in the announcement.
    ///
    /// Which digit it is, the announcement flow decides and says.
    package enum Key: String, Codable, CaseIterable, Sendable {
        case `repeat`
        case promise
        case paid
        case faxBill = "fax-bill"
        case language
        case optOut = "opt-out"
        case clerk
    }

    package let name: String
    package let title: String
    package let source: Source
    /// Why people are called: most rules hold for some purposes only.
    package let purpose: CallPurpose
    /// What a person must have agreed to be called about, where rules ask for consent.
    package let consentTopic: String
    /// What is said, the older or larger the debt the more urgent; never empty.
    package let stages: DunningStages
    package let keys: [Key]
    package let window: CallWindow
    package let retry: RetryPolicy
    /// The most calls at once.
    package var lines: Int
    /// As the trunk wants it, such as `+862010000` or `10000`.
    package let callerID: String
    /// For customers whose record says nothing.
    package let language: CustomerLanguage
    /// 1 is served first, 9 last.
    package let priority: Int
    /// What it gets of the lines beside campaigns of its priority: twice the share, twice the lines.
    package let share: Int
    /// How many contacts are called before somebody approves of the campaign; nil for all.
    package let pilot: Int?
    /// When it starts by itself; by the site's clock.
    package let starts: LocalMoment?
    /// When it ends for good; by the site's clock. With an end it goes on until then, also when everybody is done.
    package let ends: LocalMoment?
    /// How long it may ring before we give up; at least 15 s.
    package let ringing: Duration
    /// How long a payment that a customer told us of may take to appear in the billing data.
    package let claimPatience: Duration
    /// Whom of a list it takes for somebody it has already.
    package let duplicates: Set<DuplicateRule>
    /// Nil where nobody talks to agents.
    package let agents: Agents?

    package init(
        name: String,
        title: String,
        source: Source,
        purpose: CallPurpose = .dunning,
        consentTopic: String = "service",
        stages: DunningStages = DunningStages(),
        keys: [Key] = Key.allCases,
        window: CallWindow,
        retry: RetryPolicy = .contactDefault,
        lines: Int,
        callerID: String,
        language: CustomerLanguage = .mandarin,
        priority: Int = 5,
        share: Int = 1,
        pilot: Int? = nil,
        starts: LocalMoment? = nil,
        ends: LocalMoment? = nil,
        ringing: Duration = .seconds(30),
        claimPatience: Duration = .seconds(3 * 86_400),
        duplicates: Set<DuplicateRule> = [],
        agents: Agents? = nil
    ) {
        self.name = name
        self.title = title
        self.source = source
        self.purpose = purpose
        self.consentTopic = consentTopic
        self.stages = stages
        self.keys = keys
        self.window = window
        self.retry = retry
        self.lines = lines
        self.callerID = callerID
        self.language = language
        self.priority = priority
        self.share = share
        self.pilot = pilot
        self.starts = starts
        self.ends = ends
        self.ringing = ringing
        self.claimPatience = claimPatience
        self.duplicates = duplicates
        self.agents = agents
    }
}
