import Campaigns
import Dialer
import HTTPTypes
import NIOCore

/// What a supervisor does on the page, as read from its request.
enum SupervisorCommand: Hashable, Sendable {
    case supervise(AgentNumber, SupervisorMode)
    /// Leaves the call in which he takes part.
    case stop
    case takeOver
    case logOut(AgentNumber)
    case takeBreak(AgentNumber, reason: String)
    case change(AgentNumber, groups: [String: Int])
    case setLines(campaign: String, lines: Int)
    case pause(campaign: String)
    case resume(campaign: String)

    /// - Parameter name: the last part of the path, such as `take-over`.
    init(_ name: String, _ body: ByteBuffer) throws(Refusal) {
        func agent() throws(Refusal) -> AgentNumber {
            try CommandBody.read(OfAgent.self, body, like: #"{"agent": "8001"}"#).agent
        }
        func campaign() throws(Refusal) -> String {
            try CommandBody.read(OfCampaign.self, body, like: #"{"campaign": "arrears"}"#).campaign
        }
        switch name {
        case "listen", "whisper", "barge": self = .supervise(try agent(), SupervisorMode(rawValue: name) ?? .listen)
        case "stop": self = .stop
        case "take-over": self = .takeOver
        case "log-out": self = .logOut(try agent())
        case "break":
            let wish = try CommandBody.read(Break.self, body, like: #"{"agent": "8001", "reason": "Training"}"#)
            self = .takeBreak(wish.agent, reason: try CommandBody.line(wish.reason))
        case "groups":
            let wish = try CommandBody.read(Groups.self, body, like: #"{"agent": "8001", "groups": {"clerks": 5}}"#)
            guard wish.groups.values.allSatisfy((1...9).contains) else {
                throw Refusal(.badRequest, "How good an agent is in a group is a number from 1 to 9.")
            }
            self = .change(wish.agent, groups: wish.groups)
        case "lines":
            let wish = try CommandBody.read(Lines.self, body, like: #"{"campaign": "arrears", "lines": 20}"#)
            self = .setLines(campaign: wish.campaign, lines: wish.lines)
        case "pause": self = .pause(campaign: try campaign())
        case "resume": self = .resume(campaign: try campaign())
        default: throw Refusal(.notFound, "There is no command “\(name)”.")
        }
    }

    private struct OfAgent: Decodable { let agent: AgentNumber }
    private struct OfCampaign: Decodable { let campaign: String }
    private struct Break: Decodable {
        let agent: AgentNumber
        let reason: String
    }
    private struct Groups: Decodable {
        let agent: AgentNumber
        let groups: [String: Int]
    }
    private struct Lines: Decodable {
        let campaign: String
        let lines: Int
    }
}
