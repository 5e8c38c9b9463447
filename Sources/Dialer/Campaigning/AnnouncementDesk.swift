import Campaigns
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
        guard case .billByFax(let number, _, let month) = wish else {
            try await books.keep(wish, of: lease, in: attempt, now: now())
            return .kept
        }
        return try await keeper.once(wish) { [self] in
            try await bills.order(
                account: lease.account, month: month, to: number.digits,
                requester: "campaign \(lease.campaign.name)", askedIn: attempt, now: now()
            ).flowAnswer
        }
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
