import CMediaIO
import Glibc

/// Starts programs with one descriptor handed over, which Foundation's `Process` cannot.
package enum ChildProcess {
    /// Where the child finds the descriptor.
    package static let inheritedDescriptor: Int32 = 3

    /// Starts `executable` with the channel's other end as its descriptor 3.
    ///
    /// - Returns: the process number; the caller reaps it.
    /// - Throws: `MediaError` with the reason.
    package static func start(
        _ executable: String, _ arguments: [String], inheriting channel: DescriptorChannel
    ) throws -> Int32 {
        var argv: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) }
        argv.append(nil)
        defer { for argument in argv { free(argument) } }
        let process = CMediaIO_spawn(executable, argv, channel.descriptor)
        guard process > 0 else {
            throw MediaError(.system, "Can't start \(executable): \(String(cString: strerror(-process))).")
        }
        return process
    }
}
