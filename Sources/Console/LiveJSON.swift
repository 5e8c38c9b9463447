import Dialer
import Foundation
import NIOCore

/// The shape in which the live state leaves the house: its own properties, times as milliseconds since 1970.
enum LiveJSON {
    static func encode(_ state: LiveState) throws -> Data {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Int64((date.timeIntervalSince1970 * 1000).rounded()))
        }
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(state)
    }

    /// One server-sent event; JSON escapes line ends, so the data is one line.
    static func event(of state: LiveState) throws -> ByteBuffer {
        var buffer = ByteBuffer(string: "id: \(state.revision)\nevent: state\ndata: ")
        buffer.writeBytes(try encode(state))
        buffer.writeString("\n\n")
        return buffer
    }
}
