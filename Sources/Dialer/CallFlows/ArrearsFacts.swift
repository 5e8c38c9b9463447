package import Campaigns

/// What an arrears announcement says.
///
/// Amounts in fen.
package struct ArrearsFacts: Sendable {
    package enum Debt: Sendable, Equatable {
        case postpaid(period: BillingMonth, unpaidFen: Int, due: CalendarDay)
        case prepaid(balanceFen: Int, accruedFen: Int)
        /// As far as a list says it.
        case listed(amountFen: Int?, period: BillingMonth?, due: CalendarDay?)
    }

    package var account: PrivateNumber
    package var debt: Debt
    package var notice: DunningStages.Notice
    /// The customer's, by the record.
    package var language: CustomerLanguage
    /// Where the customer's faxes go, by the record.
    package var faxNumber: PrivateNumber?
    /// The customer's own day at the time of the call: promises count from it.
    package var today: CalendarDay
    /// The number to ring with questions, as it is dialled.
    package var questionsNumber: String
    /// Whom the key for a clerk leads to; nil where a clerk calls back.
    package var clerks: AgentWish?

    package init(
        account: PrivateNumber,
        debt: Debt,
        notice: DunningStages.Notice = .first,
        language: CustomerLanguage,
        faxNumber: PrivateNumber? = nil,
        today: CalendarDay,
        questionsNumber: String,
        clerks: AgentWish? = nil
    ) {
        self.account = account
        self.debt = debt
        self.notice = notice
        self.language = language
        self.faxNumber = faxNumber
        self.today = today
        self.questionsNumber = questionsNumber
        self.clerks = clerks
    }

    /// Whose account, for when, how much, by when, and the request.
    func announcement(_ grammar: Grammar) -> [PromptID] {
        var pieces: [PromptID] = ["frame.hello", "site.name"]
        switch notice {
        case .first: break
        case .reminder: pieces.append("dunning.reminder")
        case .final: pieces.append("dunning.final-notice")
        }
        pieces += ["dunning.about-account"] + grammar.digits(account.digits) + [.shortPause]
        switch debt {
        case .postpaid(let period, let unpaidFen, let due):
            pieces += ["dunning.period"] + grammar.month(period) + [.shortPause]
            pieces += ["dunning.amount-due"] + grammar.amount(fen: unpaidFen) + [.shortPause]
            pieces += ["dunning.due-date"] + grammar.day(due) + [.shortPause, "dunning.please-pay"]
        case .prepaid(let balanceFen, let accruedFen):
            pieces += ["dunning.balance"] + grammar.amount(fen: balanceFen) + [.shortPause]
            pieces += ["dunning.accrued"] + grammar.amount(fen: accruedFen) + [.shortPause, "dunning.please-top-up"]
        case .listed(let amountFen, let period, let due):
            if let period { pieces += ["dunning.period"] + grammar.month(period) + [.shortPause] }
            if let amountFen { pieces += ["dunning.amount-due"] + grammar.amount(fen: amountFen) + [.shortPause] }
            if let due { pieces += ["dunning.due-date"] + grammar.day(due) + [.shortPause] }
            pieces.append("dunning.please-pay")
        }
        return pieces
    }
}
