package import Campaigns
import Foundation
import Telephony

/// Everything that a call needs besides its own facts: shared by all campaigns and services of the daemon.
package struct CallOffice: Sendable {
    package let site: Site
    package let database: DialerDatabase
    package let books: CampaignBooks
    package let billing: BillingSource
    package let bills: BillFaxDesk
    package let prompts: PromptLibrary
    package let caller: OutboundCaller
    package let live: LiveFeed
    package let now: @Sendable () -> UTCTime

    package init(
        site: Site, database: DialerDatabase, billing: BillingSource, bills: BillFaxDesk, prompts: PromptLibrary,
        caller: OutboundCaller, live: LiveFeed, now: @escaping @Sendable () -> UTCTime = { .now }
    ) {
        self.site = site
        self.database = database
        books = CampaignBooks(database)
        self.billing = billing
        self.bills = bills
        self.prompts = prompts
        self.caller = caller
        self.live = live
        self.now = now
    }

    /// The Call-ID of an attempt's INVITE over its `trunkTry`-th trunk; the far end's log is joined with ours by it.
    func callID(_ attempt: Attempt, trunkTry: Int = 1) -> String {
        "a\(attempt.callIDStem)-\(trunkTry)@\(caller.endpoint.localHost)"
    }

    /// Keeps a step of the signalling, and shows it.
    func record(_ progress: OutboundCaller.Progress, of attempt: Attempt, kind: LiveCall.Kind) async {
        // No guarantee hangs on these times; the record gets them again when the call is finished.
        try? await database.record(AttemptStep(progress), of: attempt, at: now())
        await live.callProgressed(progress, attempt, kind: kind)
    }

    /// Sleeps until `time`, but never so long that a change made by another process is noticed late.
    func pause(until time: UTCTime?) async throws {
        let wait = time.map { Duration.milliseconds(max(10, $0.milliseconds - now().milliseconds)) } ?? .seconds(1)
        try await Task.sleep(for: min(wait, .seconds(1)))
    }
}

extension AttemptStep {
    init(_ progress: OutboundCaller.Progress) {
        switch progress {
        case .inviteSent: self = .inviteSent
        case .ringing: self = .ringing
        case .earlyMedia: self = .earlyMedia
        case .answered: self = .answered
        }
    }
}
