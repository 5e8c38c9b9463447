import FaxEngine
import Foundation
package import Logging
import Telephony

/// The worker processes of a daemon: started when they are needed, a few legs each.
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

    /// Hands a call's sockets to a worker; this process closes its own copies.
    ///
    /// - Throws: `MediaError` when no worker can be started.
    func start(
        role: FaxRole, media: MediaParameters, options: FaxOptions, port: MediaPort
    ) async throws -> FaxWorkerLeg {
        defer { port.close() }
        lastLeg += 1
        let order = FaxLegOrder(leg: lastLeg, role: role, media: media, options: options)
        return try await worker().start(order, port: port)
    }

    /// The process numbers of the workers, for tests and the demo that kill some.
    package var processes: [Int32] { workers.map(\.process) }

    private func worker() async throws -> FaxWorker {
        var best: FaxWorker?
        var living: [FaxWorker] = []
        for worker in workers {
            guard let legs = await worker.legCount else { continue }
            living.append(worker)
            if legs < legsPerWorker, best == nil { best = worker }
        }
        workers = living
        if let best { return best }
        let worker = try FaxWorker(executable: executable, logger: logger)
        workers.append(worker)
        await worker.attend()
        return worker
    }
}
