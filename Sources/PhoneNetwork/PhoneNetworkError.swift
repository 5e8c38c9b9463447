/// What went wrong in the exchange, with a sentence that its user can act on.
package struct PhoneNetworkError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The families of trouble, for callers that decide by it.
    package enum Code: String, Sendable {
        /// The folder for received faxes cannot be made.
        case folder
        /// A sound that a subscriber should play cannot be read.
        case sound
        /// The log cannot be written or read.
        case log
        /// The SIP or media ports cannot be opened.
        case port
    }

    package let code: Code
    package let sentence: String

    package init(_ code: Code, _ sentence: String) {
        self.code = code
        self.sentence = sentence
    }

    package var description: String { sentence }
}
