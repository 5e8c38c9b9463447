package import Campaigns
package import Foundation

/// What is the same for every call of a site: who we are, where, and how we dial.
package struct Site: Sendable {
    /// As printed on bills.
    package var operatorName: String
    package var zone: TimeZone
    package var plan: NumberingPlan
    /// Where customers call with questions, as it is dialled; also the station number of our faxes.
    package var serviceNumber: String
    /// Sentences for the payment slip, by language.
    package var waysToPay: [CustomerLanguage: [String]]
    /// What the slip's QR code says; `{account}` and `{amount}` are filled in.
    package var paymentAddress: String

    package init(
        operatorName: String, zone: TimeZone, plan: NumberingPlan, serviceNumber: String,
        waysToPay: [CustomerLanguage: [String]], paymentAddress: String
    ) {
        self.operatorName = operatorName
        self.zone = zone
        self.plan = plan
        self.serviceNumber = serviceNumber
        self.waysToPay = waysToPay
        self.paymentAddress = paymentAddress
    }
}
