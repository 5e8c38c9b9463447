package import Campaigns
import Foundation
import Logging
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
    let ringing = RingingCalls()
    package let limits: CallLimits
    package let patience: Patience
    package let now: @Sendable () -> UTCTime

    package init(
        site: Site, database: DialerDatabase, rules: CallRules = .none, billing: BillingSource, bills: BillFaxDesk,
        prompts: PromptLibrary,
        caller: OutboundCaller, live: LiveFeed, limits: CallLimits = CallLimits(), patience: Patience = Patience(),
        now: @escaping @Sendable () -> UTCTime = { .now }
    ) {
        self.site = site
        self.database = database
        books = CampaignBooks(database, rules: rules)
        self.billing = billing
        self.bills = bills
        self.prompts = prompts
        self.caller = caller
        self.live = live
        self.limits = limits
        self.patience = patience
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

    /// Writes down how an attempt ended, again and again while the disk refuses: until it is written the number counts as
    /// being rung.
    ///
    /// Throws: what our own rules say. What the database says is said in the log, and tried again without end: a daemon
    /// that is killed meanwhile finds the attempt open, and recovers it as interrupted.
    func insist<Kept>(logger: Logger, _ write: () async throws -> Kept) async throws -> Kept {
        var pause = Duration.milliseconds(100)
        while true {
            do {
                return try await write()
            } catch let error where !(error is CampaignsError) {
                logger.error("the end of an attempt is not written yet", metadata: ["error": "\(error)"])
                try await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(30))
            }
        }
    }

    /// Does a turn of a service's loop again and again until the task is cancelled.
    ///
    /// What goes wrong in one turn, such as a full disk, is said, and the next one tries again.
    func again(logger: Logger, _ turn: () async throws -> Void) async throws {
        while true {
            do {
                try Task.checkCancellation()
                try await turn()
            } catch let error where !(error is CancellationError) {
                logger.error("a turn failed and is tried again", metadata: ["error": "\(error)"])
                try await pause(until: nil)
            }
        }
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
