import Campaigns
import Foundation
import Logging

/// What a predictive campaign paces itself by: its engine, what it is told of the floor, and its ticks.
///
/// A value of the campaign's runner: nothing else decides for the campaign.
struct CampaignPacing {
    private static let tick = Duration.seconds(1)
    private static let betweenSaves = Duration.seconds(300)
    private static let betweenCounts = Duration.seconds(10)
    private static let prospects = 20

    private let campaign: String
    private let agents: CampaignDefinition.Agents
    private let office: CampaignOffice
    private let floor: AgentFloor
    private let watch: AgentFloor.PacingWatchID
    private let book: PacingBook
    private let elapsed: @Sendable () -> Duration
    private let began: UTCTime
    private var engine: PacingEngine
    /// What is told of contacts before the dial, and of those whose calls are up.
    private var odds: ContactOdds
    private var traits: [CustomerID: ContactTraits] = [:]
    private var waiting: Int
    private var countedAt: UTCTime
    private var dayEnds: UTCTime
    private var nextTick = Duration.zero
    private var savedAt: UTCTime
    private var minute: PacedMinute?

    /// Goes on with what the books have of today and of what was learned before.
    init(
        _ definition: CampaignDefinition, _ agents: CampaignDefinition.Agents, office: CampaignOffice,
        floor: AgentFloor
    ) async throws {
        let now = office.now()
        (campaign, self.agents, self.office, self.floor) = (definition.name, agents, office, floor)
        book = PacingBook(database: office.database)
        let day = try await AbandonmentBook(database: office.database).day(of: campaign, now: now)
        let memory = try await book.experience(of: campaign) ?? Memory()
        odds = memory.odds
        engine = PacingEngine(
            .init(
                cap: (agents.power ?? .init()).cap, patience: ConnectFlow.patience / .seconds(1),
                leastRinging: PacingEngine.Settings.decentRinging),
            experience: memory.experience, standing: day.standing)
        dayEnds = day.ends
        waiting = try await office.books.contacts.waiting(in: campaign)
        (began, savedAt, countedAt) = (now, now, now)
        elapsed = office.time.clock.stopwatch()
        watch = await floor.watchPacing(of: campaign, in: agents.group)
    }

    /// Whether it is still right for the campaign, whose file may have changed.
    func isFor(_ agents: CampaignDefinition.Agents) -> Bool {
        agents.group == self.agents.group && agents.power == self.agents.power
    }

    /// What is kept across restarts.
    struct Memory: Codable, Sendable {
        var experience = PacingExperience()
        var odds = ContactOdds()
    }

    /// Agents at work, as it was last told.
    var team: Int { engine.team }

    /// - Parameters:
    ///   - lines: how many calls could be placed now.
    ///   - closes: when no more calls begin today; nil for midnight.
    mutating func decide(lines: Int, closes: UTCTime?) async throws -> PacingDecision {
        let now = office.now()
        for news in await floor.pacingNews(watch) {
            switch news.what {
            case .agent(let place, let state): engine.agent(place, state, at: seconds(news.at))
            case .call(let id, let state):
                engine.call(id.number, state, at: seconds(news.at))
                learn(id, state)
            }
        }
        if now >= countedAt + Self.betweenCounts {
            waiting = try await office.books.contacts.waiting(in: campaign)
            countedAt = now
        }
        if now >= dayEnds {
            let day = try await AbandonmentBook(database: office.database).day(of: campaign, now: now)
            engine.begin(day: day.standing)
            dayEnds = day.ends
        }
        let contacts = office.books.contacts
        // As many as a tick may place, as a rule; the others count as the usual one.
        let next = lines > 0 ? try await contacts.prospects(in: campaign, limit: Self.prospects, now: now) : []
        let left = min(closes ?? dayEnds, dayEnds).milliseconds - now.milliseconds
        let decision = engine.decide(
            at: seconds(now), freeLines: lines, left: Double(left) / 1_000, contacts: waiting,
            weights: next.map { odds.weight(of: $0.traits) })
        // Nobody knows whether they would have answered.
        for id in decision.giveUp { traits[CustomerID(number: id)] = nil }
        try await record(decision, now)
        return decision
    }

    /// How the floor is to expect somebody who is about to be called.
    mutating func expect(_ lease: ContactLease) async -> CustomerID {
        let seat = await floor.expectUnseated(
            AgentWish(campaign: agents, lease), CustomerCard(lease), in: campaign,
            weight: odds.weight(of: lease.traits))
        traits[seat] = lease.traits
        return seat
    }

    private mutating func learn(_ id: CustomerID, _ state: PacingCallState) {
        switch state {
        case .person, .failed:
            guard let traits = traits.removeValue(forKey: id) else { return }
            odds.learn(traits, reached: state == .person)
        // Not dialled at all.
        case .ended: traits[id] = nil
        case .placed, .ringing, .answered, .connected, .abandoned: break
        }
    }

    /// Waits for the next tick.
    ///
    /// By the clock, not from now: what a turn takes must not add up.
    mutating func pause() async throws {
        nextTick = max(nextTick + Self.tick, elapsed())
        try await office.time.clock.sleep(for: nextTick - elapsed())
    }

    /// Keeps what was learned; nothing is told any more.
    func end() async {
        await floor.endPacing(watch)
        await office.live.pacingEnded(campaign)
        // Not kept where the disk refuses: then the next start is a cautious one.
        if let minute { try? await book.keep(minute, of: campaign) }
        try? await save(office.now())
    }

    // MARK: Keeping

    private mutating func record(_ decision: PacingDecision, _ now: UTCTime) async throws {
        await office.live.paced(campaign, decision.reason)
        if let minute, minute.at.minute != now.minute {
            try await book.keep(minute, of: campaign)
            self.minute = nil
        }
        guard team > 0 else { return }
        var minute = minute ?? PacedMinute(at: now.minute)
        minute.placed += decision.place
        minute.givenUp += decision.giveUp.count
        minute.words = "\(decision.reason)"
        self.minute = minute
        if now >= savedAt + Self.betweenSaves {
            savedAt = now
            try await save(now)
        }
    }

    private func save(_ now: UTCTime) async throws {
        try await book.keep(
            experience: Memory(experience: engine.experience, odds: odds), of: campaign, now: now)
    }

    /// The engine's time.
    private func seconds(_ time: UTCTime) -> Double { Double(time.milliseconds - began.milliseconds) / 1_000 }
}

extension UTCTime {
    /// The beginning of its minute.
    fileprivate var minute: UTCTime { UTCTime(milliseconds: milliseconds / 60_000 * 60_000) }
}
