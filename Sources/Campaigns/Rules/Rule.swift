/// One rule of decency or law: what it demands, of which calls, and who says so.
package struct Rule: Hashable, Codable, Sendable {
    /// What must hold for a call to be allowed.
    package enum Demand: Hashable, Codable, Sendable {
        /// The called party's clock shows one of these hours.
        case hours(WeekHours)
        /// It is no holiday where the called party is, or within its shorter hours.
        case holidays
        case limit(Limit)
        /// The number is on no do-not-call list.
        case doNotCall
        /// The person agreed to be called about this.
        case consent
        /// The person isn't in dunning now; nobody can say until when, so one asks again after a while.
        case noDunning(askAgain: Duration)
        /// It rings at least so long before we give up; binds the campaign, not the moment.
        case ringing(Duration)

        // Always demanded, in no file.

        /// The number's own hours.
        case ownHours
        /// The campaign's hours.
        case campaignHours
        /// The account owes, and no promise or word of payment suspends the dunning.
        case debt
        /// No other attempt rings the number; it will be over soon, so one asks again.
        case numberFree(askAgain: Duration)
    }

    /// Small letters and hyphens, such as `florida-hours`.
    package let name: String
    package let demand: Demand
    /// The calls that it holds for.
    package let purposes: CallPurposes
    /// Where it holds; empty for everywhere.
    package let regions: [Region]
    /// Where the figure comes from, in words.
    package let source: String?

    package init(
        name: String,
        demand: Demand,
        purposes: CallPurposes? = nil,
        regions: [Region] = [],
        source: String? = nil
    ) {
        self.name = name
        self.demand = demand
        self.purposes = purposes ?? demand.usualPurposes
        self.regions = regions
        self.source = source
    }
}

extension Rule.Demand {
    /// The calls that such a rule holds for where its file doesn't say.
    ///
    /// Who asked for a call is exempt from limits and lists, but not woken at night; a fax that somebody waits for
    /// may come at any hour.
    package var usualPurposes: CallPurposes {
        switch self {
        case .hours, .holidays, .ownHours, .ringing: .voice
        case .limit, .doNotCall: .unasked
        case .consent, .noDunning: .service
        case .debt: .dunning
        case .campaignHours, .numberFree: .all
        }
    }
}
