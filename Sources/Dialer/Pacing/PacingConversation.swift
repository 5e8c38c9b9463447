import Foundation

/// The engine alone, as protocol 1 talks to it: one JSON object a line, an answer to each `tick`.
///
/// Times are seconds from the beginning of the day.
package struct PacingConversation: Sendable {
    package enum Answer: Hashable, Sendable {
        /// Nothing to say.
        case none
        case line(String)
        case over
    }

    /// What can't be taken, in a sentence.
    package struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        package let description: String
    }

    private struct Line: Decodable {
        let ev: String
        var t: Double?
        var id: Int64?
        var state: String?
        var freeLines: Int?
        var protocolVersion: Int?
        var duration: Double?
        var largestAbandonment: Double?
        var answerWait: Double?

        private enum CodingKeys: String, CodingKey {
            case ev, t, id, state, duration
            case freeLines = "free_lines"
            case protocolVersion = "protocol"
            case largestAbandonment = "max_abandon"
            case answerWait = "answer_wait"
        }
    }

    private var engine: PacingEngine?
    private var duration = 0.0
    private let decoder = JSONDecoder()
    /// Of the last decision.
    package private(set) var reason: PacingReason?

    package init() {}

    package mutating func hear(_ text: String) throws(Fault) -> Answer {
        let line: Line
        do {
            line = try decoder.decode(Line.self, from: Data(text.utf8))
        } catch {
            throw Fault(description: "This is no line of protocol 1: a JSON object with “ev” is wanted.")
        }
        switch line.ev {
        case "hello": try hello(line)
        case "agent": try agent(line)
        case "call": try call(line)
        case "tick": return .line("{\"dial\":\(try tick(line))}")
        case "end": return .over
        default: break  // A later protocol may tell more.
        }
        return .none
    }

    private mutating func hello(_ line: Line) throws(Fault) {
        guard line.protocolVersion == 1 else {
            throw Fault(description: "Only protocol 1 is spoken here; “hello” asks for another one.")
        }
        duration = try need(line.duration, "duration")
        engine = PacingEngine(.init(cap: line.largestAbandonment ?? 0.03, patience: line.answerWait ?? 2))
    }

    private mutating func agent(_ line: Line) throws(Fault) {
        let state: PacingAgentState
        switch line.state {
        case "idle": state = .idle
        case "talk": state = .talking
        case "wrap": state = .wrapUp()
        case "off": state = .away
        default: throw Fault(description: "An agent's “state” is idle, talk, wrap or off.")
        }
        let (id, time) = (try need(line.id, "id"), try need(line.t, "t"))
        engine?.agent(id, state, at: time)
    }

    private mutating func call(_ line: Line) throws(Fault) {
        let state: PacingCallState
        switch line.state {
        case "placed": state = .placed()
        case "ringing": state = .ringing
        case "answered": state = .answered
        case "live": state = .person
        case "connected": state = .connected
        case "abandoned": state = .abandoned
        case "machine", "failed", "noanswer": state = .failed
        case "ended": state = .ended
        default:
            throw Fault(
                description:
                    "A call's “state” is placed, ringing, answered, live, connected, machine, failed, noanswer, "
                    + "abandoned or ended.")
        }
        let (id, time) = (try need(line.id, "id"), try need(line.t, "t"))
        engine?.call(id, state, at: time)
    }

    private mutating func tick(_ line: Line) throws(Fault) -> Int {
        let time = try need(line.t, "t")
        let lines = try need(line.freeLines, "free_lines")
        guard let decision = engine?.decide(at: time, freeLines: lines, left: duration - time) else {
            throw Fault(description: "“hello” comes before the first tick.")
        }
        reason = decision.reason
        return decision.place
    }

    private func need<Value>(_ value: Value?, _ key: String) throws(Fault) -> Value {
        guard let value else { throw Fault(description: "This line has no “\(key)”, or one that is no number.") }
        return value
    }
}
