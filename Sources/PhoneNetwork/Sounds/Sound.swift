/// Something that a subscriber or the network can be heard to say.
package enum Sound: Sendable, Hashable {
    /// One frequency, full volume less 13 dB.
    case tone(hertz: Int, Duration)
    /// A voice without words: syllables of a hummed vowel with short gaps, enough for a voice detector.
    case speech(Duration)
    /// A recording, 8 kHz mono 16-bit WAV.
    case recording(path: String)
    /// The ring-back tone of China, over and over: 450 Hz for 1 s, 4 s of nothing (GB/T 3380).
    case ringback
    /// The special information tone before "the number does not exist": 950, 1400, 1800 Hz, 330 ms each (ITU-T E.180).
    case specialInformation

    /// As the log calls it.
    package var name: String {
        switch self {
        case .tone(let hertz, let duration): "tone \(hertz) Hz \(duration / .milliseconds(1)) ms"
        case .speech(let duration): "speech \(duration / .milliseconds(1)) ms"
        case .recording(let path): "recording \(path.split(separator: "/").last ?? "")"
        case .ringback: "ring-back tone"
        case .specialInformation: "special information tone"
        }
    }
}
