import Campaigns
import Dialer
import HTTPTypes
import NIOCore

/// What an agent does on the page, as read from its request.
enum AgentCommand: Hashable, Sendable {
    case logIn
    case logOut
    case ready
    case takeBreak(reason: String)
    case endCall
    case endWrapUp
    case hold(Bool)
    case mute(Bool)
    case transfer(AgentWish)
    /// Whom he chose from his list is shown to him.
    case take(WorkItem.ID)
    /// Calls whom he is shown, or just this one.
    case call(WorkItem.ID?)
    case skip
    case dispose(DispositionWish)
    case faxBill(to: String?)
    /// To somebody outside, by their name in the file of agents.
    case transferOutside(String)
    case consult(AgentNumber)
    case consultOutside(String)
    case conference
    case completeTransfer
    case endConsultation
    case record
    case pauseRecording(Bool)
    case noticeSaid
    case nearlyDone

    /// - Parameter name: the last part of the path, such as `log-in`.
    init(_ name: String, _ body: ByteBuffer) throws(Refusal) {
        switch name {
        case "log-in": self = .logIn
        case "log-out": self = .logOut
        case "ready": self = .ready
        case "break": self = .takeBreak(reason: try Self.reason(body))
        case "end-call": self = .endCall
        case "notice-said": self = .noticeSaid
        case "nearly-done": self = .nearlyDone
        case "wrap-up-done": self = .endWrapUp
        case "hold": self = .hold(try Self.isOn(body))
        case "mute": self = .mute(try Self.isOn(body))
        case "transfer": self = try Self.transfer(body)
        case "consult": self = try Self.consult(body)
        case "conference": self = .conference
        case "complete-transfer": self = .completeTransfer
        case "end-consultation": self = .endConsultation
        case "record": self = .record
        case "pause-recording": self = .pauseRecording(try Self.isOn(body))
        case "take": self = .take(try Self.item(body))
        case "call": self = .call(try Self.isEmpty(body) ? nil : Self.item(body))
        case "skip": self = .skip
        case "dispose":
            let example = #"{"code": "promised", "day": "2026-12-01", "note": "pays at the bank"}"#
            self = .dispose(try CommandBody.read(DispositionWish.self, body, like: example))
        case "fax-bill":
            self = .faxBill(to: try CommandBody.read(FaxGoal.self, body, like: #"{"number": "02161234567"}"#).number)
        default: throw Refusal(.notFound, "There is no command “\(name)”.")
        }
    }

    private struct Break: Decodable { let reason: String }
    private struct Switch: Decodable { let on: Bool }
    private struct FaxGoal: Decodable { let number: String? }
    /// One of the two: agents, or somebody outside.
    private struct Goal: Decodable {
        let group: String?
        let agent: AgentNumber?
        let outside: String?
    }

    private static func isOn(_ body: ByteBuffer) throws(Refusal) -> Bool {
        try CommandBody.read(Switch.self, body, like: #"{"on": true}"#).on
    }

    private static func reason(_ body: ByteBuffer) throws(Refusal) -> String {
        try CommandBody.line(CommandBody.read(Break.self, body, like: #"{"reason": "meal"}"#).reason)
    }

    private static func item(_ body: ByteBuffer) throws(Refusal) -> WorkItem.ID {
        try CommandBody.read(WorkItem.ID.self, body, like: #"{"contact": 12}"#)
    }

    private static func isEmpty(_ body: ByteBuffer) -> Bool {
        let text = String(buffer: body).filter { !$0.isWhitespace }
        return text.isEmpty || text == "{}"
    }

    private static func transfer(_ body: ByteBuffer) throws(Refusal) -> AgentCommand {
        let example = #"{"group": "clerks", "agent": "8002"} or {"outside": "repair"}"#
        let goal = try CommandBody.read(Goal.self, body, like: example)
        switch (goal.group, goal.outside) {
        case (let group?, nil): return .transfer(AgentWish(group: group, agent: goal.agent))
        case (nil, let outside?) where goal.agent == nil: return .transferOutside(outside)
        default: throw Refusal(.badRequest, "This command wants a body such as \(example).")
        }
    }

    private static func consult(_ body: ByteBuffer) throws(Refusal) -> AgentCommand {
        let example = #"{"agent": "8002"} or {"outside": "repair"}"#
        let goal = try CommandBody.read(Goal.self, body, like: example)
        switch (goal.agent, goal.outside) {
        case (let agent?, nil): return .consult(agent)
        case (nil, let outside?): return .consultOutside(outside)
        default: throw Refusal(.badRequest, "This command wants a body such as \(example).")
        }
    }
}
