import Hummingbird

/// Where the console listens, and who may look.
package struct ConsoleConfiguration: Sendable, Equatable {
    /// An IP address of this machine.
    package var address: String
    /// 0 lets the system choose.
    package var port: Int
    /// Whether an address that other machines reach is allowed.
    ///
    /// The page shows customers' bills and has no sign-in, so by default it is for this machine alone.
    package var servesNetwork: Bool
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
        connectionLimit: Int = 100,
        stallLimit: Duration = .seconds(30),
        shutdownLimit: Duration = .seconds(2)
    ) {
        self.address = address
        self.port = port
        self.servesNetwork = servesNetwork
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
