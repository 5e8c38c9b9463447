import Synchronization

/// What one party of a call says, frame by frame, for others to hear.
///
/// Written by the media thread of its leg and read by those of its listeners, none of whom waits: a ring whose writer
/// would have to run `slots - Hearing.furthestBehind` frames (80 ms) ahead of a reader in the middle of a frame to touch it.
package final class Voice: @unchecked Sendable {
    /// A power of two.
    private static let slots = 8
    private let samples = UnsafeMutablePointer<Int16>.allocate(capacity: slots * AudioFrame.samples)
    private let said = Atomic<Int>(0)

    init() {
        samples.initialize(repeating: 0, count: Self.slots * AudioFrame.samples)
    }

    deinit { samples.deallocate() }

    /// How many frames were said so far.
    var count: Int { said.load(ordering: .acquiring) }

    /// Adds a frame. Runs on: the media thread of the leg whose voice it is.
    func say(_ frame: UnsafePointer<Int16>) {
        let index = said.load(ordering: .relaxed)
        place(of: index).update(from: frame, count: AudioFrame.samples)
        said.store(index + 1, ordering: .releasing)
    }

    /// The frame that was said last. Runs on: the media thread of the leg whose voice it is.
    var latest: UnsafePointer<Int16> { frame(max(0, said.load(ordering: .relaxed) - 1)) }

    /// One of the last frames that were said.
    func frame(_ index: Int) -> UnsafePointer<Int16> { UnsafePointer(place(of: index)) }

    private func place(of index: Int) -> UnsafeMutablePointer<Int16> {
        samples + (index & (Self.slots - 1)) * AudioFrame.samples
    }
}
