import Campaigns
import Dialer
import Foundation
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
    case noticeSaid

    /// - Parameter name: the last part of the path, such as `log-in`.
    init(_ name: String, _ body: ByteBuffer) throws(Refusal) {
        switch name {
        case "log-in": self = .logIn
        case "log-out": self = .logOut
        case "ready": self = .ready
        case "break": self = .takeBreak(reason: try Self.reason(body))
        case "end-call": self = .endCall
        case "notice-said": self = .noticeSaid
        case "wrap-up-done": self = .endWrapUp
        case "hold": self = .hold(try Self.read(Switch.self, body, like: #"{"on": true}"#).on)
        case "mute": self = .mute(try Self.read(Switch.self, body, like: #"{"on": true}"#).on)
        case "transfer":
            let goal = try Self.read(Goal.self, body, like: #"{"group": "clerks", "agent": "8002"}"#)
            self = .transfer(AgentWish(group: goal.group, agent: goal.agent))
        default: throw Refusal(.notFound, "There is no command “\(name)”.")
        }
    }

    private struct Break: Decodable { let reason: String }
    private struct Switch: Decodable { let on: Bool }
    private struct Goal: Decodable {
        let group: String
        let agent: AgentNumber?
    }

    private static func reason(_ body: ByteBuffer) throws(Refusal) -> String {
        let reason = try read(Break.self, body, like: #"{"reason": "meal"}"#).reason
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...80).contains(reason.count), !reason.contains(where: \.isNewline) else {
            throw Refusal(.badRequest, "The reason of a break is a line of 1 to 80 characters.")
        }
        return reason
    }

    private static func read<Body: Decodable>(
        _ type: Body.Type, _ body: ByteBuffer, like example: String
    ) throws(Refusal) -> Body {
        do {
            return try JSONDecoder().decode(type, from: Data(body.readableBytesView))
        } catch {
            throw Refusal(.badRequest, "This command wants a body such as \(example).")
        }
    }
}
