import Foundation

/// The facts as the database keeps them.
extension ListFacts {
    /// What `JSONEncoder` makes of `Due.list` of them, to the letter.
    ///
    /// Written by hand because a list of a million rows has a million of them, and the encoder took nearly half of the
    /// time in which rows are understood. `Due` reads them back; a test holds the two together.
    var json: String {
        get throws {
            var members = ["\"account\":\(try Self.quoted(account))"]
            if let amount { members.append("\"amount\":\(amount.count)") }
            if let dueDay { members.append("\"dueDay\":\"\(dueDay)\"") }
            if let month { members.append("\"month\":\"\(month)\"") }
            members.append("\"texts\":{\(try textMembers.joined(separator: ","))}")
            return "{\"list\":{\"_0\":{\(members.joined(separator: ","))}}}"
        }
    }

    private var textMembers: [String] {
        get throws {
            try texts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                .map { "\(try Self.quoted($0.key)):\(try Self.quoted($0.value))" }
        }
    }

    private static func quoted(_ text: String) throws -> String {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        return isPlain ? "\"\(text)\"" : String(decoding: try Due.encoder.encode(text), as: UTF8.self)
    }
}
