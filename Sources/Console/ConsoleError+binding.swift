import Glibc
import NIOCore

extension ConsoleError {
    /// Puts the failure to listen into a sentence; nil if it is something else.
    init?(binding error: any Error, to configuration: ConsoleConfiguration) {
        let place = configuration.place(port: configuration.port)
        if error is SocketAddressError || error is SocketAddressError.UnknownHost {
            self = .unknownAddress(configuration.address)
            return
        }
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE:
            self.init(
                code: .portBusy,
                description: "The console cannot listen on \(place) because another program uses that port: "
                    + "end it (`ss -ltnp 'sport = :\(configuration.port)'` names it) or give the console another port."
            )
        case EACCES:
            self.init(
                code: .portForbidden,
                description: "The console may not listen on \(place): choose a port from 1024 upwards."
            )
        case EADDRNOTAVAIL:
            self = .unknownAddress(configuration.address)
        default:
            return nil
        }
    }

    private static func unknownAddress(_ address: String) -> ConsoleError {
        ConsoleError(
            code: .addressUnknown,
            description: "The console cannot listen on \(address) because this machine has no such address: "
                + "use 127.0.0.1 or one that `ip address` lists."
        )
    }

    static func notLoopback(_ address: String) -> ConsoleError {
        ConsoleError(
            code: .addressNotLoopback,
            description:
                "The console speaks without encryption and would show customers' bills and users' passwords to "
                + "the network at \(address): use 127.0.0.1 and come through an SSH tunnel."
        )
    }
}
