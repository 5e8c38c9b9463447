import Campaigns

/// Rings the people of a scenario: nobody's telephone, and no time but the virtual clock's.
///
/// Runs on: the simulation's thread alone; hence unchecked.
final class SimulatedCaller: ContactCaller, @unchecked Sendable {
    private let scenario: Scenario
    private let population: SimulatedPopulation
    private let billing: SimulatedBilling
    private let log: WorldLog
    private let books: CampaignBooks
    private let faxes: FaxQueue
    private let time: WorkingTime

    init(_ world: SimulatedWorld, books: CampaignBooks, faxes: FaxQueue, time: WorkingTime) {
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
        log.invite(call.attempt, at: sentAt, until: sentAt + story.length)
        try? await time.clock.sleep(for: story.untilWish)
        var keys = ""
        if let key = story.key, await keep(key, call, &random) { keys = "\(key.digit)" }
        try? await time.clock.sleep(for: story.length - story.untilWish)
        return story.result(sentAt: sentAt, keys: keys, language: call.lease.language, notice: call.notice)
    }

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
