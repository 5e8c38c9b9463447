package import Campaigns
package import FaxEngine
import Foundation

extension BillDocument {
    /// The bill as it is printed for its owner; nil for a period that is no date.
    package init?(_ itemised: ItemisedBill, site: Site) {
        let (account, bill) = (itemised.account, itemised.bill)
        guard let firstDay = BillDate(bill.periodStart), let lastDay = BillDate(bill.periodEnd) else { return nil }
        let language = account.language ?? .mandarin
        let amount = Fen(max(0, bill.total.count - bill.paid.count))
        let address = site.paymentAddress
            .replacing("{account}", with: account.account).replacing("{amount}", with: amount.description)
        self.init(
            language: PageLanguage(language),
            operatorName: site.operatorName,
            customerName: account.name,
            accountNumber: account.account,
            telephoneNumber: site.plan.dialled(account.telephone),
            firstDay: firstDay,
            lastDay: lastDay,
            issued: BillDate(bill.issued),
            due: BillDate(bill.dueDay),
            charges: itemised.items.map(BillCharge.init),
            paymentsFen: bill.paid.count,
            // What the rows don't explain belongs to the bill all the same: its total is the billing system's.
            adjustmentsFen: bill.total.count - itemised.items.reduce(0) { $0 + $1.amount.count },
            slip: PaymentSlip(qrPayload: address, waysToPay: site.waysToPay[language] ?? [])
        )
    }
}

extension BillCharge {
    init(_ item: BillItem) {
        self.init(
            FaxEngine.ChargeKind(item.kind),
            item.description,
            at: BillMoment(iso: item.started),
            otherNumber: item.called,
            quantity: item.duration.map { .seconds(Int($0.components.seconds)) },
            fen: item.amount.count
        )
    }
}

extension FaxEngine.ChargeKind {
    init(_ kind: Campaigns.ChargeKind) {
        switch kind {
        case .calls: self = .localCalls
        case .longDistance: self = .longDistance
        case .data: self = .data
        case .internet: self = .internet
        case .other: self = .other
        }
    }
}

extension PageLanguage {
    init(_ language: CustomerLanguage) {
        switch language {
        case .mandarin: self = .chinese
        case .english: self = .english
        }
    }
}

extension BillDate {
    init?(_ day: Campaigns.CalendarDay) { self.init(year: day.year, month: day.month, day: day.day) }
}
