/// Tells voice from silence in what a subscriber hears, 20 ms at a time.
///
/// A plain energy threshold is enough here: the exchange hears our own announcements and tones, never a noisy street.
struct VoiceMeter: Sendable {
    enum Change: Sendable, Equatable {
        case voice
        case silence
    }

    /// Root mean square from which a frame counts as voiced: about −46 dB under full scale.
    static let threshold = 160
    /// Silent frames before voice is said to have stopped: the gap inside a word is shorter.
    static let hangoverFrames = 6

    private var silentRun = 0
    private var isVoiced = false

    /// Takes in one frame (160 samples) and says whether voice began or stopped with it.
    mutating func hear(_ frame: Span<Int16>) -> Change? {
        var energy = 0
        for index in frame.indices { energy += Int(frame[index]) * Int(frame[index]) }
        guard energy >= Self.threshold * Self.threshold * max(1, frame.count) else {
            silentRun += 1
            guard isVoiced, silentRun >= Self.hangoverFrames else { return nil }
            isVoiced = false
            return .silence
        }
        silentRun = 0
        guard !isVoiced else { return nil }
        isVoiced = true
        return .voice
    }
}
