package import Campaigns

/// Decides how many calls to place, so that agents hardly wait and persons almost never meet nobody.
///
/// A value: it is told what agents and calls do, and knows nothing of SIP or the database. At each decision it forecasts, for
/// the moments at which a call placed now would be answered, how many agents will be free and how many persons will want
/// one. It places calls as long as the chance that one more person meets nobody stays below what the budget allows; never
/// fewer than agents are free. `docs/pacing.md` says where this comes from and how it was measured.
package struct PacingEngine: Sendable {
    package struct Settings: Hashable, Sendable {
        /// The largest share of persons who may meet nobody.
        package var cap: Double
        /// How long a person may wait for an agent. Units: seconds.
        package var patience: Double
        /// Until a call that nobody wants any more may be given up; nil where none is. Units: seconds of ringing.
        package var leastRinging: Double?

        /// As campaigns have it: a little over what is decent.
        package static let decentRinging = 15.5

        package init(cap: Double = 0.03, patience: Double = 2, leastRinging: Double? = nil) {
            self.cap = cap
            self.patience = patience
            self.leastRinging = leastRinging
        }
    }

    struct Agent {
        var state: PacingAgentState
        var since: Double
    }

    struct Call {
        let weight: Double
        /// Whether it is ours; those of others only take agents.
        let isOwn: Bool
        let placedAt: Double
        var ringsSince: Double?
        var answeredAt: Double?
        var isPerson = false
        /// Its end is on its way, unless a person answers in this moment.
        var isGivenUp = false

        /// Whether nobody has answered though it has rung for so long.
        func hasRung(_ least: Double, at time: Double) -> Bool {
            !isGivenUp && !isPerson && answeredAt == nil && time - (ringsSince ?? time) >= least
        }
    }

    private let settings: Settings
    package private(set) var experience: PacingExperience
    private var budget: AbandonmentBudget
    /// Those who are at work, and calls until they are an agent's or over.
    private var agents: [Int64: Agent] = [:]
    private var calls: [Int64: Call] = [:]
    private var largestTeam = 1
    /// The first decision, and the persons who have been reached since.
    private var startedAt: Double?
    private var personsSince = 0
    /// The weight of calls placed in each of the last seconds, the current one first.
    private var placedLately = [Double](repeating: 0, count: 64)
    private var exposedUntil: Double?

    /// - Parameter standing: of today and the thirty days before the first decision.
    package init(
        _ settings: Settings, experience: PacingExperience = PacingExperience(),
        standing: AbandonmentStanding = AbandonmentStanding()
    ) {
        self.settings = settings
        self.experience = experience
        budget = AbandonmentBudget(cap: settings.cap, standing: standing)
    }

    /// Another day has begun.
    package mutating func begin(day standing: AbandonmentStanding) {
        budget = AbandonmentBudget(cap: settings.cap, standing: standing)
        (startedAt, personsSince) = (nil, 0)
    }

    /// Agents who are at work.
    package var team: Int { agents.count }

    // MARK: What happens

    /// - Parameter time: seconds on any clock that never goes back.
    package mutating func agent(_ id: Int64, _ state: PacingAgentState, at time: Double) {
        if let before = agents[id] { learn(before, state, lasted: time - before.since) }
        if case .away = state {
            agents[id] = nil
        } else {
            agents[id] = Agent(state: state, since: time)
        }
        largestTeam = max(largestTeam, agents.count)
    }

    private mutating func learn(_ before: Agent, _ next: PacingAgentState, lasted: Double) {
        switch (before.state, next) {
        case (.talking, .nearlyDone): experience.talked(lasted, isAnnounced: true)
        case (.talking, .wrapUp), (.talking, .idle): experience.talked(lasted, isAnnounced: false)
        case (.nearlyDone, .wrapUp), (.nearlyDone, .idle): experience.endings.add(lasted)
        case (.wrapUp, .idle), (.wrapUp, .away): experience.wrapUps.add(lasted)
        default: break
        }
    }

    package mutating func call(_ id: Int64, _ state: PacingCallState, at time: Double) {
        switch state {
        case .placed(let weight, let isOwn):
            calls[id] = Call(weight: weight, isOwn: isOwn, placedAt: time)
            if isOwn { placedLately[0] += weight }
        case .ringing: calls[id]?.ringsSince = time
        case .answered: calls[id]?.answeredAt = time
        case .person: person(id, at: time)
        case .connected, .abandoned:
            guard calls.removeValue(forKey: id)?.isOwn ?? false else { return }
            budget.met(nobody: state == .abandoned)
            personsSince += 1
        case .failed:
            guard let call = calls.removeValue(forKey: id), call.isOwn, !call.isGivenUp else { return }
            experience.failures.add((call.answeredAt ?? time) - call.placedAt)
            if call.answeredAt != nil { experience.personShare.add(0) }
        case .ended: calls[id] = nil
        }
    }

    private mutating func person(_ id: Int64, at time: Double) {
        guard let call = calls[id] else { return }
        let answeredAt = call.answeredAt ?? time
        calls[id]?.isPerson = true
        calls[id]?.isGivenUp = false
        guard call.isOwn else { return }
        experience.rate.reached()
        experience.answers.add(answeredAt - call.placedAt)
        experience.classifying.add(time - answeredAt)
        experience.personShare.add(1)
    }

    // MARK: Deciding

    /// - Parameters:
    ///   - left: seconds until the day's work is over.
    ///   - contacts: who are left to be called; nil where they never end.
    ///   - weights: of those who would be called next, in their order; the usual one's for all after them.
    package mutating func decide(
        at time: Double, freeLines: Int, left: Double, contacts: Int? = nil, weights: [Double] = []
    ) -> PacingDecision {
        let begun = startedAt ?? time
        startedAt = begun
        expose(until: time)
        let idle = agents.values.count { $0.state == .idle }
        let inFlight = calls.values.count { !$0.isGivenUp }
        let ofContacts = contacts.map { Double($0) * experience.rate.chance(weight: 1) } ?? .infinity
        let expected = min(ofContacts, Double(personsSince) / max(1, time - begun) * max(0, left))
        let surplus = experience.rate.chance(weight: 1) * Double(max(0, inFlight - idle))
        let allowed = budget.risk(team: largestTeam, expected: expected, surplus: surplus)

        var horizons = forecast(at: time)
        let givenUp = giveUp(&horizons, at: time, most: inFlight - idle, allowed: allowed)
        let middle = horizons[horizons.count / 2]
        var risk = Self.mean(horizons)
        var placed = 0
        while placed < freeLines, risk <= allowed || inFlight + placed < idle {
            let weight = placed < weights.count ? weights[placed] : 1
            let chance = experience.rate.chance(weight: weight)
            for index in horizons.indices {
                let delay = horizons[index].delay - experience.classifying.value
                horizons[index].addCall(reaching: chance * experience.answers.share(within: delay))
            }
            placed += 1
            risk = Self.mean(horizons)
        }
        return PacingDecision(
            place: placed, giveUp: givenUp,
            reason: PacingReason(
                time: time, idle: idle, freeThen: middle.free, inFlight: inFlight, placed: placed,
                personsThen: middle.persons,
                risk: risk, allowed: allowed, standing: budget.standing, cap: settings.cap, horizon: middle.delay))
    }

    /// Calls that have rung long enough, the longest first, as long as more persons are expected than agents will be free.
    private mutating func giveUp(
        _ horizons: inout [PacingHorizon], at time: Double, most: Int, allowed: Double
    ) -> [Int64] {
        guard let least = settings.leastRinging else { return [] }
        let candidates = calls.filter { $0.value.isOwn && $0.value.hasRung(least, at: time) }
            .sorted { ($0.value.placedAt, $0.key) < ($1.value.placedAt, $1.key) }
        var givenUp: [Int64] = []
        for id in candidates.prefix(max(0, most)).map(\.key) {
            guard Self.mean(horizons) > Self.tooMany * max(allowed, 0.005) else { break }
            calls[id]?.isGivenUp = true
            givenUp.append(id)
            horizons = forecast(at: time)
        }
        return givenUp
    }

    /// So many times the risk that is allowed: below it, a call given up is worth more than what it risks.
    private static let tooMany = 5.0

    private static func mean(_ horizons: [PacingHorizon]) -> Double {
        horizons.reduce(0) { $0 + $1.risk } / Double(horizons.count)
    }

    /// What calls have told in the seconds that have gone by.
    private mutating func expose(until time: Double) {
        var second = exposedUntil ?? time
        while second + 1 <= time {
            second += 1
            let classifying = experience.classifying.value
            var more = 0.0
            for age in 1..<placedLately.count where placedLately[age] > 0 {
                let middle = Double(age) - classifying
                more +=
                    placedLately[age]
                    * (experience.answers.share(within: middle + 0.5) - experience.answers.share(within: middle - 0.5))
            }
            experience.rate.expose(more)
            placedLately.removeLast()
            placedLately.insert(0, at: 0)
        }
        exposedUntil = second
    }

    // MARK: Forecast

    private static let steps = 8

    /// At moments that are equally likely for the answer of a call placed now.
    private func forecast(at time: Double) -> [PacingHorizon] {
        // In an order of their own, so that the same events give the same decisions.
        let agents = agents.sorted { $0.key < $1.key }
        let calls = calls.filter { !$0.value.isGivenUp }.sorted { $0.key < $1.key }
        return (0..<Self.steps).map { step in
            let share = (Double(step) + 0.5) / Double(Self.steps)
            var horizon = PacingHorizon(delay: experience.answers.quantile(share) + experience.classifying.value)
            for (_, agent) in agents {
                horizon.addAgent(free: experience.free(agent, within: horizon.delay + settings.patience, at: time))
            }
            for (_, call) in calls {
                horizon.addCall(reaching: experience.reaches(call, within: horizon.delay, at: time))
            }
            return horizon
        }
    }
}
