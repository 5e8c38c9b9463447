import Dialer

/// What other ways of pacing know of the day.
struct FloorCount {
    private(set) var agents: [Int64: PacingAgentState] = [:]
    /// Calls that are up, and whether they have an agent.
    private(set) var calls: [Int64: PacingCallState] = [:]
    private(set) var persons = 0
    private(set) var abandoned = 0
    private(set) var placed = 0

    mutating func agent(_ id: Int64, _ state: PacingAgentState) { agents[id] = state == .away ? nil : state }

    mutating func call(_ id: Int64, _ state: PacingCallState) {
        switch state {
        case .placed: placed += 1
        case .connected: persons += 1
        case .abandoned: (persons, abandoned) = (persons + 1, abandoned + 1)
        default: break
        }
        calls[id] = state == .failed || state == .ended ? nil : state
    }

    var idle: Int { agents.values.count { $0 == .idle } }
    var talking: Int { agents.values.count { $0 == .talking || $0 == .nearlyDone } }
    var waiting: Int { calls.values.count { $0 == .person } }
    /// Without an agent, and not yet given up.
    var inFlight: Int {
        calls.values.count { state in
            switch state {
            case .placed, .ringing, .answered: true
            default: false
            }
        }
    }
}

/// So many calls for each free agent; 1 is progressive dialling.
struct RatioPacer: DayPacer {
    let ratio: Double
    private var floor = FloorCount()

    init(ratio: Double) { self.ratio = ratio }

    mutating func agent(_ id: Int64, _ state: PacingAgentState, at time: Double) { floor.agent(id, state) }
    mutating func call(_ id: Int64, _ state: PacingCallState, at time: Double) { floor.call(id, state) }
    mutating func pace(
        at time: Double, freeLines: Int, left: Double, weights: [Double]
    ) -> (place: Int, giveUp: [Int64]) {
        (max(0, Int(ratio * Double(floor.idle)) - floor.inFlight), [])
    }
}

/// VICIdial's rule with its defaults: level by idle agents less waiting calls, a cap of 3, a limit of drops for the day.
///
/// Source: `AST_VDadapt.pl` and `AST_VDauto_dial.pl`, revision 3884.
struct VICIdialPacer: DayPacer {
    enum Method { case hardLimit, tapered }

    let method: Method
    /// Only free agents count (“available only ratio tally”).
    let countsFreeOnly: Bool
    private var floor = FloorCount()
    private var level = 1.0
    private var samples: [(difference: Double, agents: Double)] = []
    private var (nextAdapted, nextPlaced, nextCounted) = (15.0, 0.0, 0.0)
    private var dropped = 0.0

    init(_ method: Method, countsFreeOnly: Bool) {
        self.method = method
        self.countsFreeOnly = countsFreeOnly
    }

    mutating func agent(_ id: Int64, _ state: PacingAgentState, at time: Double) { floor.agent(id, state) }
    mutating func call(_ id: Int64, _ state: PacingCallState, at time: Double) { floor.call(id, state) }

    mutating func pace(
        at time: Double, freeLines: Int, left: Double, weights: [Double]
    ) -> (place: Int, giveUp: [Int64]) {
        samples.append((Double(floor.idle - floor.waiting), Double(floor.agents.count)))
        if samples.count > 15 { samples.removeFirst() }
        if time >= nextCounted {
            nextCounted = time + 60
            dropped = floor.persons > 0 ? Double(floor.abandoned) / Double(floor.persons) : 0
        }
        if time >= nextAdapted {
            nextAdapted = time + 15
            adapt(at: time, left: left)
        }
        guard time >= nextPlaced else { return (0, []) }
        nextPlaced = max(nextPlaced + 2.5, time)
        let base = countsFreeOnly ? floor.idle : floor.idle + floor.talking
        let connected = floor.calls.values.count { $0 == .connected }
        let goal = Int((level * Double(base)).rounded()) + (countsFreeOnly ? connected : 0)
        return (max(0, goal - floor.calls.count), [])
    }

    private mutating func adapt(at time: Double, left: Double) {
        let count = Double(samples.count)
        let agents = samples.map(\.agents).reduce(0, +) / count
        if agents > 0 { level *= 1 + samples.map(\.difference).reduce(0, +) / count / agents }
        level = max(1, min(3, level))
        guard floor.placed > 50, dropped > 0.03 else { return }
        switch method {
        case .hardLimit: level = 1
        case .tapered:
            // Times of day as the integers HHMM, subtracted as such; the day is from 9 to 17 o'clock.
            let clock = 9 * 3_600 + Int(time)
            let hours = 1_700 - (clock / 3_600 * 100 + clock / 60 % 60)
            level = max(1, hours < 0 ? 1 : level * (hours > 1_000 ? 1 : Double(hours) / 1_000))
        }
    }
}
