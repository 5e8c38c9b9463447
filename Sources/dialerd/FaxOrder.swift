import Campaigns
import Dialer
import FaxEngine

/// Puts an account's latest itemised bill into the daemon's fax queue, beside the daemon.
struct FaxOrder {
    private let configuration: DaemonConfiguration

    init(_ configuration: DaemonConfiguration) { self.configuration = configuration }

    func place(account: String, to number: String) async throws -> BillFaxDesk.Answer {
        let database = try configuration.databaseToFill()
        let desk = BillFaxDesk(
            billing: configuration.billingSource, queue: FaxQueue(database: database, retry: configuration.fax.retry),
            press: try FaxPress(), spool: configuration.fax.spool, site: configuration.site)
        let answer = try await desk.order(
            account: account, month: nil, to: number, requester: "command line", now: .now)
        try await database.close()
        return answer
    }
}
