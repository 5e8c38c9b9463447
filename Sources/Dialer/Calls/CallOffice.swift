package import Campaigns
import Foundation
import Logging
import Telephony

/// Everything that a call needs besides its own facts: shared by all campaigns and services of the daemon.
package struct CallOffice: KeepsTime {
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
    package let time: WorkingTime
    /// Nil where a site has no agents.
    package let agents: AgentFloor?

    package init(
        site: Site, database: DialerDatabase, rules: CallRules = .none, billing: BillingSource, bills: BillFaxDesk,
        prompts: PromptLibrary,
        caller: OutboundCaller, live: LiveFeed, limits: CallLimits = CallLimits(), patience: Patience = Patience(),
        time: WorkingTime = WorkingTime(), agents: AgentFloor? = nil
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
        self.time = time
        self.agents = agents
    }

    /// The Call-ID of an attempt's INVITE over its `trunkTry`-th trunk; the far end's log is joined with ours by it.
    func callID(_ attempt: Attempt, trunkTry: Int = 1) -> String {
        "a\(attempt.callIDStem)-\(trunkTry)@\(caller.endpoint.localHost)"
    }

    /// Keeps a step of the signalling, and shows it.
    func record(_ progress: CallPlacer.Progress, of attempt: Attempt, kind: LiveCall.Kind) async {
        // No guarantee hangs on these times; the record gets them again when the call is finished.
        try? await database.record(AttemptStep(progress), of: attempt, at: now())
        await live.callProgressed(progress, attempt, kind: kind)
    }
}

extension AttemptStep {
    init(_ progress: CallPlacer.Progress) {
        switch progress {
        case .inviteSent: self = .inviteSent
        case .ringing: self = .ringing
        case .earlyMedia: self = .earlyMedia
        case .answered: self = .answered
        }
    }
}
