import Campaigns
import Foundation
import PhoneNetwork

/// What a demo came to; one JSON object with `--json`.
struct DemoReport: Codable {
    var accountsSelected = 0
    var attempts: [String: Int] = [:]
    var announcementsHeardToTheEnd = 0
    var promises = 0
    var paidClaims = 0
    var optOuts = 0
    var callbacks = 0
    var enquiries = 0
    var faxJobs = 0
    var faxesDelivered = 0
    var pagesConfirmed = 0
    /// Where the received pages lie.
    var receivedPages = ""
    var lateFrames = 0
    var attemptsThatRangTwice = 0
    var daemonKills = 0
    var workerKills = 0
    var seconds = 0
    var differences: [String] = []
    var balanced = false

    /// Reads our books and the exchange's log.
    init(
        database: DialerDatabase, exchangeLog: URL, receivedPages: URL, daemonKills: Int, workerKills: Int
    ) async throws {
        let reports = ReportBook(database: database)
        let exchange = ExchangeSummary(try ExchangeLog.read(from: exchangeLog.path))
        let attempts = try await reports.attempts()
        let audit = BookAudit(
            attempts: attempts, confirmed: try await reports.confirmedPages(),
            faxes: try await FaxQueue(database: database).list(limit: 10_000), exchange: exchange,
            daemonWasKilled: daemonKills > 0)
        for campaign in try await reports.campaigns() {
            accountsSelected += campaign.selected
            announcementsHeardToTheEnd += campaign.announcementsPlayedToEnd
            promises += campaign.promises
            paidClaims += campaign.paidClaims
            optOuts += campaign.optOuts
            callbacks += campaign.callbacks
        }
        for attempt in attempts { self.attempts[attempt.outcome?.rawValue ?? "open", default: 0] += 1 }
        let faxes = try await reports.faxes()
        (faxJobs, faxesDelivered, pagesConfirmed) = (faxes.jobs, faxes.delivered, faxes.pagesConfirmed)
        enquiries = exchange.dialledAnswered
        self.receivedPages = receivedPages.path
        (self.daemonKills, self.workerKills) = (daemonKills, workerKills)
        attemptsThatRangTwice = audit.rangTwice.count
        differences = audit.differences
        balanced = audit.differences.isEmpty
    }

    var text: String {
        let outcomes = attempts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map { "\($0.value) \($0.key)" }
        var lines = [
            "accounts selected          \(accountsSelected)",
            "attempts                   \(attempts.values.reduce(0, +))  (\(outcomes.joined(separator: ", ")))",
            "announcements to the end   \(announcementsHeardToTheEnd)",
            "promises, paid, opt-outs   \(promises), \(paidClaims), \(optOuts)",
            "callbacks stored           \(callbacks)",
            "170 calls answered         \(enquiries)",
            "faxes delivered            \(faxesDelivered) of \(faxJobs), \(pagesConfirmed) pages confirmed",
            "received pages             \(receivedPages)",
            "late media frames          \(lateFrames)",
            "attempts that rang twice   \(attemptsThatRangTwice)",
            "books and exchange agree   \(balanced ? "yes" : "NO")",
        ]
        if daemonKills + workerKills > 0 {
            lines.insert("killed on the way          \(daemonKills) daemons, \(workerKills) fax workers", at: 9)
        }
        return (lines + differences.map { "  \($0)" }).joined(separator: "\n")
    }
}
