import FaxEngine
import Foundation
package import Logging
import Telephony

/// The worker processes of a daemon: started when they are needed, a few legs each; they end with the pool.
package actor FaxWorkerPool {
    private let executable: String
    private let legsPerWorker: Int
    private let logger: Logger
    private var workers: [FaxWorker] = []
    private var lastLeg: Int64 = 0

    /// - Parameter executable: the path of `dialerd`, which is run as `dialerd fax-worker`.
    package init(executable: String, legsPerWorker: Int, logger: Logger) {
        self.executable = executable
        self.legsPerWorker = legsPerWorker
        self.logger = logger
    }

    deinit {
        for worker in workers { worker.stop() }
    }

    /// Hands a call's sockets to a worker; this process closes its own copies.
    ///
    /// - Throws: `MediaError` when no worker can be started.
    func start(
        role: FaxRole, media: MediaParameters, options: FaxOptions, port: MediaPort
    ) async throws -> FaxWorkerLeg {
        defer { port.close() }
        lastLeg += 1
        let order = FaxLegOrder(leg: lastLeg, role: role, media: media, options: options)
        return try await seat().start(order, port: port)
    }

    /// The process numbers of the workers, for tests and the demo that kill some.
    package var processes: [Int32] { workers.map(\.process) }

    /// A worker with a seat taken in it. No waiting in here: callers who come meanwhile must see the seat as taken.
    private func seat() throws -> FaxWorker {
        workers.removeAll(where: \.isGone)
        if let worker = workers.first(where: { $0.takeSeat(of: legsPerWorker) }) { return worker }
        let worker = try FaxWorker(executable: executable, logger: logger)
        _ = worker.takeSeat(of: legsPerWorker)
        workers.append(worker)
        worker.attend()
        return worker
    }
}
