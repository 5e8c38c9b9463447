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
    /// Whom he chose from his list is shown to him.
    case take(WorkItem.ID)
    /// Calls whom he is shown, or just this one.
    case call(WorkItem.ID?)
    case skip
    case dispose(DispositionWish)
    case faxBill(to: String?)

    /// - Parameter name: the last part of the path, such as `log-in`.
    init(_ name: String, _ body: ByteBuffer) throws(Refusal) {
        switch name {
        case "log-in": self = .logIn
        case "log-out": self = .logOut
        case "ready": self = .ready
        case "break": self = .takeBreak(reason: try Self.reason(body))
        case "end-call": self = .endCall
        case "wrap-up-done": self = .endWrapUp
        case "hold": self = .hold(try Self.read(Switch.self, body, like: #"{"on": true}"#).on)
        case "mute": self = .mute(try Self.read(Switch.self, body, like: #"{"on": true}"#).on)
        case "transfer":
            let goal = try Self.read(Goal.self, body, like: #"{"group": "clerks", "agent": "8002"}"#)
            self = .transfer(AgentWish(group: goal.group, agent: goal.agent))
        case "take": self = .take(try Self.item(body))
        case "call": self = .call(try Self.isEmpty(body) ? nil : Self.item(body))
        case "skip": self = .skip
        case "dispose":
            let example = #"{"code": "promised", "day": "2026-12-01", "note": "pays at the bank"}"#
            self = .dispose(try Self.read(DispositionWish.self, body, like: example))
        case "fax-bill":
            self = .faxBill(to: try Self.read(FaxGoal.self, body, like: #"{"number": "02161234567"}"#).number)
        default: throw Refusal(.notFound, "There is no command “\(name)”.")
        }
    }

    private struct Break: Decodable { let reason: String }
    private struct Switch: Decodable { let on: Bool }
    private struct FaxGoal: Decodable { let number: String? }
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

    private static func item(_ body: ByteBuffer) throws(Refusal) -> WorkItem.ID {
        try read(WorkItem.ID.self, body, like: #"{"contact": 12}"#)
    }

    private static func isEmpty(_ body: ByteBuffer) -> Bool {
        let text = String(buffer: body).filter { !$0.isWhitespace }
        return text.isEmpty || text == "{}"
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
