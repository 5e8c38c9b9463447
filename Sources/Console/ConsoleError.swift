/// Why the console cannot be served.
package struct ConsoleError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Sendable {
        /// Another program listens on the port.
        case portBusy
        /// Ports below 1024 want a right that we don't have.
        case portForbidden
        /// The address is not one of this machine's, or not an address.
        case addressUnknown
        /// The address is reached by other machines, and `servesNetwork` is off.
        case addressNotLoopback
    }

    package let code: Code
    /// One sentence: what is wrong and what to do.
    package let description: String
}
