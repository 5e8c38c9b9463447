import Campaigns
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The bodies of commands, read with a sentence for whatever is wrong.
enum CommandBody {
    /// Bytes.
    private static let limit = 4_096

    static func collect(_ request: Request) async throws -> ByteBuffer {
        do {
            return try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw Refusal(.contentTooLarge, "A command has at most \(limit) bytes.")
        }
    }

    static func read<Body: Decodable>(
        _ type: Body.Type, _ body: ByteBuffer, like example: String
    ) throws(Refusal) -> Body {
        do {
            return try JSONDecoder().decode(type, from: Data(body.readableBytesView))
        } catch {
            throw Refusal(.badRequest, "This command wants a body such as \(example).")
        }
    }

    /// Why somebody takes a break: one line.
    static func line(_ text: String) throws(Refusal) -> String {
        let line = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...80).contains(line.count), !line.contains(where: \.isNewline) else {
            throw Refusal(.badRequest, "The reason of a break is a line of 1 to 80 characters.")
        }
        return line
    }
}

extension BasicRequestContext {
    /// Whose page it is.
    func agent() throws -> AgentNumber {
        guard let number = AgentNumber(try parameters.require("number")) else {
            throw Refusal(.notFound, "An agent's number has 1 to 12 digits.")
        }
        return number
    }
}
