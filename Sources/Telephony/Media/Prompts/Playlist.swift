/// Clips that are played one after the other without a gap.
package final class Playlist: Sendable {
    /// The caller's own number for it; comes back in the events.
    package let id: Int
    package let clips: [PromptClip]
    /// How many times the whole sequence is played; `Int.max` for music on hold.
    package let passes: Int
    /// Whether a key stops it.
    package let isInterruptible: Bool

    package init(id: Int, clips: [PromptClip], passes: Int = 1, isInterruptible: Bool = true) {
        self.id = id
        self.clips = clips
        self.passes = passes
        self.isInterruptible = isInterruptible
    }
}
