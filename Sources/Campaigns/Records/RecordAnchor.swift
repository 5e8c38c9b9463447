package import Foundation

/// How long the chain was at a moment, kept outside the database, so that a tail that is cut off shows.
package struct RecordAnchor: Hashable, Sendable {
    /// Units: whole seconds.
    package let time: UTCTime
    /// The last record then, which is also the count.
    package let sequence: Int64
    /// Of that record.
    package let mac: Data

    package init(time: UTCTime, head: SealedRecords.Head) {
        (self.time, sequence, mac) = (time, head.sequence, head.mac)
    }

    /// The anchor as a line of its file: time, sequence, mac, and a mac of these three.
    func line(_ seal: RecordSeal) -> String {
        let text = "\(time.date.formatted(.iso8601)) \(sequence) \(Hexadecimal.text(mac))"
        return "\(text) \(Hexadecimal.text(seal.mac(ofAnchor: text)))"
    }

    /// Nil where the line isn't one that was written with this key.
    init?(line: some StringProtocol, _ seal: RecordSeal) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 4, let time = try? Date(String(words[0]), strategy: .iso8601),
            let sequence = Int64(words[1]), let mac = Hexadecimal.bytes(words[2]),
            let own = Hexadecimal.bytes(words[3]),
            seal.isMac(own, ofAnchor: words[0..<3].joined(separator: " "))
        else { return nil }
        (self.time, self.sequence, self.mac) = (UTCTime(time), sequence, mac)
    }
}

/// When the next anchor is due.
package struct AnchorSchedule: Sendable {
    private let interval: Duration
    private var last: (time: UTCTime, sequence: Int64)?

    package init(interval: Duration = .seconds(3600)) { self.interval = interval }

    /// An hour after the last one, and at once at a start; never for records that have one already.
    package func isDue(head sequence: Int64, now: UTCTime) -> Bool {
        guard let last else { return true }
        // A clock that was put back must not silence the anchors until it has caught up.
        return sequence > last.sequence && (now >= last.time + interval || now < last.time)
    }

    package mutating func note(head sequence: Int64, at time: UTCTime) { last = (time, sequence) }
}
