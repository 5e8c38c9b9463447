package import Campaigns
package import Foundation
package import Logging
import ServiceLifecycle

/// Writes what became of every contact to a file of its own, at the start and again and again.
///
/// A file that can't be written costs nothing but itself: that is said each time, and calls go on.
package struct ResultWriting: Service {
    private let results: ResultBook
    private let file: URL
    private let every: Duration
    private let time: WorkingTime
    private let logger: Logger

    package init(
        _ results: ResultBook, to file: URL, every: Duration, time: WorkingTime = WorkingTime(), logger: Logger
    ) {
        self.results = results
        self.file = file
        self.every = every
        self.time = time
        self.logger = logger
    }

    package func run() async throws {
        try await untilShutdown {
            while true {
                await write()
                try await time.clock.sleep(for: every)
            }
        }
    }

    /// Also to be called when the last call is over, before the database is closed.
    package func write() async {
        do {
            let count = try await results.writeSQLite(to: file, now: time.now())
            logger.debug("results written", metadata: ["file": "\(file.path)", "contacts": "\(count)"])
        } catch {
            // Stopped in the middle by a shutdown, whose own writing follows.
            if Task.isCancelled { return }
            logger.error("results not written", metadata: ["error": "\(error)"])
        }
    }
}
