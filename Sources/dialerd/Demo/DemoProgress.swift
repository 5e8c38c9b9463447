import Campaigns
import Foundation
import PhoneNetwork

/// How far a demo is, read from the books and from the exchange's log.
struct DemoProgress {
    private let reports: ReportBook
    private let log: URL
    private let callers: Int
    private(set) var isDone = false

    init(database: DialerDatabase, exchangeLog: URL, site: SampleSite) {
        reports = ReportBook(database: database)
        log = exchangeLog
        callers = site.enquirers.count + 1
    }

    /// One line for people; sets `isDone` when nothing more will happen.
    mutating func look() async throws -> String {
        let campaigns = try await reports.campaigns()
        let faxes = try await reports.faxes()
        let entries = (try? ExchangeLog.read(from: log.path)) ?? []
        let enquiries = Enquiries(entries)
        // Who has promised to pay, or says to have paid, waits for days: that is an end for a demo.
        let waiting = campaigns.reduce(0) { $0 + max(0, $1.waiting - $1.promises - $1.paidClaims) }
        let up = campaigns.reduce(0) { $0 + $1.leased }
        isDone =
            waiting + up == 0 && !campaigns.isEmpty && faxes.waiting + faxes.leased == 0
            && enquiries.ended >= callers
        let ended = campaigns.reduce(0) { $0 + $1.ended.values.reduce(0, +) }
        return """
            campaigns: \(ended) of \(campaigns.reduce(0) { $0 + $1.selected }) done, \(up) being called   \
            170: \(enquiries.ended) of \(callers) calls ended   \
            faxes: \(faxes.delivered) of \(faxes.jobs) delivered, \(faxes.pagesConfirmed) of \(faxes.pagesTotal) pages
            """
    }

    /// The calls that subscribers made to 170.
    private struct Enquiries {
        var ended = 0

        init(_ entries: [ExchangeEntry]) {
            var dialled: Set<String> = []
            for entry in entries where entry.attempt == nil {
                switch entry.event {
                case .dialled: dialled.insert(entry.callID)
                case .ended: if dialled.remove(entry.callID) != nil { ended += 1 }
                default: break
                }
            }
        }
    }
}
