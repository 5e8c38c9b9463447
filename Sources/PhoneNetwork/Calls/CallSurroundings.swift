import Telephony

/// What every call of one exchange shares.
struct CallSurroundings: Sendable {
    let host: String
    let engine: MediaEngine
    let sounds: SoundLibrary
    let log: ExchangeLog
    /// Nil where no fax can be kept.
    let faxFolder: String?
    let maximumDuration: Duration
    /// A voice call in which nothing comes for so long is over.
    let longestSilence: Duration
}
