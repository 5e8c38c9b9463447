import Campaigns
import Logging

/// What stands behind one 170 call: passwords, bills and orders for faxes.
///
/// Once a number and its password were right, the flow names the account itself.
actor EnquiryDesk: CallFlowDesk {
    private let office: CallOffice
    private let passwords: EnquiryPasswords
    private let callingNumber: String
    private let language: CustomerLanguage
    private let logger: Logger
    private let keeper = WishKeeper()
    /// The account that the caller proved to be theirs.
    private(set) var account: String?

    init(
        office: CallOffice, passwords: EnquiryPasswords, callingNumber: String,
        language: CustomerLanguage = .mandarin, logger: Logger
    ) {
        self.office = office
        self.passwords = passwords
        self.callingNumber = callingNumber
        self.language = language
        self.logger = logger
    }

    func answer(_ question: CallFlowQuestion) async -> CallFlowAnswer {
        do {
            switch question {
            case .verify(let number, let password): return try await verify(number, password)
            case .bill(let account, let month): return try await bill(account.digits, month)
            case .keep(let wish): return try await keeper.once(wish) { try await self.keep(wish) }
            }
        } catch {
            logger.warning("enquiry not answered", metadata: ["error": "\(error)"])
            return .unavailable
        }
    }

    /// The caller may key in a telephone, contract or fax number; the password belongs to what was keyed in.
    private func verify(_ number: PrivateNumber, _ password: Secret) async throws -> CallFlowAnswer {
        let line = try? office.site.plan.e164(number.digits)
        var identity = EnquiryIdentity.contract(number.digits)
        var account = try await office.billing.account(contract: number.digits)
        if account == nil, let line {
            identity = .line(line)
            account = try await office.billing.account(number: line)
        }
        // Asked even where there is no such account, so that the answer's time doesn't tell.
        switch try await passwords.verify(password.reveal(), for: identity, now: office.now()) {
        case .accepted:
            self.account = account?.account
            return account.map { .verified(account: PrivateNumber($0.account)) } ?? .refused
        case .wrong, .notSet: return .refused
        case .locked: return .locked
        }
    }

    private func bill(_ account: String, _ month: BillingMonth?) async throws -> CallFlowAnswer {
        guard let itemised = try await office.billing.itemisedBill(account: account, month: month) else {
            return .noBill
        }
        return .bill(BillSummary(itemised))
    }

    private func keep(_ wish: CallerWish) async throws -> CallFlowAnswer {
        switch wish {
        case .billByFax(let number, let account, let month):
            return try await office.bills.order(
                account: account.digits, month: month, to: number.digits, requester: "170", now: office.now()
            ).flowAnswer
        case .callback:
            guard let number = try? office.site.plan.e164(callingNumber) else { return .refused }
            try await office.books.callbacks.ask(
                number: number, account: nil, language: language, wish: "asked for a clerk at 170",
                dueAt: office.now(), now: office.now())
            return .kept
        case .promise, .alreadyPaid, .doNotCall:
            return .refused
        }
    }
}

extension BillSummary {
    init(_ itemised: ItemisedBill) {
        self.init(
            month: itemised.bill.month,
            charges: itemised.totals.map { Charge($0.kind, fen: Int($0.amount.count)) },
            totalFen: Int(itemised.bill.total.count),
            balanceFen: Int(itemised.account.balance.count)
        )
    }
}
