/// A complaint about a file that a person wrote: a sentence that says where, what is wrong and what to do.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// `FILE:LINE:COLUMN: sentence`; line and column are missing where the whole file is meant.
    package let description: String

    package init(_ description: String) { self.description = description }
}
