/// What separates the values of a row.
package enum CSVDelimiter: String, CaseIterable, Sendable {
    case comma
    case semicolon
    case tab

    package var character: Character {
        switch self {
        case .comma: ","
        case .semicolon: ";"
        case .tab: "\t"
        }
    }

    var byte: UInt8 { character.asciiValue ?? 0 }

    /// The one that stands most often in the first line, outside quotes.
    static func guess(_ head: ArraySlice<UInt8>) -> CSVDelimiter {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in head {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
            counts[byte, default: 0] += 1
        }
        return allCases.max { counts[$0.byte, default: 0] < counts[$1.byte, default: 0] } ?? .comma
    }
}

/// Beyond these a file is no list, or a quote in it is never closed.
struct CSVLimits: Sendable {
    /// Units: bytes of UTF-8 in one value.
    var value = 64 << 10
    /// Units: bytes of UTF-8 in one row.
    var row = 1 << 20
    /// Units: lines that one row goes over.
    var lines = 200
    var columns = 1_000
}

/// One row of a CSV file, as it stands there.
struct CSVRow: Hashable, Sendable {
    /// Where it begins, counted from 1.
    let line: Int
    let values: [String]
    /// How many values it has: more than `values` where it has too many.
    let count: Int
    /// The first value, counted from 0, that isn't made of characters of the file's encoding.
    let brokenValue: Int?
}

/// A row that can't be told apart into values.
struct CSVFault: Hashable, Sendable {
    /// Where it begins, counted from 1.
    let line: Int
    /// The column it goes wrong in, counted from 0.
    let column: Int
    /// Those before it.
    let values: [String]
    let reason: String
}

enum CSVRecord: Hashable, Sendable {
    case row(CSVRow)
    case fault(CSVFault)

    var line: Int {
        switch self {
        case .row(let row): row.line
        case .fault(let fault): fault.line
        }
    }
}
