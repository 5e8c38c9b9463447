import Campaigns

/// One call for each free agent.
struct OneCallForEachAgent: DayPacer {
    private var agents = FreeAgents()

    mutating func agent(_ id: Int64, _ state: PacingAgentState, at time: Double) { agents.agent(id, state) }

    mutating func call(_ id: Int64, _ state: PacingCallState, at time: Double) { agents.call(id, state) }

    mutating func pace(
        at time: Double, freeLines: Int, left: Double, weights: [Double]
    ) -> (place: Int, giveUp: [Int64]) { (max(0, agents.idle.count - agents.inFlight.count), []) }
}

/// As many calls as a ratio allows, within what the day's abandonment leaves.
struct PowerDay: DayPacer {
    let pacing: PowerPacing
    /// Units: hundredths of a percent.
    let cap: Int
    private var agents = FreeAgents()
    private var standing: AbandonmentStanding

    /// - Parameter past: of the days before, thirty at most.
    init(_ power: CampaignDefinition.Agents.Power, past: AbandonmentStanding.Share = .init()) {
        standing = AbandonmentStanding(month: past)
        pacing = PowerPacing(ratioPercent: power.ratioPercent)
        cap = power.capBasisPoints
    }

    mutating func agent(_ id: Int64, _ state: PacingAgentState, at time: Double) { agents.agent(id, state) }

    mutating func call(_ id: Int64, _ state: PacingCallState, at time: Double) {
        agents.call(id, state)
        if state == .connected || state == .abandoned { standing.count(isAbandoned: state == .abandoned) }
    }

    mutating func pace(
        at time: Double, freeLines: Int, left: Double, weights: [Double]
    ) -> (place: Int, giveUp: [Int64]) {
        let (idle, inFlight) = (agents.idle.count, agents.inFlight.count)
        let calls = PowerPacing.Standing(
            free: max(0, idle - inFlight), reserved: min(idle, inFlight), withoutAgent: max(0, inFlight - idle))
        return (pacing.calls(calls, allowance: standing.allowance(cap: cap)).all, [])
    }
}

/// Who is free, and which calls have no agent yet.
private struct FreeAgents {
    private(set) var idle: Set<Int64> = []
    private(set) var inFlight: Set<Int64> = []

    mutating func agent(_ id: Int64, _ state: PacingAgentState) {
        if state == .idle { idle.insert(id) } else { idle.remove(id) }
    }

    mutating func call(_ id: Int64, _ state: PacingCallState) {
        switch state {
        case .placed: inFlight.insert(id)
        case .ringing, .answered, .person: break
        case .connected, .abandoned, .failed, .ended: inFlight.remove(id)
        }
    }
}
