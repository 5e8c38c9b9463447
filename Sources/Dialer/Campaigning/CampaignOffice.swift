package import Campaigns
package import Logging

/// What campaigns need to have people rung; how a telephone is rung is their caller's business alone.
package struct CampaignOffice: KeepsTime {
    package let database: DialerDatabase
    package let books: CampaignBooks
    package let billing: BillingSource
    package let line: TrunkLine
    package let caller: any ContactCaller
    package let live: LiveFeed
    package let time: WorkingTime
    package let agents: AgentFloor?

    package init(
        database: DialerDatabase, books: CampaignBooks, billing: BillingSource, line: TrunkLine,
        caller: any ContactCaller, live: LiveFeed, time: WorkingTime, agents: AgentFloor? = nil
    ) {
        self.database = database
        self.books = books
        self.billing = billing
        self.line = line
        self.caller = caller
        self.live = live
        self.time = time
        self.agents = agents
    }
}

extension CampaignOffice {
    /// Rings people over the trunk.
    package init(_ office: CallOffice, logger: Logger) {
        self.init(
            database: office.database, books: office.books, billing: office.billing, line: office.caller.line,
            caller: TelephoneCaller(office: office, logger: logger), live: office.live, time: office.time,
            agents: office.agents)
    }
}
