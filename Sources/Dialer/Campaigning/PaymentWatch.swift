import Campaigns
package import Logging
import ServiceLifecycle

/// Looks for payments in the billing data: whoever has paid isn't rung any more, also where it rings already, and waits
/// for no call.
///
/// A call that was answered is never ended by it.
package struct PaymentWatch: Service {
    /// The billing data may be views on something else, which changes without the file.
    private static let betweenSweeps = Duration.seconds(5 * 60)

    private let office: CallOffice
    private let logger: Logger

    package init(office: CallOffice, logger: Logger) {
        self.office = office
        self.logger = logger
    }

    package func run() async throws {
        try await untilShutdown {
            // As it was at the start nobody has looked at it yet, but what is leased is looked up before its dial.
            var swept: (billing: BillingStamp?, at: UTCTime) = (office.billing.stamp, office.now())
            try await office.again(logger: logger) {
                let billing = office.billing.stamp
                do {
                    try await cancelPaid(billing)
                    if billing != nil, billing != swept.billing || office.now() >= swept.at + Self.betweenSweeps {
                        try await sweep()
                        swept = (billing, office.now())
                    }
                } catch let error as CampaignsError where error.code == .billingBeingReplaced {
                    logger.debug("payments are looked for in a moment", metadata: ["error": "\(error)"])
                }
                try await office.pause(until: nil)
            }
        }
    }

    /// Few calls ring at once, so each is asked for by itself.
    private func cancelPaid(_ billing: BillingStamp?) async throws {
        for call in await office.ringing.notSeen(in: billing) {
            do {
                guard try await office.billing.currentDebt(of: call.account, kind: call.kind) == nil else {
                    await office.ringing.stillOwes(call.attempt, seenIn: billing)
                    continue
                }
            } catch let error as CampaignsError where error.code == .billingRow {
                // Nobody knows; the call goes on as it began.
                await office.ringing.stillOwes(call.attempt, seenIn: billing)
                continue
            }
            if await office.ringing.cancelPaid(call.attempt) {
                logger.info("paid while it rang: call given up", metadata: ["attempt": "\(call.attempt)"])
            }
        }
    }

    private func sweep() async throws {
        let sweep = try await office.books.contacts.sweepPayments(office.billing, now: office.now())
        if sweep.isDoubtful {
            logger.warning("nobody owes anything by the billing data; is the file whole? Nobody was taken for paid")
        } else if sweep.paid + sweep.promisesKept + sweep.promisesBroken > 0 {
            logger.info(
                "payments seen",
                metadata: [
                    "paid": "\(sweep.paid)", "promisesKept": "\(sweep.promisesKept)",
                    "promisesBroken": "\(sweep.promisesBroken)",
                ])
            await office.live.showCampaigns()
        }
    }
}
