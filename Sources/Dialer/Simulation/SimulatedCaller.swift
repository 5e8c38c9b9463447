import Campaigns

/// Rings the people of a scenario: nobody's telephone, and no time but the virtual clock's.
///
/// Runs on: the simulation's thread alone; hence unchecked.
final class SimulatedCaller: ContactCaller, @unchecked Sendable {
    private let world: SimulatedWorld
    private let scenario: Scenario
    private let population: SimulatedPopulation
    private let billing: SimulatedBilling
    private let log: WorldLog
    private let floor: AgentFloor?
    private let books: CampaignBooks
    private let faxes: FaxQueue
    private let time: WorkingTime
    /// The ringing of those for whom agents are meant.
    private var ringing: [CustomerID: Task<Void, Never>] = [:]
    private var givenUp: Set<Int64> = []

    init(_ world: SimulatedWorld, books: CampaignBooks, faxes: FaxQueue, floor: AgentFloor?, time: WorkingTime) {
        self.world = world
        self.floor = floor
        scenario = world.scenario
        population = world.population
        billing = world.billing
        log = world.log
        self.books = books
        self.faxes = faxes
        self.time = time
    }

    func call(_ call: BegunCall) async -> AttemptResult {
        // Each call has luck of its own, so that what happens in one changes no other.
        var random = SplitMix64(seed: scenario.seed, stream: call.attempt.id)
        let story = CallStory(call, scenario, population, at: time.now(), &random)
        let sentAt = time.now()
        if let seat = call.seat, let agents = call.lease.campaign.agents, let floor {
            return await connect(call, seat, agents, on: floor, story, &random)
        }
        log.invite(call.attempt, at: sentAt, until: sentAt + story.length)
        try? await time.clock.sleep(for: story.untilWish)
        var keys = ""
        if let key = story.key, await keep(key, call, &random) { keys = "\(key.digit)" }
        try? await time.clock.sleep(for: story.length - story.untilWish)
        return story.result(sentAt: sentAt, keys: keys, language: call.lease.language, notice: call.notice)
    }

    /// A call whose person talks to an agent, if there is one.
    private func connect(
        _ call: BegunCall, _ seat: CustomerID, _ agents: CampaignDefinition.Agents, on floor: AgentFloor,
        _ story: CallStory, _ random: inout SplitMix64
    ) async -> AttemptResult {
        let sentAt = time.now()
        var story = story
        story.answerBetweenTicks(&random)
        let talk = story.talk(in: scenario.agents?.groups[agents.group], &random)
        world.talks[call.attempt.id] = talk
        log.invite(call.attempt, at: sentAt)
        let isGivenUp = await ring(call.attempt, seat, on: floor, story)
        var record = CallFlowRecord()
        if story.outcome == .answered, !isGivenUp {
            let flow = ConnectFlow(
                AgentWish(campaign: agents, call.lease), language: call.lease.language, questionsNumber: "170")
            var conversation = SimulatedConversation(
                flow, call, seat, on: floor, talk: talk.length, log: log, time: time
            ) { [books, time] wish in (try? await books.keep(wish, in: call, now: time.now())) != nil }
            record = await conversation.run()
        }
        if record.agent == nil { world.talks[call.attempt.id] = nil }
        log.hungUp(call.attempt.id, at: time.now())
        return story.result(of: record, givenUp: isGivenUp, sentAt: sentAt, endedAt: time.now())
    }

    /// Until it is answered, or over; returns whether it was given up.
    private func ring(
        _ attempt: Attempt, _ seat: CustomerID, on floor: AgentFloor, _ story: CallStory
    ) async -> Bool {
        try? await time.clock.sleep(for: CallStory.setup)
        guard let rings = story.rings else { return false }
        await floor.rings(seat)
        let task = Workplace.begin { [time] in
            do { try await time.clock.sleep(for: rings) } catch {}
        }
        ringing[seat] = task
        await task.value
        ringing[seat] = nil
        if task.isCancelled { givenUp.insert(attempt.id) }
        return task.isCancelled
    }

    func giveUp(_ seat: CustomerID) async { ringing[seat]?.cancel() }

    func whyGivenUp(_ attempt: Attempt) async -> GivenUp? { givenUp.remove(attempt.id).map { _ in .surplus } }

    private func keep(_ key: AnnouncementKey, _ call: BegunCall, _ random: inout SplitMix64) async -> Bool {
        let (lease, now) = (call.lease, time.now())
        let wish: CallerWish
        switch key {
        case .promise:
            let today = CalendarDay(now, in: lease.zone)
            let day = today.adding(days: Int.random(in: 1...7, using: &random))
            billing.promised(lease.account, by: day, now: now)
            wish = .promise(day)
        case .paid:
            billing.claimed(lease.account, now: now)
            wish = .alreadyPaid
        case .optOut: wish = .doNotCall
        case .clerk: wish = .callback
        case .faxBill:
            let job = try? await faxes.enqueue(
                document: "simulated", pages: 1, number: lease.number, account: lease.account,
                requester: "campaign \(lease.campaign.name)", askedIn: call.attempt.id, now: now)
            return job != nil
        case .repeat, .language: return true
        }
        return (try? await books.keep(wish, in: call, now: now)) != nil
    }
}
