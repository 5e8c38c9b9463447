import Foundation

/// Follows the chain link by link, and tells what doesn't fit.
///
/// After a break it goes on from what is stored, so that the next one is found too.
struct ChainWalk {
    private let seal: RecordSeal
    private var anchors: AnchorComparison
    /// The macs that the next record may follow; none after a gap.
    private var previous = [SealedRecord.beginning]
    private var broken: ClosedRange<Int64>?
    private var lastSequence: Int64 = 0
    /// What was found since the last drain.
    private var faults: [RecordFault] = []
    /// The chain belongs to another key: to go on would only repeat that.
    private(set) var isOfOtherKey = false

    init(seal: RecordSeal, anchors: AnchorComparison) {
        (self.seal, self.anchors) = (seal, anchors)
    }

    /// Takes the next record; returns whether it is as it was sealed, as far as can be told.
    mutating func take(_ record: SealedRecord) -> Bool {
        if record.sequence > lastSequence + 1 {
            tellBroken()
            faults.append(.missing(lastSequence + 1...record.sequence - 1))
            previous = []
        }
        if record.sequence == 1, let other = keyOfOther(record) {
            isOfOtherKey = true
            faults.append(.otherKey(chain: other, ours: seal.keyID, anchorsAreOurs: anchors.isThereAny))
            return false
        }
        let isWhole = link(record)
        anchors.compare(record, &faults)
        lastSequence = max(record.sequence, lastSequence)
        return isWhole
    }

    /// To be called after the last record.
    mutating func end() {
        tellBroken()
        if !isOfOtherKey { anchors.end(lastSequence: lastSequence, &faults) }
    }

    mutating func drainFaults() -> [RecordFault] {
        defer { faults = [] }
        return faults
    }

    private mutating func link(_ record: SealedRecord) -> Bool {
        guard record.sequence > lastSequence else {
            tellBroken()
            faults.append(.altered(record.sequence...record.sequence))
            return false
        }
        if previous.isEmpty || previous.contains(where: { seal.mac(of: record, after: $0) == record.mac }) {
            tellBroken()
            previous = [record.mac]
            return true
        }
        broken = (broken?.lowerBound ?? record.sequence)...record.sequence
        // Was its content changed, the next follows what is stored; was its mac, what that should be.
        previous = [record.mac] + previous.prefix(1).map { seal.mac(of: record, after: $0) }
        return false
    }

    private mutating func tellBroken() {
        if let broken { faults.append(.altered(broken)) }
        broken = nil
    }

    /// The key that the first record names, where that isn't ours and wasn't just written over ours.
    private func keyOfOther(_ record: SealedRecord) -> String? {
        guard let named = RecordOpening(body: record.body)?.key, named != seal.keyID else { return nil }
        var ours = record
        ours.body = Data(RecordOpening(key: seal.keyID).body.utf8)
        return seal.mac(of: ours, after: SealedRecord.beginning) == record.mac ? nil : named
    }
}
