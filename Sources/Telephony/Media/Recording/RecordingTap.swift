import Synchronization

/// What is said and heard on a leg, on its way from the media thread to a file.
///
/// Shape: frames of 2 · 160 A-law bytes, what the far end says and what it hears side by side, as a stereo WAV file has
/// them. One thread puts, one takes, neither waits.
final class RecordingTap: @unchecked Sendable {
    static let frameBytes = 2 * AudioFrame.samples
    /// 5.12 s: a disk that stalls longer costs frames.
    private static let capacity = 256

    private let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * frameBytes)
    private let put = Atomic<Int>(0)
    private let taken = Atomic<Int>(0)
    private let lost = Atomic<Int>(0)
    private let isPaused = Atomic(false)

    init() { bytes.initialize(repeating: 0, count: Self.capacity * Self.frameBytes) }

    deinit { bytes.deallocate() }

    /// Frames for which there was no room.
    var framesLost: Int { lost.load(ordering: .relaxed) }

    /// While paused, silence is recorded.
    func pause(_ isPaused: Bool) { self.isPaused.store(isPaused, ordering: .relaxed) }

    /// Adds a frame. Runs on: the media thread of the leg.
    ///
    /// - Parameter heard: bytes of the leg's codec; nil where the far end hears nothing.
    func record(said: UnsafePointer<Int16>, heard: UnsafePointer<UInt8>?, codec: G711) {
        let index = put.load(ordering: .relaxed)
        guard index - taken.load(ordering: .acquiring) < Self.capacity else {
            lost.add(1, ordering: .relaxed)
            return
        }
        let frame = bytes + index % Self.capacity * Self.frameBytes
        let law = G711.table(for: .pcma)
        if isPaused.load(ordering: .relaxed) {
            frame.update(repeating: law.silence, count: Self.frameBytes)
        } else {
            for sample in 0..<AudioFrame.samples {
                frame[2 * sample] = law.encode(said[sample])
                frame[2 * sample + 1] = heard.map { law.encode(codec.linear[Int($0[sample])]) } ?? law.silence
            }
        }
        put.store(index + 1, ordering: .releasing)
    }

    /// Takes all frames that are there, in up to two pieces.
    func take(_ work: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        let end = put.load(ordering: .acquiring)
        var index = taken.load(ordering: .relaxed)
        while index < end {
            let place = index % Self.capacity
            let count = min(end - index, Self.capacity - place)
            try work(UnsafeRawBufferPointer(start: bytes + place * Self.frameBytes, count: count * Self.frameBytes))
            index += count
            taken.store(index, ordering: .releasing)
        }
    }
}
