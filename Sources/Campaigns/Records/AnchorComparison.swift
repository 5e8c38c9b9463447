/// Holds the chain against what its anchors remember of it.
struct AnchorComparison {
    private let file: String
    /// By sequence, those that the chain hasn't come to yet.
    private var ahead: ArraySlice<(line: Int, anchor: RecordAnchor)>
    private let last: RecordAnchor?
    private var hasTold = false
    /// When the first record came that no anchor remembers, and the last.
    private var unanchored: (first: UTCTime, last: UTCTime)?
    /// Lines that aren't as they were written.
    let faults: [RecordFault]

    init(_ entries: [AnchorFile.Entry], file: String) {
        self.file = file
        faults = entries.filter { $0.anchor == nil }.map { .anchorAltered(.init(file: file, line: $0.line)) }
        ahead =
            entries.compactMap { entry in entry.anchor.map { (entry.line, $0) } }
            .sorted { $0.1.sequence < $1.1.sequence }[...]
        last = ahead.last?.anchor
    }

    /// Whether a line of the file was written with our key.
    var isThereAny: Bool { last != nil }

    mutating func compare(_ record: SealedRecord, _ faults: inout [RecordFault]) {
        while let (line, anchor) = ahead.first, anchor.sequence <= record.sequence {
            ahead.removeFirst()
            // Once is enough: from there on every later anchor would say the same.
            guard anchor.sequence == record.sequence, anchor.mac != record.mac, !hasTold else { continue }
            hasTold = true
            faults.append(.replaced(.init(file: file, line: line), at: anchor.time, sequence: record.sequence))
        }
        guard record.sequence > last?.sequence ?? 0 else { return }
        let hour = UTCTime(milliseconds: record.at)
        unanchored = (unanchored?.first ?? hour, hour)
    }

    mutating func end(lastSequence: Int64, _ faults: inout [RecordFault]) {
        if let (line, anchor) = ahead.last {
            let place = RecordFault.Place(file: file, line: line)
            faults.append(.cut(place, at: anchor.time, count: anchor.sequence, left: lastSequence))
        }
        // Anchors are written an hour after the last; the hours here are rounded down.
        if let unanchored, unanchored.last > unanchored.first + .seconds(2 * 3600) {
            faults.append(.anchorsStop(file: file, last: last?.time, records: unanchored.last))
        }
    }
}
