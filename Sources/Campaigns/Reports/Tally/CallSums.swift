import Foundation

/// How long a group of calls rang and was talked in, and what they cost, added up.
///
/// Units: milliseconds and fen in sums; counts say how many calls a sum is of.
package struct CallSums: Hashable, Codable, Sendable {
    /// Calls that were answered and whose end is known.
    package var talks: Int64 = 0
    package var talkMs: Int64 = 0
    /// Calls that rang.
    package var rings: Int64 = 0
    /// Until the answer, or else the end.
    package var ringMs: Int64 = 0
    package var heardMs: Int64 = 0
    /// Calls whose number has a rate.
    package var rated: Int64 = 0
    package var chargeFen: Int64 = 0

    package init() {}

    init(_ secret: RecordSecret, ringingAt: UTCTime?) {
        if let talk = secret.talk { (talks, talkMs) = (1, talk.wholeMilliseconds) }
        if let ringingAt, let end = secret.answeredAt ?? secret.endedAt {
            (rings, ringMs) = (1, max(end.milliseconds - ringingAt.milliseconds, 0))
        }
        heardMs = secret.heardMs ?? 0
        if let charge = secret.charge { (rated, chargeFen) = (1, charge.count) }
    }

    package static func += (left: inout CallSums, right: CallSums) {
        left.talks += right.talks
        left.talkMs += right.talkMs
        left.rings += right.rings
        left.ringMs += right.ringMs
        left.heardMs += right.heardMs
        left.rated += right.rated
        left.chargeFen += right.chargeFen
    }

    // MARK: As bytes, always as many, so that their length tells nothing.

    private var numbers: [Int64] { [talks, talkMs, rings, ringMs, heardMs, rated, chargeFen] }

    var bytes: Data {
        numbers.reduce(into: Data()) { data, number in
            withUnsafeBytes(of: number.bigEndian) { data.append(contentsOf: $0) }
        }
    }

    init?(bytes: Data) {
        guard bytes.count == 7 * 8 else { return nil }
        let numbers = bytes.withUnsafeBytes { buffer in
            (0..<7).map { Int64(bigEndian: buffer.loadUnaligned(fromByteOffset: $0 * 8, as: Int64.self)) }
        }
        (talks, talkMs, rings, ringMs) = (numbers[0], numbers[1], numbers[2], numbers[3])
        (heardMs, rated, chargeFen) = (numbers[4], numbers[5], numbers[6])
    }
}
