/// One thing a leg is told to do, posted to its media thread and sent back to the event pump when done.
final class LegCommand: MailboxNode, @unchecked Sendable {
    enum Action {
        case play(Playlist)
        case stopPlayback
        case hear(Hearing?)
        case record(RecordingTap?)
        case sendKeys([UInt8])
        case update(MediaRemote)
        case become(any LegPart)
        case end(isDetached: Bool)
    }

    let action: Action
    /// What the command replaced: it leaves the media thread with the command and is freed elsewhere.
    var replaced: AnyObject?

    init(_ action: Action) {
        self.action = action
    }
}
