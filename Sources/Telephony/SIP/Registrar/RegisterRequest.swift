/// What a telephone says about itself in a REGISTER.
struct RegisterRequest: Sendable {
    /// One address at which it says it can be rung.
    struct Contact: Sendable {
        /// As it stands in the message, to be told back.
        var uri: String
        /// The number to ring there.
        var user: String
        /// Units: seconds.
        var expires: Int?
    }

    /// Whose telephone it is: the user part of To.
    var user: String
    var callID: String
    var sequence: UInt32
    var contacts: [Contact]
    /// `Contact: *`: all of them.
    var isForAll: Bool
    /// Units: seconds.
    var expires: Int?
    var authorization: String?
    /// Where the packet came from, which is where answers and calls go: a telephone behind a NAT knows its own address only.
    var source: SIPAddress
}

/// Where SIP packets go.
package struct SIPAddress: Hashable, Sendable {
    /// An IPv4 address.
    package let host: String
    package let port: UInt16

    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }
}
