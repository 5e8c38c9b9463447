/// Whom a leg hears: the voices that are mixed for it, and how far each was heard.
///
/// Made by whoever connects a call, then touched by the media thread of the leg alone.
final class Hearing: @unchecked Sendable {
    private struct Ear {
        let voice: Voice
        /// The frame to be heard next; nil before the first.
        var next: Int?
    }

    /// How many frames a listener may fall behind before some are left out.
    static let furthestBehind = 4
    /// Threads don't wake in the same order each time: with one frame in reserve nobody notices.
    private static let reserve = 2

    private var ears: [Ear]
    private let sums = UnsafeMutablePointer<Int32>.allocate(capacity: AudioFrame.samples)

    init(_ voices: [Voice]) {
        ears = voices.map { Ear(voice: $0) }
    }

    deinit { sums.deallocate() }

    /// Writes the next frame of what all of them say together; false where there is nothing to be heard.
    func mix(into frame: UnsafeMutablePointer<Int16>) -> Bool {
        var heard = 0
        for index in ears.indices {
            guard let spoken = Self.nextFrame(of: &ears[index]) else { continue }
            if heard == 0 {
                frame.update(from: spoken, count: AudioFrame.samples)
            } else {
                if heard == 1 { for sample in 0..<AudioFrame.samples { sums[sample] = Int32(frame[sample]) } }
                for sample in 0..<AudioFrame.samples { sums[sample] += Int32(spoken[sample]) }
            }
            heard += 1
        }
        // Two who shout at once are clipped, as on any bridge; a single voice stays as it was, to the bit.
        if heard > 1 { for sample in 0..<AudioFrame.samples { frame[sample] = Int16(clamping: sums[sample]) } }
        return heard > 0
    }

    private static func nextFrame(of ear: inout Ear) -> UnsafePointer<Int16>? {
        let said = ear.voice.count
        let latest = max(0, said - reserve)
        let next = ear.next ?? latest
        guard next < said else {
            ear.next = next
            return nil
        }
        let index = said - next > furthestBehind ? latest : next
        ear.next = index + 1
        return ear.voice.frame(index)
    }
}
