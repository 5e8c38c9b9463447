import Campaigns
import Telephony

/// What a call left behind when it is over.
struct CallFlowRecord: Sendable {
    /// How far one playing went, and of which pieces it was made.
    struct Playback: Sendable {
        let pieces: [SpokenPiece]
        let heard: Heard

        /// The piece at which it stopped; nil when it went to the end.
        var stoppedAt: SpokenPiece? { heard.isComplete ? nil : pieces.dropFirst(heard.pieces).first }
    }

    /// Keys of menus, in order; never those of a password.
    var keys = ""
    private(set) var flowEnd: CallFlowEnd?
    /// The one last chosen; nil where none was.
    private(set) var language: CustomerLanguage?
    /// The playing of the announcement that went furthest, if the flow has one.
    private(set) var announcement: AnnouncementHeard?
    private(set) var announcementPlayback: Playback?
    /// Who talked to the customer last.
    private(set) var agent: AgentNumber?
    private(set) var isAbandoned = false
    var callEnd: CallEnd?
    var media: MediaStatistics?
    private var lastPlayback: Playback?

    mutating func note(playback number: Int, of pieces: [SpokenPiece], _ heard: Heard) {
        lastPlayback = Playback(pieces: pieces, heard: heard)
    }

    mutating func note(_ note: CallNote) {
        switch note {
        case .language(let language): self.language = language
        case .ended(let end): flowEnd = end
        case .agent(let number): (agent, isAbandoned) = (number, false)
        case .abandoned: isAbandoned = true
        case .announcement(let heard):
            guard heard.milliseconds >= announcement?.milliseconds ?? 0 else { return }
            announcement = heard
            announcementPlayback = lastPlayback
        }
    }
}
