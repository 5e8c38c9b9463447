import Glibc
import NIOCore

extension ConsoleConfiguration {
    /// Says early that the console could not listen, before anything else is begun.
    package func probe() throws(ConsoleError) {
        guard isLoopback || servesNetwork else { throw .notLoopback(address) }
        guard port > 0, let error = bindingError() else { return }
        throw ConsoleError(binding: IOError(errnoCode: error, reason: "bind"), to: self)
            ?? ConsoleError(
                code: .addressUnknown,
                description: "The console cannot listen on \(place(port: port)): \(String(cString: strerror(error))).")
    }

    /// What an IPv4 socket says to the address; nil where it may listen, or where it is not for IPv4 to say.
    private func bindingError() -> Int32? {
        var socketAddress = sockaddr_in()
        guard inet_pton(AF_INET, address, &socketAddress.sin_addr) == 1 else { return nil }
        socketAddress.sin_family = sa_family_t(AF_INET)
        socketAddress.sin_port = in_port_t(UInt16(port).bigEndian)
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        // As the server does, so that connections of an earlier run that linger are no obstacle.
        var isReusable: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &isReusable, socklen_t(MemoryLayout<Int32>.size))
        let result = withUnsafePointer(to: socketAddress) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return result == 0 ? nil : errno
    }
}
