import Hummingbird

/// Where the console listens, and who may look.
package struct ConsoleConfiguration: Sendable, Equatable {
    /// An IP address of this machine.
    package var address: String
    /// 0 lets the system choose.
    package var port: Int
    /// Whether an address that other machines reach is allowed.
    ///
    /// Pages show customers' bills, and passwords and cookies cross in the clear: it is for this machine alone, and for
    /// tests.
    package var servesNetwork: Bool
    /// How old a user's password may be; nil where it doesn't age.
    package var passwordAge: Duration?
    /// Connections at once; further ones wait to be accepted.
    ///
    /// One browser tab keeps one open.
    package var connectionLimit: Int
    /// How long a browser may leave what we send unread, or not be there any more, before its connection is cut.
    package var stallLimit: Duration
    /// How long a shutdown waits for browsers that don't read what we send.
    package var shutdownLimit: Duration

    package init(
        address: String = "127.0.0.1",
        port: Int = 8170,
        servesNetwork: Bool = false,
        passwordAge: Duration? = nil,
        connectionLimit: Int = 100,
        stallLimit: Duration = .seconds(30),
        shutdownLimit: Duration = .seconds(2)
    ) {
        self.address = address
        self.port = port
        self.servesNetwork = servesNetwork
        self.passwordAge = passwordAge
        self.connectionLimit = connectionLimit
        self.stallLimit = stallLimit
        self.shutdownLimit = shutdownLimit
    }

    /// The address and a port as they stand in a URL.
    func place(port: Int) -> String {
        address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
    }

    var isLoopback: Bool { LoopbackNamesOnly<BasicRequestContext>.isLoopback(authority: place(port: port)) }
}
