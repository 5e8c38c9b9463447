import Campaigns
import Foundation

/// Somebody who works by his page as an agent does, shift by shift, and doesn't exist.
///
/// Runs on: the simulation's thread alone; hence unchecked.
final class SimulatedAgent: @unchecked Sendable {
    /// After a restart of the daemon it takes so long, at the most, until he has logged in again.
    private static let absence = Duration.seconds(60)

    private let number: AgentNumber
    private let team: Scenario.Agents.Team
    private let floor: AgentFloor
    private let book: DispositionBook
    private let world: SimulatedWorld
    private let time: WorkingTime
    /// So long before the end of a talk he says that it is nearly over.
    private static let beforeTheEnd = Duration.seconds(15)
    /// Since when he does what he does, as his page says it.
    private var since: Date?

    init(
        _ number: AgentNumber, of team: Scenario.Agents.Team, on floor: AgentFloor, book: DispositionBook,
        world: SimulatedWorld, time: WorkingTime
    ) {
        self.number = number
        self.team = team
        self.floor = floor
        self.book = book
        self.world = world
        self.time = time
    }

    /// From now to the end of the scenario.
    func run() async throws {
        Workplace.begin { await self.watchPage() }
        let (zone, last) = (world.scenario.zone, world.scenario.to)
        var day = CalendarDay(time.now(), in: zone)
        while day <= last {
            for shift in team.shifts(on: day, in: zone) { try await work(shift) }
            day = day.adding(days: 1)
        }
    }

    private func work(_ shift: Scenario.Agents.Team.Shift) async throws {
        var luck = draws(shift.hours.lowerBound.milliseconds)
        func late(_ moment: UTCTime) -> UTCTime { moment + team.lateness * luck.unit() }
        let (comes, leaves) = (late(shift.hours.lowerBound), late(shift.hours.upperBound))
        let breaks = shift.breaks.map { (at: late($0.at), $0.1) }
        guard time.now() < leaves else { return }
        if time.now() > comes { try await time.clock.sleep(for: Self.absence * luck.unit()) }
        try await sleep(until: comes)
        try await floor.logIn(number)
        try await floor.ready(number)
        for (at, pause) in breaks where time.now() < at + pause.length {
            try await sleep(until: at)
            try await floor.takeBreak(number, reason: pause.reason)
            try await sleep(until: at + pause.length)
            try await floor.ready(number)
        }
        try await sleep(until: leaves)
        try await floor.logOut(number)
    }

    private func sleep(until moment: UTCTime) async throws {
        let wait = moment.milliseconds - time.now().milliseconds
        if wait > 0 { try await time.clock.sleep(for: .milliseconds(wait)) }
    }

    private func draws(_ stream: Int64) -> Draws {
        Draws(seed: SplitMix64.mixed(world.scenario.seed, "agent \(number)"), stream: stream)
    }

    // MARK: At his page

    private func watchPage() async {
        guard let views = try? await floor.views(of: number) else { return }
        var isAtWork = false
        for await view in views {
            if isAtWork != (view.presence != .loggedOut) {
                isAtWork.toggle()
                if isAtWork {
                    world.log.comesToWork(number, at: time.now())
                } else {
                    world.log.leavesWork(number, at: time.now())
                }
            }
            guard view.since != since else { continue }
            since = view.since
            switch view.activity {
            case .wrapUp: Workplace.begin { try? await self.write(view) }
            case .previewing: Workplace.begin { try? await self.look(view) }
            case .talking: Workplace.begin { try? await self.announceTheEnd(of: view) }
            case .idle, .reserved: break
            }
        }
    }

    private func announceTheEnd(of view: AgentView) async throws {
        guard let attempt = view.customer?.attempt, let talk = world.talks[attempt] else { return }
        // Another stream than that of what he writes afterwards.
        var luck = draws(-attempt)
        guard luck.unit() * 100 < Double(team.nearlyDone.count), talk.length > Self.beforeTheEnd else { return }
        try await time.clock.sleep(for: talk.length - Self.beforeTheEnd)
        if since == view.since { try await floor.nearlyDone(number) }
    }

    private func write(_ view: AgentView) async throws {
        guard let attempt = view.customer?.attempt else { return }
        let word = world.talks.removeValue(forKey: attempt)?.word
        var luck = draws(attempt)
        let wait = team.writing * -log(1 - luck.unit())
        // Who takes longer than he has says nothing.
        guard let end = view.wrapUpEnds, time.now() + wait < UTCTime(end) else { return }
        try await time.clock.sleep(for: wait)
        guard since == view.since else { return }
        if let word, try await keep(word, &luck) { return }
        try await floor.endWrapUp(number)
    }

    private func look(_ view: AgentView) async throws {
        guard let account = view.customer?.account else { return }
        var luck = Draws(seed: SplitMix64.mixed(world.scenario.seed, account), stream: time.now().milliseconds)
        try await time.clock.sleep(for: team.looking * -log(1 - luck.unit()))
        if since == view.since { try await floor.call(number) }
    }

    // MARK: What came of a call

    /// Whether there was something to say.
    private func keep(_ word: AgentTalk.Word, _ luck: inout Draws) async throws -> Bool {
        let (customer, talk) = try await floor.beginStoring(number)
        let wanted = wanted(word)
        let choices = await floor.choices(talk)
        guard let wanted, let disposition = choices.first(where: { $0.code == wanted }) else {
            await floor.endStoring(customer)
            return false
        }
        let (card, now) = (talk.card, time.now())
        var detail = AgentWord.Detail.none
        if disposition.does == .promise {
            let day = CalendarDay(now, in: world.scenario.zone).adding(days: 1 + Int(luck.unit() * 7))
            detail = .promise(day, card.debtFen.map { Fen($0) })
            if let account = card.account { world.billing.promised(account, by: day, now: now) }
        } else if disposition.does == .paid, let account = card.account {
            world.billing.claimed(account, now: now)
        }
        let isKept: Void? = try? await book.keep(
            AgentWord(
                call: card.call, attempt: card.attempt, agent: number, group: talk.group, disposition: disposition,
                detail: detail, note: nil),
            of: DispositionBook.Customer(
                number: E164(text: card.number), account: card.account, language: card.language,
                zone: world.scenario.zone),
            now: now)
        await floor.endStoring(customer, outcome: isKept == nil ? nil : disposition)
        return isKept != nil
    }

    /// The code of a disposition; nil where nothing follows from what was said.
    private func wanted(_ word: AgentTalk.Word) -> String? {
        switch word {
        case .machine: "machine"
        case .key(.promise): "promised"
        case .key(.paid): "paid"
        case .key(.optOut): "do-not-call"
        case .key(.repeat), .key(.language), .key(.faxBill), .key(.clerk): nil
        }
    }
}
