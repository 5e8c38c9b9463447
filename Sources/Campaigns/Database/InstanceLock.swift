import Foundation
import Synchronization

/// The right of one process to work on the database, as a lock on a file beside it.
///
/// The kernel holds the lock as long as the process lives, stopped or busy as it may be, and drops it when the process
/// dies, however it dies. So whoever gets it knows that every earlier owner of a lease is dead; no heartbeat, no time
/// limit, no guess. `O_CLOEXEC` keeps it out of child processes, which may outlive us. Not done: network file systems,
/// where `flock` may not hold.
final class InstanceLock: Sendable {
    private let descriptor: Mutex<Int32>

    /// Throws: `databaseInUse`, `databaseUnusable`.
    init(for database: URL) throws(CampaignsError) {
        let path = database.path + ".lock"
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else {
            throw CampaignsError(
                .databaseUnusable,
                "The lock file \(path) can't be opened: \(String(cString: strerror(errno))). "
                    + "Check that its directory exists and may be written by dialerd."
            )
        }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            Foundation.close(opened)
            throw Self.inUse(database)
        }
        descriptor = Mutex(opened)
    }

    /// Whether another process holds the lock now; makes no file.
    static func isHeld(for database: URL) -> Bool {
        let descriptor = open(database.path + ".lock", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { Foundation.close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) != 0
    }

    static func inUse(_ database: URL) -> CampaignsError {
        CampaignsError(
            .databaseInUse,
            "Another dialerd works on \(database.path). Stop it first, or give this one a database of its own."
        )
    }

    deinit { release() }

    func release() {
        descriptor.withLock { descriptor in
            if descriptor >= 0 { Foundation.close(descriptor) }
            descriptor = -1
        }
    }
}
