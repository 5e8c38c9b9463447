/// Why media could not be set up; each description is a sentence the user can act on.
package struct MediaError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Code: Sendable {
        /// No even/odd port pair is free in the configured range.
        case portsExhausted
        /// A socket, thread or descriptor could not be made.
        case system
        /// A prompt file can't be read.
        case promptUnreadable
        /// A prompt file is not 8 kHz mono 16-bit PCM WAV.
        case promptFormat
        /// The far end did not agree to RFC 4733 keys, or the text holds something that is no key.
        case cannotSendDigits
        /// The leg has ended already.
        case legEnded
        /// The process at the other end of a descriptor channel is gone or doesn't read.
        case channel
    }

    package let code: Code
    package let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
