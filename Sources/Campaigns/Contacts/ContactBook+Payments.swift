import Foundation
import GRDB

extension ContactBook {
    /// What a look for payments came to.
    package struct PaymentSweep: Hashable, Sendable {
        /// Contacts that waited and needn't any more.
        package var paid = 0
        package var promisesKept = 0
        package var promisesBroken = 0
        /// Nobody at all owes by the billing data: more likely a broken file than good news, so nothing was changed.
        package var isDoubtful = false
    }

    /// Ends the contacts that wait though the billing data show no debt of theirs any more, and settles promises.
    ///
    /// One pass over all who owe, then a question for each who doesn't seem to: a row that can't be read must end nobody.
    /// Throws: `billingBeingReplaced`.
    package func sweepPayments(_ billing: BillingSource, now: UTCTime) async throws -> PaymentSweep {
        var sweep = PaymentSweep()
        var owing: [CampaignDefinition.Source.Kind: Set<String>] = [:]
        for kind in CampaignDefinition.Source.Kind.ofBilling {
            let all = CampaignDefinition.Source(kind: kind, minimumDaysPastDue: 0)
            let selection = try await billing.select(all, today: CalendarDay(now, in: .gmt).adding(days: 1))
            owing[kind] = Set(selection.debtors.map(\.due.account))
        }
        if owing.values.allSatisfy(\.isEmpty) {
            sweep.isDoubtful = true
            return sweep
        }
        for (kind, accounts) in owing {
            var last: Int64 = 0
            while true {
                let waiting = try await waiting(kind, after: last)
                guard let end = waiting.last else { break }
                last = end.contact
                for found in waiting where !accounts.contains(found.account) {
                    guard try await owesNothing(found.account, [kind], billing) else { continue }
                    try await endPaid(found.contact, account: found.account, now: now, &sweep)
                }
            }
        }
        try await settlePromises(owing, billing, now: now, &sweep)
        return sweep
    }

    /// Ends an attempt that was given up because the payment was seen while it rang.
    ///
    /// Throws: `leaseLost` where the attempt has been finished before.
    package func finishPaid(
        _ attempt: Attempt, under lease: ContactLease, _ result: AttemptResult, now: UTCTime
    ) async throws -> ContactFate {
        let records = database.records
        return try await database.commit { db in
            try AttemptRecords.finish(
                db, attempt: attempt.id, lease: lease.id, result: result, records: records, now: now)
            try AttemptRecords.release(db, lease: lease.id)
            _ = try PromiseBook.settle(db, account: lease.account, state: "kept", now: now)
            let reason = "paid while the telephone rang"
            try ContactRecords.end(db, contact: lease.contact, .paid, reason: reason, now: now)
            return .ended(.paid, reason: reason)
        }
    }

    /// Of the campaigns that ask for this kind of debt, a batch in the order of contacts.
    private func waiting(
        _ kind: CampaignDefinition.Source.Kind, after last: Int64
    ) async throws -> [(contact: Int64, account: String)] {
        try await database.read { db in
            try Row.fetchAll(
                db, sql: Self.waitingSQL, arguments: ["kind": kind.rawValue, "last": last, "batch": 2_000]
            )
            .map { ($0["id"], $0["account"]) }
        }
    }

    private static let waitingSQL = """
        SELECT contact.id, account FROM contact JOIN campaign ON campaign.id = contact.campaign
        WHERE contact.state = 'waiting' AND contact.id > :last
            AND campaign.definition ->> '$.source.kind' = :kind AND campaign.definition ->> '$.purpose' = 'dunning'
        ORDER BY contact.id LIMIT :batch
        """

    private func endPaid(
        _ contact: Int64, account: String, now: UTCTime, _ sweep: inout PaymentSweep
    ) async throws {
        let (isEnded, kept) = try await database.commit { db in
            // Leased meanwhile: the look before its dial finds the payment.
            let isWaiting = try Bool.fetchOne(
                db, sql: "SELECT state = 'waiting' FROM contact WHERE id = ?", arguments: [contact])
            guard isWaiting == true else { return (0, 0) }
            let reason = "the billing data show no debt any more"
            try ContactRecords.end(db, contact: contact, .paid, reason: reason, now: now)
            return (1, try PromiseBook.settle(db, account: account, state: "kept", now: now))
        }
        sweep.paid += isEnded
        sweep.promisesKept += kept
    }

    private func settlePromises(
        _ owing: [CampaignDefinition.Source.Kind: Set<String>], _ billing: BillingSource, now: UTCTime,
        _ sweep: inout PaymentSweep
    ) async throws {
        let open = try await database.read { try String.fetchAll($0, sql: PromiseBook.openSQL) }
        for account in open {
            if owing.values.contains(where: { $0.contains(account) }) {
                sweep.promisesBroken += try await database.commit {
                    try PromiseBook.settleBroken($0, account: account, now: now)
                }
            } else if try await owesNothing(account, CampaignDefinition.Source.Kind.ofBilling, billing) {
                sweep.promisesKept += try await database.commit {
                    try PromiseBook.settle($0, account: account, state: "kept", now: now)
                }
            }
        }
    }

    /// False also where its row can't be read: nobody knows then.
    private func owesNothing(
        _ account: String, _ kinds: [CampaignDefinition.Source.Kind], _ billing: BillingSource
    ) async throws -> Bool {
        do {
            for kind in kinds where try await billing.currentDebt(of: account, kind: kind) != nil { return false }
            return true
        } catch let error as CampaignsError where error.code == .billingRow {
            return false
        }
    }
}

extension CampaignDefinition.Source.Kind {
    /// Those that are looked up in the billing data.
    static let ofBilling: [Self] = [.arrearsPostpaid, .arrearsPrepaid]
}
