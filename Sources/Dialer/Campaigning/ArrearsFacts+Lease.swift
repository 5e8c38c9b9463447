import Campaigns

extension ArrearsFacts {
    /// What the announcement says to this customer today.
    init(_ due: Due, notice: DunningStages.Notice, lease: ContactLease, fax: E164?, site: Site, now: UTCTime) {
        let debt: Debt =
            switch due {
            case .postpaid(let arrears):
                .postpaid(period: arrears.month, unpaidFen: Int(arrears.amount.count), due: arrears.dueDay)
            case .prepaid(let arrears):
                .prepaid(balanceFen: Int(arrears.balance.count), accruedFen: Int(arrears.accrued.count))
            case .list(let facts):
                .listed(amountFen: facts.amount.map { Int($0.count) }, period: facts.month, due: facts.dueDay)
            }
        self.init(
            account: PrivateNumber(lease.account),
            debt: debt,
            notice: notice,
            language: lease.language,
            faxNumber: fax.map { PrivateNumber(site.plan.dialled($0)) },
            today: CalendarDay(now, in: lease.zone),
            questionsNumber: site.serviceNumber
        )
    }
}
