import Campaigns
import Foundation
import Logging

/// What a predictive campaign paces itself by: its engine, what it is told of the floor, and its ticks.
///
/// A value of the campaign's runner: nothing else decides for the campaign.
struct CampaignPacing {
    /// The soonest that a call which nobody wants any more is given up, from its ringing on: a little over what is decent.
    private static let leastRinging = 15.5
    private static let tick = Duration.seconds(1)
    private static let betweenSaves = Duration.seconds(300)

    private let campaign: String
    private let agents: CampaignDefinition.Agents
    private let office: CampaignOffice
    private let floor: AgentFloor
    private let watch: AgentFloor.PacingWatchID
    private let book: PacingBook
    private let elapsed: @Sendable () -> Duration
    private let began: UTCTime
    private var engine: PacingEngine
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
        let abandonment = AbandonmentBook(database: office.database)
        engine = PacingEngine(
            .init(
                cap: Double(agents.power?.capBasisPoints ?? CampaignDefinition.Agents.Power.legalCap) / 10_000,
                patience: ConnectFlow.patience / .seconds(1), leastRinging: Self.leastRinging),
            experience: try await book.experience(of: campaign) ?? PacingExperience(),
            standing: try await abandonment.standing(of: campaign, now: now))
        dayEnds = try await abandonment.endOfDay(of: campaign, now: now)
        (began, savedAt) = (now, now)
        elapsed = office.time.clock.stopwatch()
        watch = await floor.watchPacing(of: campaign, in: agents.group)
    }

    /// Whether it is still right for the campaign, whose file may have changed.
    func isFor(_ agents: CampaignDefinition.Agents) -> Bool {
        agents.group == self.agents.group && agents.power == self.agents.power
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
            case .call(let id, let state): engine.call(id.number, state, at: seconds(news.at))
            }
        }
        if now >= dayEnds {
            let abandonment = AbandonmentBook(database: office.database)
            engine.begin(day: try await abandonment.standing(of: campaign, now: now))
            dayEnds = try await abandonment.endOfDay(of: campaign, now: now)
        }
        let decision = engine.decide(
            at: seconds(now), freeLines: lines, left: Double(min(closes ?? dayEnds, dayEnds).milliseconds - now.milliseconds) / 1_000)
        try await record(decision, now)
        return decision
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
        try await book.keep(experience: engine.experience, of: campaign, now: now)
    }

    /// The engine's time.
    private func seconds(_ time: UTCTime) -> Double { Double(time.milliseconds - began.milliseconds) / 1_000 }
}

extension UTCTime {
    /// The beginning of its minute.
    fileprivate var minute: UTCTime { UTCTime(milliseconds: milliseconds / 60_000 * 60_000) }
}
