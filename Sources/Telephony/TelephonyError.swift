/// What telephony could not do at all; how a call went is a `CallEnd`, not an error.
package struct TelephonyError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// A session description from the network breaks RFC 8866 where it matters.
        case badDescription
        /// The address or number to call has characters that no SIP address may have.
        case badTarget
        /// The local address and port for SIP cannot be bound.
        case cannotListen
        /// The endpoint was shut down.
        case shutDown
    }

    package let code: Code
    /// One sentence that says what is wrong and, where it can, what to do.
    package let description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    static func badDescription(line: Int, _ what: String) -> TelephonyError {
        TelephonyError(
            .badDescription,
            line == 0 ? "The SDP is refused: \(what)." : "SDP line \(line) is refused: \(what)."
        )
    }
}
