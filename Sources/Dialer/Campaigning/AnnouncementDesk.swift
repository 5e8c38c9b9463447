package import Campaigns
import Logging

/// What stands behind one arrears call: keeps the person's wishes under the call's attempt.
struct AnnouncementDesk: CallFlowDesk {
    let lease: ContactLease
    let attempt: Attempt
    let books: CampaignBooks
    let bills: BillFaxDesk
    let now: @Sendable () -> UTCTime
    let logger: Logger
    private let keeper = WishKeeper()

    init(
        lease: ContactLease, attempt: Attempt, books: CampaignBooks, bills: BillFaxDesk,
        now: @escaping @Sendable () -> UTCTime, logger: Logger
    ) {
        self.lease = lease
        self.attempt = attempt
        self.books = books
        self.bills = bills
        self.now = now
        self.logger = logger
    }

    func answer(_ question: CallFlowQuestion) async -> CallFlowAnswer {
        guard case .keep(let wish) = question else { return .refused }
        do {
            return try await keep(wish)
        } catch {
            logger.warning("wish not kept", metadata: ["attempt": "\(attempt.id)", "error": "\(error)"])
            return .unavailable
        }
    }

    private func keep(_ wish: CallerWish) async throws -> CallFlowAnswer {
        switch wish {
        case .promise(let day):
            try await books.promises.promise(
                account: lease.account, dueDay: day, in: lease.campaign.window.zone, attempt: attempt, now: now())
        case .alreadyPaid:
            try await books.paidClaims.record(lease, attempt: attempt, now: now())
        case .doNotCall:
            try await books.doNotCall.add(
                lease.number, source: "key in campaign \(lease.campaign.name)", attempt: attempt, now: now())
        case .callback:
            try await books.callbacks.ask(
                number: lease.number, account: lease.account, language: lease.language,
                wish: "asked for a clerk in campaign \(lease.campaign.name)", attempt: attempt, dueAt: now(),
                now: now())
        case .billByFax(let number, _, let month):
            return try await keeper.once(wish) { [self] in
                try await bills.order(
                    account: lease.account, month: month, to: number.digits,
                    requester: "campaign \(lease.campaign.name)", askedIn: attempt, now: now()
                ).flowAnswer
            }
        }
        return .kept
    }
}

/// The books in which a call's wishes are kept.
package struct CampaignBooks: Sendable {
    package let contacts: ContactBook
    package let promises: PromiseBook
    package let paidClaims: PaidClaims
    package let doNotCall: DoNotCallList
    package let callbacks: CallbackBook
    package let enquiries: EnquiryBook

    package init(_ database: DialerDatabase, rules: CallRules) {
        contacts = ContactBook(database: database, rules: rules)
        promises = PromiseBook(database: database)
        paidClaims = PaidClaims(database: database)
        doNotCall = DoNotCallList(database: database)
        callbacks = CallbackBook(database: database)
        enquiries = EnquiryBook(database: database)
    }
}

extension BillFaxDesk.Answer {
    var flowAnswer: CallFlowAnswer {
        switch self {
        case .queued: .kept
        case .unknownAccount: .unknownAccount
        case .noBill: .noBill
        case .refusedNumber: .refused
        }
    }
}
