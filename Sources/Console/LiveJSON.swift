import Dialer
import Foundation
import NIOCore

/// The shape in which states leave the house: their own properties, times as milliseconds since 1970.
enum LiveJSON {
    static func encode(_ state: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Int64((date.timeIntervalSince1970 * 1000).rounded()))
        }
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(state)
    }

    /// One server-sent event; JSON escapes line ends, so the data is one line.
    static func event(_ name: String, id: Int? = nil, of state: some Encodable) throws -> ByteBuffer {
        var buffer = ByteBuffer(string: id.map { "id: \($0)\n" } ?? "")
        buffer.writeString("event: \(name)\ndata: ")
        buffer.writeBytes(try encode(state))
        buffer.writeString("\n\n")
        return buffer
    }
}
