/// Why somebody is or isn't called now, and when: what `dialerd explain` says.
package struct CallExplanation: Hashable, Codable, Sendable {
    /// One telephone number of a contact.
    package struct Number: Hashable, Codable, Sendable {
        /// The last digits only.
        package let number: String
        package let mayBeCalledNow: Bool
        /// The earliest moment if nothing else happens; nil for never.
        package let nextAt: UTCTime?
        package let sentences: [String]
    }

    /// Masked, or the contact's number in the books.
    package let subject: String
    package let mayBeCalledNow: Bool
    /// The earliest moment if nothing else happens; nil for never, or where nobody can tell.
    package let nextAt: UTCTime?
    /// The answer first, then what it hangs on.
    package let sentences: [String]
    package let numbers: [Number]

    /// Everything there is to say, a line each.
    package var lines: [String] {
        sentences + numbers.flatMap { number in ["\(number.number):"] + number.sentences.map { "  " + $0 } }
    }
}
