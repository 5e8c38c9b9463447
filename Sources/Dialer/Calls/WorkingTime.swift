package import Campaigns
import Logging

/// The time that a service works by: what it is now, and how one waits.
///
/// A simulation has a clock of its own, on which a year is over in minutes.
package struct WorkingTime: Sendable {
    package let now: @Sendable () -> UTCTime
    package let clock: any Clock<Duration>
    /// After this long a service looks again, whatever it waits for: another process may have changed the books.
    package var attention: Duration { untilNextLook() }
    private let untilNextLook: @Sendable () -> Duration

    package init(
        now: @escaping @Sendable () -> UTCTime = { .now }, clock: any Clock<Duration> = ContinuousClock(),
        attention: @autoclosure @escaping @Sendable () -> Duration = .seconds(1)
    ) {
        self.now = now
        self.clock = clock
        untilNextLook = attention
    }

    /// Sleeps until `time`, but never so long that a change made by another process is noticed late.
    func pause(until time: UTCTime?) async throws {
        let wait = time.map { Duration.milliseconds(max(10, $0.milliseconds - now().milliseconds)) } ?? attention
        try await clock.sleep(for: min(wait, attention))
    }

    /// Does a turn of a service's loop again and again until the task is cancelled.
    ///
    /// What goes wrong in one turn, such as a full disk, is said, and the next one tries again.
    func again(logger: Logger, _ turn: () async throws -> Void) async throws {
        while true {
            do {
                try Task.checkCancellation()
                try await turn()
            } catch let error where !(error is CancellationError) {
                logger.error("a turn failed and is tried again", metadata: ["error": "\(error)"])
                try await pause(until: nil)
            }
        }
    }

    /// Writes down how an attempt ended, again and again while the disk refuses: until it is written the number counts as
    /// being rung.
    ///
    /// Throws: what our own rules say. What the database says is said in the log, and tried again without end: a daemon
    /// that is killed meanwhile finds the attempt open, and recovers it as interrupted.
    func insist<Kept>(logger: Logger, _ write: () async throws -> Kept) async throws -> Kept {
        var pause = Duration.milliseconds(100)
        while true {
            do {
                return try await write()
            } catch let error where !(error is CampaignsError) {
                logger.error("the end of an attempt is not written yet", metadata: ["error": "\(error)"])
                try await clock.sleep(for: pause)
                pause = min(pause * 2, .seconds(30))
            }
        }
    }
}

extension Clock where Duration == Swift.Duration {
    /// Tells how long it is since now.
    func stopwatch() -> @Sendable () -> Duration {
        let start = now
        return { start.duration(to: self.now) }
    }
}
