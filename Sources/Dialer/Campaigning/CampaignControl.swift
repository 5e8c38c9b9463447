package import Campaigns
import Telephony

/// What supervisors change of campaigns while they run; `CampaignSupervisor` takes it up within a second.
package struct CampaignControl: Sendable {
    private let contacts: ContactBook
    private let live: LiveFeed
    /// Calls that campaigns may have up at once.
    private let channels: Int
    private let now: @Sendable () -> UTCTime

    package init(_ office: CallOffice) {
        let trunk = office.caller.line.trunk
        self.init(
            contacts: office.books.contacts, live: office.live, channels: trunk.channels - trunk.reserved,
            now: office.time.now)
    }

    package init(
        contacts: ContactBook, live: LiveFeed, channels: Int, now: @escaping @Sendable () -> UTCTime = { .now }
    ) {
        self.contacts = contacts
        self.live = live
        self.channels = channels
        self.now = now
    }

    /// No new calls; calls that are up go on.
    ///
    /// Throws: `CampaignsError`, and so do the others.
    package func pause(_ campaign: String, by supervisor: AgentNumber) async throws {
        try await contacts.pause(campaign, by: "agent \(supervisor)", now: now())
        await live.showCampaigns()
    }

    package func resume(_ campaign: String, by supervisor: AgentNumber) async throws {
        try await contacts.resume(campaign, by: "agent \(supervisor)", now: now())
        await live.showCampaigns()
    }

    package func change(lines: Int, of campaign: String, by supervisor: AgentNumber) async throws {
        guard (1...max(1, channels)).contains(lines) else {
            throw CampaignsError(
                .invalidRequest, "A campaign has 1 to \(channels) lines: so many channels of the trunk are for them.")
        }
        try await contacts.change(lines: lines, of: campaign, by: "agent \(supervisor)", now: now())
        await live.showCampaigns()
    }
}
