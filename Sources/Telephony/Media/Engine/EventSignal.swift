import CMediaIO
import Glibc

/// Wakes one waiting thread; raising it neither waits nor allocates.
final class EventSignal: Sendable {
    private let descriptor: Int32

    init() throws {
        descriptor = CMediaIO_signal_create()
        guard descriptor >= 0 else {
            throw MediaError(.system, "Can't make an event descriptor: \(String(cString: strerror(-descriptor))).")
        }
    }

    deinit { close(descriptor) }

    func raise() { CMediaIO_signal_raise(descriptor) }

    func wait() { CMediaIO_signal_wait(descriptor) }
}
