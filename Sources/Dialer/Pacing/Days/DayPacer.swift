/// Whatever decides how many calls a simulated day places.
package protocol DayPacer {
    mutating func agent(_ id: Int64, _ state: PacingAgentState, at time: Double)
    mutating func call(_ id: Int64, _ state: PacingCallState, at time: Double)
    /// How many calls to place, and which to give up.
    mutating func pace(
        at time: Double, freeLines: Int, left: Double, weights: [Double]
    ) -> (place: Int, giveUp: [Int64])
}

extension PacingEngine: DayPacer {
    package mutating func pace(
        at time: Double, freeLines: Int, left: Double, weights: [Double]
    ) -> (place: Int, giveUp: [Int64]) {
        let decision = decide(at: time, freeLines: freeLines, left: left, weights: weights)
        return (decision.place, decision.giveUp)
    }
}
