import Campaigns
import Logging

/// What stands behind one arrears call: keeps the person's wishes under the call's attempt.
struct AnnouncementDesk: CallFlowDesk {
    let call: BegunCall
    let books: CampaignBooks
    let bills: BillFaxDesk
    let now: @Sendable () -> UTCTime
    let logger: Logger
    private let keeper = WishKeeper()

    init(
        call: BegunCall, books: CampaignBooks, bills: BillFaxDesk, now: @escaping @Sendable () -> UTCTime,
        logger: Logger
    ) {
        self.call = call
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
            logger.warning("wish not kept", metadata: ["attempt": "\(call.attempt.id)", "error": "\(error)"])
            return .unavailable
        }
    }

    private func keep(_ wish: CallerWish) async throws -> CallFlowAnswer {
        guard case .billByFax(let number, _, let month) = wish else {
            try await books.keep(wish, in: call, now: now())
            return .kept
        }
        return try await keeper.once(wish) { [self] in
            try await bills.order(
                account: call.lease.account, month: month, to: number.digits,
                requester: "campaign \(call.lease.campaign.name)", askedIn: call.attempt.id, now: now()
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
