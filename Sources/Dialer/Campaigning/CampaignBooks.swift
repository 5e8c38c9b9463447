package import Campaigns

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

extension CampaignBooks {
    /// Keeps what the person asked for, but for a bill by fax, which must be drawn first.
    ///
    /// Stored when this returns.
    func keep(_ wish: CallerWish, in call: BegunCall, now: UTCTime) async throws {
        let (lease, attempt) = (call.lease, call.attempt)
        switch wish {
        case .promise(let day):
            // A list may not say how much is owed.
            let amount = call.due.amount > Fen(0) ? call.due.amount : nil
            try await promises.promise(
                account: lease.account, amount: amount, dueDay: day, in: lease.zone, attempt: attempt, now: now)
        case .alreadyPaid:
            try await paidClaims.record(lease, attempt: attempt, now: now)
        case .doNotCall:
            try await doNotCall.add(
                lease.number, source: "key in campaign \(lease.campaign.name)", attempt: attempt, now: now)
        case .callback:
            try await callbacks.ask(
                number: lease.number, account: lease.account, language: lease.language,
                wish: "asked for a clerk in campaign \(lease.campaign.name)", attempt: attempt, dueAt: now, now: now)
        case .billByFax: break
        }
    }
}
