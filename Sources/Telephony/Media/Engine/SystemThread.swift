import CMediaIO
import Glibc

/// A thread of the operating system, for work that must not share one with Swift's tasks.
enum SystemThread {
    private final class Body {
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }

    /// Starts a detached thread.
    static func start(_ name: String, _ run: @escaping @Sendable () -> Void) throws {
        let body = Unmanaged.passRetained(Body(name: name, run: run))
        var thread = pthread_t()
        let status = pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                let body = Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
                CMediaIO_name_thread(body.name)
                body.run()
                return nil
            },
            body.toOpaque()
        )
        guard status == 0 else {
            body.release()
            throw MediaError(.system, "Can't start a thread: \(String(cString: strerror(status))).")
        }
        pthread_detach(thread)
    }
}
