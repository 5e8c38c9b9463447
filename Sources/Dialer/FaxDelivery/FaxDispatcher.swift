import Campaigns
package import Logging
import ServiceLifecycle

/// Sends what lies in the fax queue: leases what is due and rings for it.
package struct FaxDispatcher: Service {
    private let office: CallOffice
    private let faxes: FaxOffice
    private let logger: Logger

    package init(office: CallOffice, faxes: FaxOffice, logger: Logger) {
        self.office = office
        self.faxes = faxes
        self.logger = logger
    }

    package func run() async throws {
        let lines = LineCount(limit: faxes.lines)
        try await untilShutdown {
            try await withThrowingDiscardingTaskGroup { group in
                try await office.again(logger: logger) {
                    let free = try await lines.waitForFree()
                    let leases = try await faxes.queue.leaseDue(limit: free, now: office.now())
                    for lease in leases {
                        await lines.begin(in: &group) {
                            await FaxDelivery(lease, office: office, faxes: faxes, logger: logger).run()
                        }
                    }
                    if leases.isEmpty { try await office.pause(until: try await faxes.queue.nextDue()) }
                }
            }
        }
    }
}
