import Campaigns
import Logging
import Telephony

/// One life of the daemon in a simulation: from its start to its death or its shutdown.
final class SimulatedDaemon {
    /// Services look again this often; every second would be for nothing here, because nobody else changes the books.
    private static let attention = (whileAgentsWork: Duration.seconds(10), else: Duration.seconds(600))

    let thread: VirtualThread
    private let world: SimulatedWorld
    let database: DialerDatabase
    private let office: CampaignOffice
    private let supervisor: Task<Void, any Error>
    private let floor: AgentFloor?

    /// Starts at `now`, and tidies up after the one before.
    init(_ world: SimulatedWorld, now: UTCTime, logger: Logger) throws {
        self.world = world
        let scenario = world.scenario
        let start = scenario.start
        let thread = VirtualThread(now: .milliseconds(now.milliseconds - start.milliseconds))
        let time = WorkingTime(
            now: { start + thread.now }, clock: VirtualClock(thread: thread),
            attention: world.log.isAnybodyAtWork ? Self.attention.whileAgentsWork : Self.attention.else)
        let database = try DialerDatabase.openForSimulation(at: world.database, seed: scenario.seed, now: now)
        try database.keepHolidays(scenario.holidays)
        let rules = CallRules(scenario.rules, site: scenario.site)
        let books = CampaignBooks(database, rules: rules)
        let line = TrunkLine(
            Trunk(
                name: "simulated", host: "simulation.invalid", channels: scenario.channels,
                callsPerSecond: Double(scenario.callsPerSecond)),
            clock: time.clock)
        let floor = scenario.agents.map { AgentFloor($0.roster, telephones: nil, music: nil, time: time) }
        let office = CampaignOffice(
            database: database, books: books,
            billing: BillingSource(file: world.billingFile, plan: scenario.plan, worksInPlace: true), line: line,
            caller: SimulatedCaller(
                world, books: books, faxes: FaxQueue(database: database, rules: rules), floor: floor, time: time),
            live: .unwatched(), time: time, agents: floor)
        _ = try thread.complete { try await database.recover(now: now) }
        (self.thread, self.database, self.office) = (thread, database, office)
        self.floor = floor
        if let floor, let agents = scenario.agents {
            thread.begin {
                try await AgentService(floor: floor, database: database, board: LiveBoard(), logger: logger).run()
            }
            for team in agents.teams {
                for number in team.agents {
                    let agent = SimulatedAgent(
                        number, of: team, on: floor, book: DispositionBook(database: database), world: world,
                        time: time)
                    thread.begin { try await agent.run() }
                }
            }
        }
        supervisor = thread.begin { try await CampaignSupervisor(office: office, logger: logger).run() }
    }

    /// Selects who owes and lets the campaigns ring them, as `dialerd campaign start` does.
    func select(now: UTCTime) throws {
        let office = office
        for campaign in world.scenario.campaigns {
            let today = CalendarDay(now, in: campaign.window.zone ?? world.scenario.zone)
            let selection = try thread.complete {
                let selection = try await office.billing.select(campaign.source, today: today)
                if let refused = selection.refused.first { throw refused }
                _ = try await office.books.contacts.load(campaign, selection.debtors, now: now)
                try await office.books.contacts.start(campaign.name)
                return selection
            }
            world.log.selected(selection.debtors, for: campaign.name, at: now)
        }
    }

    /// Is killed after so many pieces of work.
    func die(after pieces: Int) throws {
        thread.work(pieces: pieces, by: thread.now + .seconds(20))
        thread.die()
        try database.abandon()
    }

    /// Leases nobody any more, and waits for the calls that are up.
    ///
    /// Returns when that was, from the simulation's beginning.
    func shutDown() throws -> Duration {
        supervisor.cancel()
        if let floor { thread.begin { await floor.close() } }
        thread.run(until: thread.now + .seconds(3_600))
        return thread.now
    }
}
