import Foundation

/// Something in the sealed records that isn't as it was sealed; its description is one sentence that says where.
package enum RecordFault: Hashable, Sendable, CustomStringConvertible {
    /// A line of the file of anchors.
    package struct Place: Hashable, Sendable, CustomStringConvertible {
        package let file: String
        package let line: Int

        package var description: String { "\(file):\(line)" }
    }

    /// One field of a row that says something else now.
    package struct Change: Hashable, Sendable {
        package let field: String
        /// As it was sealed; nil where it was empty.
        package let sealed: String?
        package let now: String?
    }

    /// The row that a record vouches for.
    package struct Subject: Hashable, Sendable, CustomStringConvertible {
        package let table: String
        package let id: Int64

        package var description: String { "\(table) \(id)" }
    }

    /// The chain was begun with another key than ours.
    case otherKey(chain: String, ours: String, anchorsAreOurs: Bool)
    case missing(ClosedRange<Int64>)
    /// Their macs don't fit; which of them was changed can't be told where they stand side by side.
    case altered(ClosedRange<Int64>)
    /// The chain is shorter than it was.
    case cut(Place, at: UTCTime, count: Int64, left: Int64)
    /// Another record stands where an anchor remembers this one.
    case replaced(Place, at: UTCTime, sequence: Int64)
    case anchorAltered(Place)
    /// Records were written long after the last anchor.
    case anchorsStop(file: String, last: UTCTime?, records: UTCTime)
    case rowChanged(Subject, sequence: Int64, [Change])
    case rowMissing(Subject, sequence: Int64)
    /// The row is there, and over, and no record says so.
    case recordMissing(Subject)

    /// One word for scripts.
    package var code: String {
        switch self {
        case .otherKey: "otherKey"
        case .missing: "missing"
        case .altered: "altered"
        case .cut: "cut"
        case .replaced: "replaced"
        case .anchorAltered: "anchorAltered"
        case .anchorsStop: "anchorsStop"
        case .rowChanged: "rowChanged"
        case .rowMissing: "rowMissing"
        case .recordMissing: "recordMissing"
        }
    }

    package var description: String {
        switch self {
        case .otherKey(let chain, let ours, anchorsAreOurs: true):
            "The whole chain was replaced: its first record names the key \(chain), but the anchors were written with \(ours)."
        case .otherKey(let chain, let ours, anchorsAreOurs: false):
            "The key is another one: the chain was begun with \(chain), and the key file holds \(ours)."
        case .missing(let range):
            "\(Self.records(range)) missing; record \(range.upperBound + 1) can't be checked without."
        case .altered(let range):
            "\(Self.records(range)) not as sealed: changed, exchanged or put in afterwards."
        case .cut(let place, let time, let count, let left):
            "\(place): there were \(count) records at \(Self.text(time)), and are \(left) now: the tail was cut off."
        case .replaced(let place, let time, let sequence):
            "\(place): record \(sequence) is another one than at \(Self.text(time)): records up to it were replaced."
        case .anchorAltered(let place):
            "\(place): this line isn't as it was written. Where a power cut left half a line, delete it."
        case .anchorsStop(let file, let last, let records):
            "\(file): records were written up to \(Self.text(records)), but the last anchor "
                + "is \(last.map { "of \(Self.text($0))" } ?? "missing"): anchors were deleted, or couldn't be written."
        case .rowChanged(let subject, let sequence, let changes):
            "\(subject) was changed after it was sealed as record \(sequence): "
                + changes.map { "\($0.field) was \($0.sealed ?? "empty") and is \($0.now ?? "empty")" }
                .joined(separator: ", ") + "."
        case .rowMissing(let subject, let sequence):
            "\(subject), sealed as record \(sequence), is missing."
        case .recordMissing(let subject):
            "\(subject) is over, and no record was sealed or it was taken away."
        }
    }

    private static func records(_ range: ClosedRange<Int64>) -> String {
        range.count == 1 ? "Record \(range.lowerBound) is" : "Records \(range.lowerBound)–\(range.upperBound) are"
    }

    private static func text(_ time: UTCTime) -> String { time.date.formatted(.iso8601) }
}
