package import Campaigns
package import FaxEngine
package import Foundation

/// Takes orders for itemised bills by fax: looks the bill up, draws it, and puts it into the queue.
package struct BillFaxDesk: Sendable {
    package enum Answer: Sendable, Equatable {
        /// On disk: it will be sent.
        case queued(job: Int64)
        case unknownAccount
        case noBill
        /// Not a number that we send faxes to.
        case refusedNumber
    }

    private let billing: BillingSource
    private let queue: FaxQueue
    private let press: FaxPress
    /// Where documents are kept, one directory each.
    package let spool: URL
    private let site: Site

    package init(billing: BillingSource, queue: FaxQueue, press: FaxPress, spool: URL, site: Site) {
        self.billing = billing
        self.queue = queue
        self.press = press
        self.spool = spool
        self.site = site
    }

    /// Throws: `billingBeingReplaced`, `FaxError`, and what the database throws; nothing is queued then.
    package func order(
        account: String, month: BillingMonth?, to digits: String, requester: String, askedIn attempt: Int64? = nil,
        now: UTCTime
    ) async throws -> Answer {
        guard let number = try? site.plan.e164(digits), !site.plan.dialled(number).hasPrefix("00") else {
            // Another country's number, keyed in by a stranger, is how toll fraud begins.
            return .refusedNumber
        }
        guard try await billing.account(contract: account) != nil else { return .unknownAccount }
        guard let itemised = try await billing.itemisedBill(account: account, month: month),
            let bill = BillDocument(itemised, site: site)
        else { return .noBill }
        let name = "\(itemised.bill.month)-\(UUID().uuidString.lowercased())"
        let folder = spool.appending(path: name, directoryHint: .isDirectory)
        do {
            let document = try await press.render(bill, into: folder)
            let job = try await queue.enqueue(
                document: name, pages: document.finePageCount, number: number, account: account, requester: requester,
                askedIn: attempt, now: now)
            return .queued(job: job)
        } catch {
            try? FileManager.default.removeItem(at: folder)
            throw error
        }
    }
}
